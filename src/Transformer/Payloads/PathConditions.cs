using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Busroot.Transformer.Payloads;

/// <summary>What a filter asks of a node (RFC 9535 §2.3.5).</summary>
internal abstract record PathCondition
{
    /// <param name="current">What <c>@</c> means.</param>
    /// <param name="visits">Counts what is looked at, and knows what <c>$</c> means.</param>
    public abstract bool Holds(JsonElement current, VisitBudget visits);
}

internal sealed record AnyOf(ImmutableArray<PathCondition> Conditions) : PathCondition
{
    public override bool Holds(JsonElement current, VisitBudget visits) => Conditions.Any(condition => condition.Holds(current, visits));
}

internal sealed record AllOf(ImmutableArray<PathCondition> Conditions) : PathCondition
{
    public override bool Holds(JsonElement current, VisitBudget visits) => Conditions.All(condition => condition.Holds(current, visits));
}

internal sealed record Not(PathCondition Condition) : PathCondition
{
    public override bool Holds(JsonElement current, VisitBudget visits) => !Condition.Holds(current, visits);
}

/// <summary>A query as a condition: it gives at least one value.</summary>
internal sealed record Exists(NodesOperand Nodes) : PathCondition
{
    public override bool Holds(JsonElement current, VisitBudget visits) => Nodes.Of(current, visits).Count > 0;
}

/// <summary><c>match</c> (the whole text) and <c>search</c> (a part of it); RFC 9535 §2.4.6 and §2.4.7.</summary>
internal sealed record Matches(ValueOperand Text, ValueOperand Pattern, PathPattern Compiled) : PathCondition
{
    public override bool Holds(JsonElement current, VisitBudget visits) =>
        Text.Of(current, visits) is { ValueKind: JsonValueKind.String } text
        && Pattern.Of(current, visits) is { ValueKind: JsonValueKind.String } pattern
        && IsMatch(text, pattern, visits);

    private bool IsMatch(JsonElement text, JsonElement pattern, VisitBudget visits)
    {
        visits.Spend(JsonMarshal.GetRawUtf8Value(text).Length);
        return !visits.IsSpent && Compiled.IsMatch(text.GetString()!, pattern.GetString()!);
    }
}

/// <summary>A comparison; values of different kinds are neither equal nor ordered (RFC 9535 §2.3.5.2.2).</summary>
internal sealed record Comparison(ValueOperand Left, string Operator, ValueOperand Right) : PathCondition
{
    public override bool Holds(JsonElement current, VisitBudget visits)
    {
        var left = Left.Of(current, visits);
        var right = Right.Of(current, visits);
        visits.Spend(Math.Min(SizeOf(left), SizeOf(right)));
        return !visits.IsSpent && Operator switch
        {
            "==" => Equal(left, right),
            "!=" => !Equal(left, right),
            "<" => Less(left, right),
            ">" => Less(right, left),
            "<=" => Less(left, right) || Equal(left, right),
            _ => Less(right, left) || Equal(left, right),
        };
    }

    private static int SizeOf(JsonElement? value) => value is { } some ? JsonMarshal.GetRawUtf8Value(some).Length : 0;

    private static bool Equal(JsonElement? left, JsonElement? right) =>
        left is null || right is null ? left is null && right is null : JsonElement.DeepEquals(left.Value, right.Value);

    private static bool Less(JsonElement? left, JsonElement? right) => (left?.ValueKind, right?.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => left!.Value.GetDouble() < right!.Value.GetDouble(),
        (JsonValueKind.String, JsonValueKind.String) => string.CompareOrdinal(left!.Value.GetString(), right!.Value.GetString()) < 0,
        _ => false,
    };
}
