using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Profiles;

/// <summary>Bytes, or texts that stand for bytes.</summary>
internal sealed class BytesLayout : PayloadLayout
{
    private const int MostKinds = 8; // of answers a gateway passes on

    private static readonly string[] Framings = ["modbus-rtu", "modbus-tcp"];

    private readonly ByteEncoding _encoding;
    private readonly string? _framing;
    private readonly SlotTable _slots = new();
    private readonly List<BinaryWindow> _windows = [];

    private BytesLayout(ByteEncoding encoding, string name, string reason, string? framing)
        : base(name, reason)
    {
        _encoding = encoding;
        _framing = framing;
    }

    public override string? FromText => null;

    /// <summary>Looks at the payloads of a topic.</summary>
    /// <param name="payloads">In the order of arrival; most of them can be decoded.</param>
    /// <param name="encoding">What they stand for.</param>
    /// <param name="reason">Why it is thought so.</param>
    public static BytesLayout Of(IReadOnlyList<ReadOnlyMemory<byte>> payloads, ByteEncoding encoding, string reason)
    {
        var slots = new SlotTable();
        var decoded = payloads.Select(payload => Decode(payload.Span, encoding, slots)).OfType<byte[]>().ToList();
        var framing = Framings.FirstOrDefault(word => decoded.Count(bytes => PartsOf(bytes, word).Count > 0) * 2 > decoded.Count);
        var name = encoding switch { ByteEncoding.Hex => "hex", ByteEncoding.Base64 => "base64", _ => "bytes" };
        var groups = decoded.SelectMany(bytes => PartsOf(bytes, framing).Select(part => (part.Unit, Bytes: bytes.AsSpan(part.Start, part.Length).ToArray())))
            .GroupBy(part => (part.Unit, part.Bytes.Length)).Where(group => group.Key.Length > 0).OrderByDescending(group => group.Count()).ToList();
        var layout = new BytesLayout(encoding, name, reason + More(framing, groups.Count), framing);

        // Without framing nothing tells frames of different kinds apart but their length, and a field table does not look at that.
        foreach (var group in framing is null ? groups.Take(groups is [var only] ? 1 : 0) : groups.Take(MostKinds))
        {
            var filter = framing is null ? default : new PartFilter(group.Key.Unit, group.Key.Length, null);
            var prefix = groups.Count == 1 ? "" : $"u{group.Key.Unit}_{group.Key.Length}_";
            layout._windows.AddRange(BinaryWindows.Find([.. group.Select(part => part.Bytes)], prefix, filter, isAligned: framing is not null));
        }

        return layout;
    }

    public override string RuleJson(IEnumerable<FieldProfile> used)
    {
        var names = used.Select(field => field.Place.Path).ToHashSet(StringComparer.Ordinal);
        var lines = _windows.Where(window => names.Contains(window.Name)).Select(window => window.RuleJson()).ToList();
        var framing = _framing is null ? "" : $"\"framing\": \"{_framing}\", ";
        return lines.Count == 0 ? $"\"{Name}\"" : $"{{ \"{(Name == "bytes" ? "binary" : Name)}\": {{ {framing}\"fields\": {{ {string.Join(", ", lines)} }} }} }}";
    }

    public override bool TryRead(ReadOnlySpan<byte> payload, in ReadingTurn turn, FieldTable table)
    {
        if (Decode(payload, _encoding, _slots) is not { } bytes || PartsOf(bytes, _framing) is not { Count: > 0 } parts)
        {
            return false;
        }

        foreach (var part in parts)
        {
            foreach (var window in _windows.Where(window => window.Part.Fits(part)))
            {
                if (window.Read(bytes.AsSpan(part.Start, part.Length)) is { } value)
                {
                    table.At(FieldPlace.Whole.Below(window.Name) with { IsNameless = true })?.AddNumber(turn, value);
                }
            }
        }

        return true;
    }

    private static string More(string? framing, int kinds) =>
        (framing, kinds) switch
        {
            (not null, _) => $", and they are {(framing == "modbus-rtu" ? "Modbus RTU answers: their checksums are right" : "Modbus TCP answers")}",
            (_, > 1) => $", of {kinds} different lengths: frames of several kinds, which need a decoder; put the maker's into a rule of kind codec or script",
            _ => "",
        };

    private static byte[]? Decode(ReadOnlySpan<byte> payload, ByteEncoding encoding, SlotTable slots) =>
        !payload.IsEmpty && EncodedBytes.TryDecode(payload, encoding, slots, out var bytes, out _) ? bytes.ToArray() : null;

    private static List<FramePart> PartsOf(ReadOnlySpan<byte> bytes, string? framing)
    {
        var parts = new List<FramePart>();
        var way = framing switch { "modbus-rtu" => ModbusFraming.Rtu, "modbus-tcp" => ModbusFraming.Tcp, _ => Framing.None };
        return way.TryDivide(bytes, parts, out _) ? parts : [];
    }
}
