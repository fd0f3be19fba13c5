using System.Collections.Immutable;

namespace Busroot.Transformer.Rules;

/// <summary>One revision of one rule, compiled.</summary>
/// <remarks>Threads: immutable; every lane may run it at the same time, each with its own <see cref="RuleRunner"/>.</remarks>
public sealed class Rule
{
    internal Rule()
    {
    }

    /// <summary>The folder below the rules directory with forward slashes, <c>arduino/opta-dau</c>.</summary>
    public required string Id { get; init; }

    /// <summary>First 12 hexadecimal digits of a SHA-256 over everything that decides what the rule does; examples and texts beside it do not count.</summary>
    public required string Revision { get; init; }

    /// <summary>One line for people.</summary>
    public required string Description { get; init; }

    /// <summary>The patterns over Device IDs as written; empty for a rule that is only assigned explicitly.</summary>
    public required ImmutableArray<string> Devices { get; init; }

    /// <summary>How it turns a payload into signals.</summary>
    public required RuleKind Kind { get; init; }

    /// <summary>What becomes of a reading it cannot read.</summary>
    public required ErrorAction OnError { get; init; }

    /// <summary>The site values it knows with their defaults; a device's record overrides them.</summary>
    public required ImmutableDictionary<string, VariableValue> Variables { get; init; }

    /// <summary>Its tests, in file order.</summary>
    public required ImmutableArray<RuleExample> Examples { get; init; }
}
