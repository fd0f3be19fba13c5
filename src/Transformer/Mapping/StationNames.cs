using System.Globalization;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Mapping;

/// <summary>Turns what a payload calls a station into its name, without a new text for each message.</summary>
/// <remarks>Owner: one runner.</remarks>
internal sealed class StationNames
{
    /// <summary>Longest name, in characters; all of them ASCII.</summary>
    public const int Longest = 64;

    private const int MostKept = 4096;

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Whether a text can name a station: 1 to 64 letters, digits, <c>_ - . :</c>.</summary>
    public static bool IsName(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= Longest && !name.ContainsAnyExcept(Allowed);

    /// <returns>Null when the value is none: absent, no text and no whole number, or with other characters.</returns>
    public string? Of(in Slot slot, SlotTable slots)
    {
        Span<char> name = stackalloc char[Longest];
        var length = 0;
        if (slot.Kind == SlotKind.Number && slot.Number == Math.Floor(slot.Number) && slot.Number is >= 0 and < 1e15)
        {
            ((long)slot.Number).TryFormat(name, out length, provider: CultureInfo.InvariantCulture);
        }
        else if (slot.Kind == SlotKind.Text && slot.Length <= Longest && System.Text.Ascii.IsValid(slots.TextOf(slot)))
        {
            length = System.Text.Encoding.ASCII.GetChars(slots.TextOf(slot), name);
        }

        name = name[..length];
        if (!IsName(name))
        {
            return null;
        }

        var lookup = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(name, out var known))
        {
            return known;
        }

        if (_known.Count < MostKept)
        {
            lookup.Add(name);
        }

        return lookup.TryGetValue(name, out known) ? known : name.ToString();
    }

    private static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:");
}
