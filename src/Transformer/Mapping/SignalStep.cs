using System.Text;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Mapping;

/// <summary>Makes one signal out of the values a payload gave.</summary>
/// <remarks>
/// What becomes of a value, in this order. Anything not named here is no value.
/// <list type="table">
/// <item><term>with <c>map</c></term><description>the number beside the matching key; a value without a key is no value</description></item>
/// <item><term>number</term><description>itself, if finite</description></item>
/// <item><term>text</term><description>the decimal number it holds, white space around it aside: "-65", "0004321", "+1.23456E+03"</description></item>
/// <item><term>true, false</term><description>1 and 0, for <c>productive</c> only</description></item>
/// <item><term>"true" "on" "yes" "t", "false" "off" "no" "f"</term><description>1 and 0 in any case, for <c>productive</c> only</description></item>
/// </list>
/// Then <c>not</c> is compared, <c>delta</c>, <c>scale</c> and <c>round</c> are applied, and the signal contract is checked.
/// </remarks>
internal sealed class SignalStep
{
    public required SignalKey Key { get; init; }

    /// <summary>Slots to look into, best first; for an expression its own, which is known once all paths are.</summary>
    public required int[] Slots { get; set; }

    public required double[] Not { get; init; }

    public double Scale { get; init; } = 1;

    /// <summary>Decimal places; -1 keeps all.</summary>
    public int Round { get; init; } = -1;

    public ValueMap? Map { get; init; }

    public double? Default { get; init; }

    /// <summary>Makes of a running count what came since the reading before; null when the value is used as it is.</summary>
    public CounterDelta? Delta { get; init; }

    /// <summary>Adds the signal if a slot holds a valid value, or there is a default.</summary>
    /// <param name="slots">The payload's values.</param>
    /// <param name="decimalComma">How numbers are written in its texts.</param>
    /// <param name="signals">Gains the signal.</param>
    /// <param name="memory">What the reading before said.</param>
    /// <param name="station">Whose signal it is; null for the device's own.</param>
    /// <returns><see langword="false"/> when a value was there but none could be used.</returns>
    public bool Apply(SlotTable slots, bool decimalComma, SignalSet signals, RuleMemory memory, string? station)
    {
        var usable = true;
        foreach (var index in Slots)
        {
            ref readonly var slot = ref slots[index];
            var isNumber = TryNumber(slot, slots, decimalComma, out var number);
            if (isNumber && Delta is { } delta)
            {
                return Since(delta, number, signals, memory, station);
            }

            if (isNumber && signals.TrySet(Key, Finish(number)))
            {
                return true;
            }

            usable &= slot.Kind is SlotKind.Missing or SlotKind.Null;
        }

        if (Default is { } value)
        {
            signals.TrySet(Key, value);
        }

        return usable;
    }

    // True for the first reading too: it is used, as what the next one is compared with.
    private bool Since(CounterDelta delta, double count, SignalSet signals, RuleMemory memory, string? station)
    {
        var name = SignalContract.Names[(int)Key];
        var key = station is null ? $"delta {name}" : $"delta {station} {name}";
        var last = memory[key];
        var step = delta.Since(last, count, restarted: false, out var next);
        memory.Keep(key, next);
        return step is { } made ? signals.TrySet(Key, Finish(made)) : last is null;
    }

    private bool TryNumber(in Slot slot, SlotTable slots, bool decimalComma, out double number)
    {
        if (Map is not null)
        {
            return Map.TryFind(slot, slots, out number) && !IsExcluded(slot, slots, decimalComma);
        }

        return TryPlain(slot, slots, decimalComma, out number) && !Not.AsSpan().Contains(number);
    }

    // With a map, "not" still speaks of the value as it came.
    private bool IsExcluded(in Slot slot, SlotTable slots, bool decimalComma) =>
        Not.Length > 0 && TryPlain(slot, slots, decimalComma, out var number) && Not.AsSpan().Contains(number);

    private bool TryPlain(in Slot slot, SlotTable slots, bool decimalComma, out double number)
    {
        number = slot.Number;
        switch (slot.Kind)
        {
            case SlotKind.Number:
                return true;
            case SlotKind.Text:
                var text = slots.TextOf(slot);
                return AsciiText.TryNumber(text, decimalComma, out number) || (Key == SignalKey.Productive && TryWord(text, out number));
            case SlotKind.True or SlotKind.False:
                number = slot.Kind == SlotKind.True ? 1 : 0;
                return Key == SignalKey.Productive;
            default:
                return false;
        }
    }

    private double Finish(double number)
    {
        number *= Scale;
        return Round < 0 ? number : Math.Round(number, Round, MidpointRounding.AwayFromZero);
    }

    private static bool TryWord(ReadOnlySpan<byte> text, out double number)
    {
        var isTrue = Is(text, "true"u8) || Is(text, "on"u8) || Is(text, "yes"u8) || Is(text, "t"u8);
        number = isTrue ? 1 : 0;
        return isTrue || Is(text, "false"u8) || Is(text, "off"u8) || Is(text, "no"u8) || Is(text, "f"u8);
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(text, word);
}
