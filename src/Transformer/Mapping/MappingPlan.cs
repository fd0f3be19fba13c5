using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Mapping;

/// <summary>A mapping with its variables put in, ready to run. Threads: immutable.</summary>
/// <param name="Decoder">Reads the wanted values of a payload, or of one element.</param>
/// <param name="SlotCount">How many values those are.</param>
/// <param name="Computed">Values that expressions make of those that were read.</param>
/// <param name="Groups">Make the signals, one publication each.</param>
/// <param name="Each">Where the elements are; null when the payload is mapped as a whole.</param>
internal sealed record MappingPlan(PayloadDecoder Decoder, int SlotCount, ComputedSlot[] Computed, SignalGroup[] Groups, ElementFinder? Each)
{
    /// <summary>Whether some signal needs what the reading before said.</summary>
    public bool HasMemory { get; } = Groups.Any(group => group.Steps.Any(step => step.Delta is not null));
}

/// <summary>The signals of one publication.</summary>
/// <param name="Station">The station they are for; null for the device's own topic.</param>
/// <param name="StationSlot">The slot that names the station; -1 for <paramref name="Station"/>.</param>
/// <param name="Steps">Make the signals, in their order.</param>
internal sealed record SignalGroup(string? Station, int StationSlot, SignalStep[] Steps);

/// <summary>What one run left out although it was there.</summary>
internal struct LeftOut
{
    /// <summary>Values that could not be used.</summary>
    public int Values;

    /// <summary>Increments of a retained message.</summary>
    public int RetainedIncrements;
}
