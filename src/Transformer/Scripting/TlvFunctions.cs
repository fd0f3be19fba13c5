using System.Globalization;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Rules;
using Jint;
using Jint.Native;

namespace Busroot.Transformer.Scripting;

/// <summary>Helpers that walk values marked by a tag; null is their answer to what is no bytes.</summary>
internal static class TlvFunctions
{
    public static IEnumerable<HelperFunction> All(ScriptRealm realm) =>
    [
        new("tlv", arguments => Tlv(arguments, realm)),
        new("cayenneLpp", arguments => ByteFunctions.BytesOf(arguments.At(0)) is { } bytes ? CayenneLpp(bytes, realm.Engine) : JsValue.Null),
    ];

    // tlv(bytes, { "0683": { name: "wh", type: "u32", order: "le", scale: 0.001, not: [..] }, "0374": 2 }, { tagBytes: 2, lengthBytes: 0 })
    private static JsValue Tlv(JsValue[] arguments, ScriptRealm realm)
    {
        var tagBytes = HelperArguments.Option(arguments.At(2), "tagBytes") is JsNumber tags ? (int)tags.AsNumber() : 1;
        var lengthBytes = HelperArguments.Option(arguments.At(2), "lengthBytes") is JsNumber written ? (int)written.AsNumber() : 1;
        if (ByteFunctions.BytesOf(arguments.At(0)) is not { } bytes || arguments.At(1) is not JsObject table || tagBytes is < 1 or > 4 || lengthBytes is < 0 or > 2
            || Entries(table, tagBytes) is not { } entries)
        {
            return JsValue.Null;
        }

        var parts = new List<FramePart>();
        new TlvFraming(tagBytes, lengthBytes, entries.ToDictionary(entry => entry.Key, entry => entry.Value.Length)).TryDivide(bytes, parts, out _);
        var values = new JsObject(realm.Engine);
        foreach (var part in parts)
        {
            if (entries.TryGetValue(part.Tag, out var entry) && entry.Name is { } name && part.Length >= entry.Length)
            {
                values.CreateDataProperty(JsString.Create(name), entry.ValueOf(bytes.AsSpan(part.Start, entry.Length)));
            }
        }

        return values;
    }

    private static Dictionary<uint, TagEntry>? Entries(JsObject table, int tagBytes)
    {
        var entries = new Dictionary<uint, TagEntry>();
        foreach (var key in table.GetOwnPropertyKeys(Jint.Runtime.Types.String))
        {
            if (!FramingReader.TryTag(key.ToString(), tagBytes, out var tag) || TagEntry.Of(HelperArguments.Plain(table, key)) is not { } entry)
            {
                return null;
            }

            entries[tag] = entry;
        }

        return entries;
    }

    // Source: the Cayenne LPP reference; types are IPSO object ids less 3200. Those it lacks: the extended types of github.com/ElectronicCats/CayenneLPP.
    private static JsArray CayenneLpp(byte[] bytes, Engine engine)
    {
        var found = new List<JsValue>();
        var at = 0;
        while (at + 2 <= bytes.Length && Lpp.TryGetValue(bytes[at + 1], out var kind) && at + 2 + (kind.Bytes * kind.Names.Length) <= bytes.Length)
        {
            var channel = bytes[at];
            at += 2;
            foreach (var (name, factor) in kind.Names)
            {
                var raw = BinaryField.ValueOf(bytes.AsSpan(at, kind.Bytes), kind.Signed ? FieldType.Signed : FieldType.Unsigned, ByteOrder.Abcd);
                var value = Math.Round(raw!.Value / factor, 6);
                found.Add(ScriptObjects.Object(engine, ("channel", JsNumber.Create(channel)), ("name", JsString.Create(name)), ("value", JsNumber.Create(value))));
                at += kind.Bytes;
            }
        }

        return new JsArray(engine, found.ToArray());
    }

