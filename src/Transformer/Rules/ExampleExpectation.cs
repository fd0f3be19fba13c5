using System.Collections.Immutable;

namespace Busroot.Transformer.Rules;

/// <summary>What a message of an example must give.</summary>
public abstract record ExampleExpectation
{
    private ExampleExpectation()
    {
        // Closed: the cases are the two below.
    }

    /// <summary>These publications in this order; none means the outcome is <see cref="RuleOutcome.Ignored"/>.</summary>
    public sealed record Publications(ImmutableArray<ExpectedPublication> Expected) : ExampleExpectation;

    /// <summary>A failure whose message contains this text, compared without regard to case.</summary>
    public sealed record Error(string Part) : ExampleExpectation;
}
