using System.Collections.Immutable;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Rules;

/// <summary>A rule's test: messages of one device in order, and what each must give.</summary>
/// <param name="Description">What it shows; unique within the rule.</param>
/// <param name="Variables">Site values of the imagined device.</param>
/// <param name="Messages">At least one.</param>
/// <param name="At">Where it starts in examples.json.</param>
public sealed record RuleExample(
    string Description, ImmutableDictionary<string, VariableValue> Variables, ImmutableArray<ExampleMessage> Messages, SourcePosition At);

/// <summary>One message of an example.</summary>
/// <param name="Topic">Topic it arrives on; by default the raw topic of the imagined device <c>example/device</c>.</param>
/// <param name="Payload">The bytes, decoded as the example's <c>encoding</c> says.</param>
/// <param name="ArrivedAt">Arrival; by default 2026-01-01T00:00:00Z.</param>
/// <param name="Retain">The RETAIN flag.</param>
/// <param name="Dup">The DUP flag.</param>
/// <param name="Expect">What it must give.</param>
public sealed record ExampleMessage(
    string Topic, ImmutableArray<byte> Payload, DateTimeOffset ArrivedAt, bool Retain, bool Dup, ExampleExpectation Expect);

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

/// <summary>One expected publication.</summary>
/// <param name="Station">Station code; null for the device's own signals topic.</param>
/// <param name="Signals">Exactly the signals it holds; numbers are compared within 1e-6.</param>
public sealed record ExpectedPublication(string? Station, ImmutableSortedDictionary<SignalKey, double> Signals);
