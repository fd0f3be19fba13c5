using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Expressions;

/// <summary>How an evaluation ended.</summary>
internal enum Evaluation : byte
{
    /// <summary>There is a value; it may be undefined.</summary>
    Done,

    /// <summary>JavaScript would throw here: a property of undefined or null was asked for.</summary>
    Threw,

    /// <summary>Only the script engine can say: text concatenation, objects compared, and the like.</summary>
    Beyond,
}

/// <summary>The part of JavaScript that mappings are made of, evaluated without the script engine and without allocating.</summary>
/// <remarks>
/// Same results as the engine's, or <see cref="Evaluation.Beyond"/>: never another result. Threads: immutable.
/// </remarks>
internal abstract class Expression
{
    /// <summary>Evaluates over the values a payload gave.</summary>
    public abstract Evaluation Evaluate(SlotTable slots, out ExpressionValue value);

    /// <summary>Evaluates and converts with ToNumber, ECMA-262 §7.1.4.</summary>
    protected static Evaluation Number(Expression operand, SlotTable slots, out double number)
    {
        var ended = operand.Evaluate(slots, out var value);
        number = 0;
        return ended == Evaluation.Done ? ToNumber(value, out number) : ended;
    }

    protected static Evaluation ToNumber(in ExpressionValue value, out double number)
    {
        number = value.Kind switch
        {
            ValueKind.Number or ValueKind.Boolean => value.Number,
            ValueKind.Text => ExpressionNumbers.FromText(value.Text),
            ValueKind.Undefined => double.NaN,
            _ => 0, // null is 0
        };
        return value.Kind == ValueKind.Other ? Evaluation.Beyond : Evaluation.Done;
    }
}

/// <summary>A literal, or a variable of the device that was put in.</summary>
internal sealed class Constant : Expression
{
    private readonly ValueKind _kind;
    private readonly double _number;
    private readonly byte[] _text = [];

    public Constant(double number) => (_kind, _number) = (ValueKind.Number, number);

    public Constant(bool value) => (_kind, _number) = (ValueKind.Boolean, value ? 1 : 0);

    public Constant(string text) => (_kind, _text) = (ValueKind.Text, System.Text.Encoding.UTF8.GetBytes(text));

    private Constant(ValueKind kind) => _kind = kind;

    public static Constant Null { get; } = new(ValueKind.Null);

    public static Constant Undefined { get; } = new(ValueKind.Undefined);

    public bool IsNull => _kind == ValueKind.Null;

    public override Evaluation Evaluate(SlotTable slots, out ExpressionValue value)
    {
        value = _kind switch
        {
            ValueKind.Number => ExpressionValue.Of(_number),
            ValueKind.Boolean => ExpressionValue.Of(_number != 0),
            ValueKind.Text => ExpressionValue.Of(_text),
            ValueKind.Null => ExpressionValue.Null,
            _ => ExpressionValue.Undefined,
        };
        return Evaluation.Done;
    }
}

/// <summary>One step down in the payload: <c>.name</c>, <c>[0]</c>, <c>?.name</c>.</summary>
/// <param name="Slot">The slot of what is there.</param>
/// <param name="IsOptional">True for <c>?.</c>: when there is nothing to step down from, all that follows is undefined.</param>
/// <param name="IsIndex">True for <c>[0]</c>, which is also a character of a text and a member called 0.</param>
internal readonly record struct PayloadLink(int Slot, bool IsOptional, bool IsIndex);

/// <summary>The payload, or a value in it such as <c>payload.regs[0]</c>.</summary>
/// <param name="payload">The slot of the payload itself.</param>
/// <param name="links">The way down.</param>
internal sealed class PayloadValue(int payload, PayloadLink[] links) : Expression
{
    public override Evaluation Evaluate(SlotTable slots, out ExpressionValue value)
    {
        value = ExpressionValue.Undefined;
        var at = payload;
        foreach (var link in links)
        {
            ref readonly var owner = ref slots[at];
            if (owner.IsNullish)
            {
                return link.IsOptional ? Evaluation.Done : Evaluation.Threw;
            }

            if (link.IsIndex && (owner.IsText || owner.Kind == SlotKind.Unusable) && slots[link.Slot].Kind == SlotKind.Missing)
            {
                return Evaluation.Beyond;
            }

            at = link.Slot;
        }

        return Read(slots, at, out value);
    }

    private static Evaluation Read(SlotTable slots, int slot, out ExpressionValue value)
    {
        value = ExpressionValue.Undefined;
        ref readonly var found = ref slots[slot];
        if (found.IsCut)
        {
            return Evaluation.Beyond;
        }

        value = found.IsText ? ExpressionValue.Of(slots.WholeTextOf(found)) : found.Kind switch
        {
            SlotKind.Missing => ExpressionValue.Undefined,
            SlotKind.Null => ExpressionValue.Null,
            SlotKind.Number => ExpressionValue.Of(found.Number),
            SlotKind.True => ExpressionValue.Of(true),
            SlotKind.False => ExpressionValue.Of(false),
            _ => ExpressionValue.Other,
        };
        return Evaluation.Done;
    }
}
