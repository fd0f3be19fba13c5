using System.Collections.Immutable;

namespace Busroot.Transformer.Payloads;

/// <summary>What rule.json says under <c>payload</c>: how the bytes of a reading are laid out.</summary>
internal abstract class PayloadFormat
{
    /// <summary>Prepares to read some values, and only those.</summary>
    /// <param name="paths">Where they are; the value of path i goes to slot i.</param>
    /// <param name="problems">Gains an entry for each path that cannot exist in this format.</param>
    public abstract PayloadDecoder Compile(ImmutableArray<JsonPath> paths, List<PathProblem> problems);
}

/// <summary>A path that a format cannot serve.</summary>
/// <param name="Path">Index of the path.</param>
/// <param name="Message">What is wrong with it and what to write instead.</param>
internal readonly record struct PathProblem(int Path, string Message);

/// <summary>Reads values out of payloads of one format. Threads: immutable; all that changes is in the slot table.</summary>
internal abstract class PayloadDecoder
{
    /// <summary>Whether a comma is the decimal separator in the texts it gives.</summary>
    public virtual bool DecimalComma => false;

    /// <summary>Fills the slots from a payload.</summary>
    /// <param name="payload">Any bytes.</param>
    /// <param name="slots">Reset to the number of paths; slots whose value is absent stay <see cref="SlotKind.Missing"/>.</param>
    /// <param name="error">What is wrong with the payload and at which byte, when it is not of this format.</param>
    /// <returns><see langword="false"/> when the payload is not of this format.</returns>
    /// <remarks>Never throws; allocates only for <paramref name="error"/>.</remarks>
    public abstract bool TryDecode(ReadOnlySpan<byte> payload, SlotTable slots, out string? error);
}
