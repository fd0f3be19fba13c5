using System.Globalization;
using System.Text;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Mapping;

/// <summary>The <c>map</c> of a signal: which value of the payload stands for which number.</summary>
/// <remarks>A text matches byte for byte; a JSON number matches the key with the same value, so 1.0 is "1"; true, false and null match those words.</remarks>
internal sealed class ValueMap
{
    private readonly (byte[] Text, double Number, double Result)[] _entries;

    public ValueMap(IEnumerable<KeyValuePair<string, double>> entries) =>
        _entries = [.. entries.Select(entry => (Encoding.UTF8.GetBytes(entry.Key), NumberOf(entry.Key), entry.Value))];

    public bool TryFind(in Slot value, SlotTable slots, out double result) => value.Kind switch
    {
        SlotKind.Text => TryFind(slots.TextOf(value), out result),
        SlotKind.True => TryFind("true"u8, out result),
        SlotKind.False => TryFind("false"u8, out result),
        SlotKind.Null => TryFind("null"u8, out result),
        SlotKind.Number => TryFind(value.Number, out result),
        _ => TryFind(double.NaN, out result),
    };

    private bool TryFind(ReadOnlySpan<byte> text, out double result)
    {
        foreach (var entry in _entries)
        {
            if (text.SequenceEqual(entry.Text))
            {
                result = entry.Result;
                return true;
            }
        }

        result = 0;
        return false;
    }

    private bool TryFind(double number, out double result)
    {
        foreach (var entry in _entries)
        {
            if (entry.Number == number) // never true for NaN, which marks the keys that are no numbers
            {
                result = entry.Result;
                return true;
            }
        }

        result = 0;
        return false;
    }

    private static double NumberOf(string key) =>
        double.TryParse(key, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : double.NaN;
}
