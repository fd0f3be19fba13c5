using Busroot.Transformer.Payloads;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Mapping;

/// <summary>A mapping with its variables put in, ready to run. Threads: immutable.</summary>
/// <param name="Decoder">Reads the wanted values.</param>
/// <param name="SlotCount">How many values those are.</param>
/// <param name="Computed">Values that expressions make of those that were read.</param>
/// <param name="Steps">Makes the signals, in their order.</param>
internal sealed record MappingPlan(PayloadDecoder Decoder, int SlotCount, ComputedSlot[] Computed, SignalStep[] Steps)
{
    /// <summary>Runs the plan on one payload.</summary>
    /// <param name="payload">Any bytes.</param>
    /// <param name="retained">Increments are left out: they were counted when the message was live.</param>
    /// <param name="computation">Evaluates what needs the script engine.</param>
    /// <param name="slots">Scratch.</param>
    /// <param name="signals">Empty; gains the signals.</param>
    /// <param name="counts">Gains what was left out.</param>
    /// <param name="error">What is wrong with the payload, when it cannot be read.</param>
    /// <returns><see langword="false"/> when the payload cannot be read.</returns>
    public bool TryRun(ReadOnlySpan<byte> payload, bool retained, IComputation computation, SlotTable slots, SignalSet signals, ref LeftOut counts, out string? error)
    {
        slots.Reset(SlotCount);
        if (!Decoder.TryDecode(payload, slots, out error))
        {
            return false;
        }

        foreach (var computed in Computed)
        {
            computed.Fill(slots, computation);
        }

        foreach (var step in Steps)
        {
            if (retained && SignalContract.IsIncrement(step.Key))
            {
                counts.RetainedIncrements += HasValue(step, slots) ? 1 : 0;
            }
            else if (!step.Apply(slots, Decoder.DecimalComma, signals))
            {
                counts.Values++;
            }
        }

        return true;
    }

    private static bool HasValue(SignalStep step, SlotTable slots)
    {
        foreach (var slot in step.Slots)
        {
            if (slots[slot].Kind is not (SlotKind.Missing or SlotKind.Null))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>What one run left out although it was there.</summary>
internal struct LeftOut
{
    /// <summary>Values that could not be used.</summary>
    public int Values;

    /// <summary>Increments of a retained message.</summary>
    public int RetainedIncrements;
}
