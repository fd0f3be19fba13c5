namespace Busroot.Server.Demo;

/// <summary>One reading of the demo and what became of it.</summary>
/// <param name="Device">Its Device ID.</param>
/// <param name="Rule">The rule that served it.</param>
/// <param name="Raw">The payload, for a person.</param>
/// <param name="Fate">What became of it.</param>
/// <param name="Result">The signals, or the reason why there are none, for a person.</param>
internal sealed record DemoReading(string Device, string Rule, string Raw, DemoFate Fate, string Result);

/// <summary>What became of a reading.</summary>
internal enum DemoFate
{
    /// <summary>It gave signals.</summary>
    Signals,

    /// <summary>Its rule had nothing to say about it, which is normal.</summary>
    Ignored,

    /// <summary>It failed and is kept.</summary>
    Quarantined,
}
