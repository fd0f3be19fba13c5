using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Expressions;

/// <summary>An operator on two values, both always evaluated.</summary>
/// <param name="left">First operand, evaluated first.</param>
/// <param name="right">Second operand.</param>
internal abstract class BinaryExpression(Expression left, Expression right) : Expression
{
    public sealed override Evaluation Evaluate(SlotTable slots, out ExpressionValue value)
    {
        value = default;
        var ended = left.Evaluate(slots, out var a);
        if (ended != Evaluation.Done)
        {
            return ended;
        }

        ended = right.Evaluate(slots, out var b);
        return ended == Evaluation.Done ? Combine(a, b, out value) : ended;
    }

    protected abstract Evaluation Combine(ExpressionValue a, ExpressionValue b, out ExpressionValue value);
}

/// <summary>An operator on two numbers: arithmetic, bits, and order.</summary>
/// <param name="left">First operand, evaluated first.</param>
/// <param name="right">Second operand.</param>
/// <param name="joinsTexts">True for <c>+</c>, which joins when either side is a text.</param>
/// <param name="ordersTexts">True for the comparisons, which compare character by character when both sides are texts.</param>
/// <param name="compute">What becomes of the numbers.</param>
/// <param name="isTest">True when the result is a boolean, given as 1 or 0.</param>
internal sealed class NumericOperator(Expression left, Expression right, bool joinsTexts, bool ordersTexts, Func<double, double, double> compute, bool isTest)
    : BinaryExpression(left, right)
{
    protected override Evaluation Combine(ExpressionValue a, ExpressionValue b, out ExpressionValue value)
    {
        value = default;
        if ((joinsTexts && (a.Kind == ValueKind.Text || b.Kind == ValueKind.Text)) || (ordersTexts && a.Kind == ValueKind.Text && b.Kind == ValueKind.Text)
            || ToNumber(a, out var x) != Evaluation.Done || ToNumber(b, out var y) != Evaluation.Done)
        {
            return Evaluation.Beyond;
        }

        var result = compute(x, y);
        value = isTest ? ExpressionValue.Of(result != 0) : ExpressionValue.Of(result);
        return Evaluation.Done;
    }
}

/// <summary><c>===</c> and <c>!==</c>, ECMA-262 §7.2.15; and <c>==</c>, <c>!=</c> against null, which undefined equals too.</summary>
internal sealed class Equality(Expression left, Expression right, bool negated, bool nullish) : BinaryExpression(left, right)
{
    protected override Evaluation Combine(ExpressionValue a, ExpressionValue b, out ExpressionValue value)
    {
        value = default;
        if ((a.Kind == ValueKind.Other && MayBeOther(b)) || (b.Kind == ValueKind.Other && MayBeOther(a)))
        {
            return Evaluation.Beyond;
        }

        value = ExpressionValue.Of((nullish ? a.IsNullish && b.IsNullish : AreSame(a, b)) != negated);
        return Evaluation.Done;
    }

    // The same object or another, a long text, a number that JSON can hold and a double cannot.
    private static bool MayBeOther(in ExpressionValue value) => value.Kind is ValueKind.Other or ValueKind.Text or ValueKind.Number;

    private static bool AreSame(in ExpressionValue a, in ExpressionValue b) => a.Kind == b.Kind && a.Kind switch
    {
        ValueKind.Number or ValueKind.Boolean => a.Number == b.Number, // NaN is not itself
        ValueKind.Text => a.Text.SequenceEqual(b.Text),
        _ => true,
    };
}

/// <summary><c>&amp;&amp;</c>, <c>||</c> and <c>??</c>: the left side decides whether the right one is looked at.</summary>
internal sealed class ShortCircuit(ShortCircuitKind kind, Expression left, Expression right) : Expression
{
    public override Evaluation Evaluate(SlotTable slots, out ExpressionValue value)
    {
        var ended = left.Evaluate(slots, out value);
        var goesOn = kind switch
        {
            ShortCircuitKind.And => value.IsTruthy,
            ShortCircuitKind.Or => !value.IsTruthy,
            _ => value.IsNullish,
        };
        return ended == Evaluation.Done && goesOn ? right.Evaluate(slots, out value) : ended;
    }
}

/// <summary>The operators of <see cref="ShortCircuit"/>.</summary>
internal enum ShortCircuitKind : byte
{
    And,
    Or,
    Coalesce,
}
