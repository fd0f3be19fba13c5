using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Connections;

/// <summary>What goes out to one client: packets are appended as they arise and handed to the network once a batch.</summary>
/// <remarks>Threads: the broker loop only.</remarks>
internal sealed class Outbox(IClientTransport transport, ClientConnection connection, FlushList flushes, BrokerClock clock)
{
    private bool _listed;
    private OutgoingAliases? _aliases;

    /// <summary>How the client speaks; set once CONNECT is read.</summary>
    public ProtocolVersion Version { get; set; } = ProtocolVersion.V311;

    /// <summary>Largest packet the client takes, in bytes.</summary>
    public int MaximumPacketBytes { get; set; } = int.MaxValue;

    /// <summary>Bytes the client has not taken yet.</summary>
    public long PendingBytes => transport.PendingBytes;

    /// <summary>Room for a packet; the transport is flushed when the batch ends.</summary>
    public Span<byte> Reserve(int bytes)
    {
        if (!_listed)
        {
            _listed = true;
            flushes.Add(connection);
        }

        return transport.GetSpan(bytes);
    }

    /// <summary>Takes over what was written to the last <see cref="Reserve"/>.</summary>
    public void Commit(int bytes) => transport.Advance(bytes);

    /// <summary>Appends bytes that are a packet already.</summary>
    public void Write(ReadOnlySpan<byte> packet)
    {
        packet.CopyTo(Reserve(packet.Length));
        Commit(packet.Length);
    }

    /// <summary>Lets topics be sent as numbers, up to so many.</summary>
    public void UseAliases(int maximum) => _aliases = maximum > 0 ? new OutgoingAliases(maximum) : null;

    /// <summary>Appends a packet.</summary>
    /// <returns>False when the client does not take packets of that size [MQTT-3.1.2-24]: nothing is written.</returns>
    public bool TryWrite<T>(in T packet)
        where T : IPacket
    {
        var length = packet.EncodedLength(Version);
        if (length > MaximumPacketBytes)
        {
            return false;
        }

        Commit(packet.Encode(Reserve(length), Version));
        return true;
    }

    /// <summary>Appends a PUBLISH.</summary>
    /// <returns>False when it would exceed what the client takes: it then counts as sent [MQTT-3.1.2-25].</returns>
    public bool WritePublish(in OutgoingPublish publish)
    {
        Span<byte> scratch = stackalloc byte[256];
        var alias = _aliases is null ? default : _aliases.Find(publish.Topic);
        var properties = Version == ProtocolVersion.V500 ? ComposeProperties(publish, alias.Number, scratch) : default;
        var topic = alias.IsKnown ? default : publish.Topic;
        var length = PublishPacket.EncodedLength(Version, topic.Length, publish.Qos, properties.Length, publish.Payload.Length);
        if (length > MaximumPacketBytes)
        {
            return false;
        }

        var flags = PublishPacket.FlagsOf(publish.Qos, publish.Retain, publish.Dup);
        Commit(PublishPacket.Encode(Reserve(length), Version, flags, topic, publish.PacketId, properties, publish.Payload));
        if (alias is { Number: > 0, IsKnown: false })
        {
            _aliases!.Add(publish.Topic); // only now does the client know it
        }

        return true;
    }

    internal void Flush()
    {
        _listed = false;
        transport.Flush();
    }

    private ReadOnlySpan<byte> ComposeProperties(scoped in OutgoingPublish publish, ushort alias, Span<byte> scratch)
    {
        var expires = publish.ExpiresAt != long.MaxValue;
        if (!expires && publish.Identifiers is null && alias == 0)
        {
            return publish.Properties;
        }

        var needed = publish.Properties.Length + PublishPropertyWriter.MessageExpiryBytes + PublishPropertyWriter.TopicAliasBytes;
        foreach (var identifier in publish.Identifiers ?? [])
        {
            needed += PublishPropertyWriter.SubscriptionIdentifierBytes(identifier);
        }

        var target = needed <= scratch.Length ? scratch : new byte[needed]; // large properties are not the hot path
        var written = 0;
        if (expires)
        {
            var left = (uint)Math.Max(0, (publish.ExpiresAt - clock.Milliseconds + 999) / 1000); // the time left [MQTT-3.3.2-6]
            written += PublishPropertyWriter.WriteMessageExpiry(target, left);
        }

        written += alias == 0 ? 0 : PublishPropertyWriter.WriteTopicAlias(target[written..], alias);

        foreach (var identifier in publish.Identifiers ?? [])
        {
            written += PublishPropertyWriter.WriteSubscriptionIdentifier(target[written..], identifier);
        }

        publish.Properties.CopyTo(target[written..]);
        return target[..(written + publish.Properties.Length)];
    }
}

/// <summary>A PUBLISH about to be encoded for one client.</summary>
internal readonly ref struct OutgoingPublish
{
    public required ReadOnlySpan<byte> Topic { get; init; }

    public required ReadOnlySpan<byte> Payload { get; init; }

    public ReadOnlySpan<byte> Properties { get; init; }

    public required QualityOfService Qos { get; init; }

    public bool Retain { get; init; }

    public bool Dup { get; init; }

    public ushort PacketId { get; init; }

    public int[]? Identifiers { get; init; }

    public required long ExpiresAt { get; init; }
}

/// <summary>The clients a batch has written to.</summary>
internal sealed class FlushList
{
    private readonly List<ClientConnection> _connections = [];

    public void Add(ClientConnection connection) => _connections.Add(connection);

    /// <summary>One flush for every client written to since the last call, and one more for each that had more waiting than fits a flush.</summary>
    public void FlushAll()
    {
        for (var i = 0; i < _connections.Count; i++)
        {
            _connections[i].Flush(); // may add itself again
        }

        _connections.Clear();
    }
}
