namespace Busroot.Transformer.Expressions;

/// <summary>What kind of JavaScript value an expression has come to.</summary>
internal enum ValueKind : byte
{
    Undefined,
    Null,
    Boolean,
    Number,
    Text,

    /// <summary>An object, an array, a text longer than this evaluator looks at, or a number beyond the largest double. Never falsy.</summary>
    Other,
}

/// <summary>A JavaScript value. Texts are views into the payload's slots or the expression's constants.</summary>
internal readonly ref struct ExpressionValue
{
    private ExpressionValue(ValueKind kind, double number, ReadOnlySpan<byte> text)
    {
        Kind = kind;
        Number = number;
        Text = text;
    }

    public ValueKind Kind { get; }

    /// <summary>The number; for a boolean 1 or 0.</summary>
    public double Number { get; }

    /// <summary>UTF-8.</summary>
    public ReadOnlySpan<byte> Text { get; }

    public static ExpressionValue Undefined => default;

    public static ExpressionValue Null => new(ValueKind.Null, 0, default);

    public static ExpressionValue Other => new(ValueKind.Other, 0, default);

    public bool IsNullish => Kind is ValueKind.Undefined or ValueKind.Null;

    /// <summary>ToBoolean, ECMA-262 §7.1.2.</summary>
    public bool IsTruthy => Kind switch
    {
        ValueKind.Boolean or ValueKind.Number => Number != 0 && !double.IsNaN(Number),
        ValueKind.Text => !Text.IsEmpty,
        ValueKind.Other => true,
        _ => false,
    };

    public static ExpressionValue Of(double number) => new(ValueKind.Number, number, default);

    public static ExpressionValue Of(bool value) => new(ValueKind.Boolean, value ? 1 : 0, default);

    public static ExpressionValue Of(ReadOnlySpan<byte> text) => new(ValueKind.Text, 0, text);
}