    private static readonly Dictionary<byte, (int Bytes, bool Signed, (string Name, double Factor)[] Names)> Lpp = new()
    {
        [0] = (1, false, [("digitalInput", 1)]),
        [1] = (1, false, [("digitalOutput", 1)]),
        [2] = (2, true, [("analogInput", 100)]),
        [3] = (2, true, [("analogOutput", 100)]),
        [100] = (4, false, [("genericSensor", 1)]),
        [101] = (2, false, [("illuminance", 1)]),
        [102] = (1, false, [("presence", 1)]),
        [103] = (2, true, [("temperature", 10)]),
        [104] = (1, false, [("humidity", 2)]),
        [113] = (2, true, [("accelerationX", 1000), ("accelerationY", 1000), ("accelerationZ", 1000)]),
        [115] = (2, false, [("pressure", 10)]),
        [116] = (2, false, [("voltage", 100)]),
        [117] = (2, false, [("current", 1000)]),
        [118] = (4, false, [("frequency", 1)]),
        [120] = (1, false, [("percentage", 1)]),
        [121] = (2, true, [("altitude", 1)]),
        [125] = (2, false, [("concentration", 1)]),
        [128] = (2, false, [("power", 1)]),
        [130] = (4, false, [("distance", 1000)]),
        [131] = (4, false, [("energy", 1000)]),
        [132] = (2, false, [("direction", 1)]),
        [133] = (4, false, [("unixTime", 1)]),
        [134] = (2, true, [("gyroX", 100), ("gyroY", 100), ("gyroZ", 100)]),
        [135] = (1, false, [("red", 1), ("green", 1), ("blue", 1)]),
        [136] = (3, true, [("latitude", 10_000), ("longitude", 10_000), ("altitude", 100)]),
        [142] = (1, false, [("switch", 1)]),
    };
}

/// <summary>What a table of <c>tlv</c> says about one tag.</summary>
/// <param name="Name">What the value is called; null for one that is only skipped.</param>
/// <param name="Type">What its bytes are.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Order">How they are ordered.</param>
/// <param name="Scale">Factor on the value.</param>
/// <param name="Not">Raw values that mean "no value".</param>
internal sealed record TagEntry(string? Name, FieldType Type, int Length, ByteOrder Order, double Scale, double[] Not)
{
    public static TagEntry? Of(JsValue value)
    {
        if (value is JsNumber)
        {
            return value.AsNumber() is >= 0 and <= 1024 and var length ? new TagEntry(null, FieldType.Unsigned, (int)length, ByteOrder.Abcd, 1, []) : null;
        }

        if (HelperArguments.Option(value, "name") is not JsString name || HelperArguments.Option(value, "type") is not JsString { Length: 2 or 3 } type
            || ByteFunctions.OrderOf(HelperArguments.Option(value, "order")) is not { } order)
        {
            return null;
        }

        var text = type.ToString();
        FieldType? kind = text[0] switch { 'u' => FieldType.Unsigned, 'i' => FieldType.Signed, 'f' => FieldType.Float, _ => null };
        var isWidth = int.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && (bits is 32 or 64 || (bits is 8 or 16 && kind != FieldType.Float));
        var not = HelperArguments.Option(value, "not");
        double?[] excluded = not is JsArray ? [.. ScriptObjects.Items(not).Select(HelperArguments.Number)] : [HelperArguments.Number(not)];
        return kind is null || !isWidth ? null
            : new TagEntry(name.ToString(), kind.Value, bits / 8, order, HelperArguments.Number(HelperArguments.Option(value, "scale")) ?? 1, [.. excluded.OfType<double>()]);
    }

    public JsValue ValueOf(ReadOnlySpan<byte> bytes) =>
        BinaryField.ValueOf(bytes, Type, Order) is { } raw && !Not.Contains(raw) ? HelperArguments.ToJs(raw * Scale) : JsValue.Null;
}
