using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Expressions;

/// <summary><c>test ? then : otherwise</c>.</summary>
internal sealed class Conditional(Expression test, Expression then, Expression otherwise) : Expression
{
    public override Evaluation Evaluate(SlotTable slots, out ExpressionValue value)
    {
        var ended = test.Evaluate(slots, out value);
        return ended != Evaluation.Done ? ended : value.IsTruthy ? then.Evaluate(slots, out value) : otherwise.Evaluate(slots, out value);
    }
}

/// <summary><c>!operand</c>.</summary>
internal sealed class Not(Expression operand) : Expression
{
    public override Evaluation Evaluate(SlotTable slots, out ExpressionValue value)
    {
        var ended = operand.Evaluate(slots, out value);
        value = ExpressionValue.Of(!value.IsTruthy);
        return ended;
    }
}

/// <summary>A function of one number: unary operators, <c>Number</c>, and those of <c>Math</c> that take one.</summary>
internal sealed class NumberFunction(Expression operand, Func<double, double> compute) : Expression
{
    public override Evaluation Evaluate(SlotTable slots, out ExpressionValue value)
    {
        var ended = Number(operand, slots, out var number);
        value = ExpressionValue.Of(compute(number));
        return ended;
    }
}

/// <summary><c>Math.max</c> and <c>Math.min</c>.</summary>
internal sealed class Extreme(Expression[] operands, bool largest) : Expression
{
    public override Evaluation Evaluate(SlotTable slots, out ExpressionValue value)
    {
        value = default;
        var result = largest ? double.NegativeInfinity : double.PositiveInfinity;
        foreach (var operand in operands)
        {
            var ended = Number(operand, slots, out var number);
            if (ended != Evaluation.Done)
            {
                return ended;
            }

            result = largest ? Math.Max(result, number) : Math.Min(result, number); // NaN wins in both, as in JavaScript
        }

        value = ExpressionValue.Of(result);
        return Evaluation.Done;
    }
}

/// <summary><c>parseInt</c> and <c>parseFloat</c>.</summary>
/// <param name="operand">What is parsed.</param>
/// <param name="whole">True for parseInt.</param>
/// <param name="radix">10, 16, or 0 when none was given.</param>
internal sealed class ParsedText(Expression operand, bool whole, int radix) : Expression
{
    public override Evaluation Evaluate(SlotTable slots, out ExpressionValue value)
    {
        value = default;
        var ended = operand.Evaluate(slots, out var parsed);
        if (ended != Evaluation.Done)
        {
            return ended;
        }

        switch (parsed.Kind)
        {
            case ValueKind.Text:
                value = ExpressionValue.Of(whole ? ExpressionNumbers.ParseInt(parsed.Text, radix) : ExpressionNumbers.ParseFloat(parsed.Text));
                return Evaluation.Done;
            case ValueKind.Number when !whole:
                value = ExpressionValue.Of(parsed.Number + 0.0); // the text of -0 is "0"
                return Evaluation.Done;
            case ValueKind.Number when radix != 16 && Math.Abs(parsed.Number) is 0 or (>= 1e-6 and < 1e21):
                value = ExpressionValue.Of(parsed.Number == 0 ? 0 : Math.Truncate(parsed.Number)); // the text of -0 is "0", that of -0.5 "-0.5"
                return Evaluation.Done;
            case ValueKind.Undefined or ValueKind.Null or ValueKind.Boolean:
                value = ExpressionValue.Of(double.NaN); // "undefined", "null" and "true" hold no digits
                return Evaluation.Done;
            default:
                return Evaluation.Beyond;
        }
    }
}
