using Busroot.Broker.Routing;

namespace Busroot.Storage.History;

/// <summary>Where frames come from, and where the signals they give go to.</summary>
internal sealed class FrameOrigin(string deviceId, byte[] device, byte[] topic, string client, string? rule, string? revision)
{
    private readonly Dictionary<byte[], Target> _targets = new(Utf8Comparer.Instance);

    public string DeviceId { get; } = deviceId;

    /// <summary>UTF-8.</summary>
    public byte[] Topic { get; } = topic;

    public string Client { get; } = client;

    public string? Rule { get; } = rule;

    public string? Revision { get; } = revision;

    /// <summary>Reads the definition of an origin.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static FrameOrigin Parse(ReadOnlySpan<byte> definition, TextPool texts)
    {
        var source = new ByteSource(definition);
        var device = source.Bytes().ToArray();
        var topic = BesideDevice(ref source, device);
        var client = BesideDevice(ref source, device);
        var presence = source.Byte();
        var rule = (presence & FrameFormat.HasRule) != 0 ? texts.Get(source.Bytes()) : null;
        var revision = (presence & FrameFormat.HasRevision) != 0 ? texts.Get(source.Bytes()) : null;
        return new FrameOrigin(texts.Get(device), device, topic, texts.Get(client), rule, revision);
    }

    /// <summary>Passes over the definition of an origin.</summary>
    public static void Skip(ref ByteSource source)
    {
        source.Extent();
        SkipBesideDevice(ref source);
        SkipBesideDevice(ref source);
        var presence = source.Byte();
        for (var i = (presence & FrameFormat.HasRule) + ((presence & FrameFormat.HasRevision) >> 1); i > 0; i--)
        {
            source.Extent();
        }
    }

    /// <summary>Reads the definition of a target of this origin's signals.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public Target TargetOf(ReadOnlySpan<byte> definition, TextPool texts)
    {
        var known = _targets.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!known.TryGetValue(definition, out var target))
        {
            var source = new ByteSource(definition);
            var station = source.Byte() != 0 ? texts.Get(source.Bytes()) : null;
            known[definition] = target = new Target(station, BesideDevice(ref source, device));
        }

        return target;
    }

    /// <summary>Passes over the definition of a target.</summary>
    public static void SkipTarget(ref ByteSource source)
    {
        if (source.Byte() != 0)
        {
            source.Extent();
        }

        SkipBesideDevice(ref source);
    }

    private static void SkipBesideDevice(ref ByteSource source)
    {
        source.Number();
        source.Extent();
    }

    private static byte[] BesideDevice(ref ByteSource source, ReadOnlySpan<byte> device)
    {
        var place = source.Below(int.MaxValue) - 1;
        var rest = source.Bytes();
        return place < 0 ? rest.ToArray()
            : place <= rest.Length ? [.. rest[..place], .. device, .. rest[place..]]
            : throw new InvalidDataException("a text is shorter than it says");
    }

    /// <summary>Where signals go to.</summary>
    public sealed record Target(string? Station, byte[] Topic);
}
