namespace Acornima;

/// <summary>Every operator of the language; a prefix and an infix operator of the same spelling are two.</summary>
public enum Operator
{
    /// <summary>Not set.</summary>
    Unknown = 0,

    /// <summary><c>=</c></summary>
    Assignment = 1,

    /// <summary><c>??=</c></summary>
    NullishCoalescingAssignment = 2,

    /// <summary><c>||=</c></summary>
    LogicalOrAssignment = 3,

    /// <summary><c>&amp;&amp;=</c></summary>
    LogicalAndAssignment = 4,

    /// <summary><c>|=</c></summary>
    BitwiseOrAssignment = 5,

    /// <summary><c>^=</c></summary>
    BitwiseXorAssignment = 6,

    /// <summary><c>&amp;=</c></summary>
    BitwiseAndAssignment = 7,

    /// <summary><c>&lt;&lt;=</c></summary>
    LeftShiftAssignment = 8,

    /// <summary><c>&gt;&gt;=</c></summary>
    RightShiftAssignment = 9,

    /// <summary><c>&gt;&gt;&gt;=</c></summary>
    UnsignedRightShiftAssignment = 10,

    /// <summary><c>+=</c></summary>
    AdditionAssignment = 11,

    /// <summary><c>-=</c></summary>
    SubtractionAssignment = 12,

    /// <summary><c>*=</c></summary>
    MultiplicationAssignment = 13,

    /// <summary><c>/=</c></summary>
    DivisionAssignment = 14,

    /// <summary><c>%=</c></summary>
    RemainderAssignment = 15,

    /// <summary><c>**=</c></summary>
    ExponentiationAssignment = 16,

    /// <summary><c>??</c></summary>
    NullishCoalescing = 17,

    /// <summary><c>||</c></summary>
    LogicalOr = 18,

    /// <summary><c>&amp;&amp;</c></summary>
    LogicalAnd = 19,

    /// <summary><c>|</c></summary>
    BitwiseOr = 20,

    /// <summary><c>^</c></summary>
    BitwiseXor = 21,

    /// <summary><c>&amp;</c></summary>
    BitwiseAnd = 22,

    /// <summary><c>==</c></summary>
    Equality = 23,

    /// <summary><c>!=</c></summary>
    Inequality = 24,

    /// <summary><c>===</c></summary>
    StrictEquality = 25,

    /// <summary><c>!==</c></summary>
    StrictInequality = 26,

    /// <summary><c>&lt;</c></summary>
    LessThan = 27,

    /// <summary><c>&lt;=</c></summary>
    LessThanOrEqual = 28,

    /// <summary><c>&gt;</c></summary>
    GreaterThan = 29,

    /// <summary><c>&gt;=</c></summary>
    GreaterThanOrEqual = 30,

    /// <summary><c>in</c></summary>
    In = 31,

    /// <summary><c>instanceof</c></summary>
    InstanceOf = 32,

    /// <summary><c>&lt;&lt;</c></summary>
    LeftShift = 33,

    /// <summary><c>&gt;&gt;</c></summary>
    RightShift = 34,

    /// <summary><c>&gt;&gt;&gt;</c></summary>
    UnsignedRightShift = 35,

    /// <summary><c>+</c></summary>
    Addition = 36,

    /// <summary><c>-</c></summary>
    Subtraction = 37,

    /// <summary><c>*</c></summary>
    Multiplication = 38,

    /// <summary><c>/</c></summary>
    Division = 39,

    /// <summary><c>%</c></summary>
    Remainder = 40,

    /// <summary><c>**</c></summary>
    Exponentiation = 41,

    /// <summary><c>++</c></summary>
    Increment = 42,

    /// <summary><c>--</c></summary>
    Decrement = 43,

    /// <summary><c>!</c></summary>
    LogicalNot = 44,

    /// <summary><c>~</c></summary>
    BitwiseNot = 45,

    /// <summary><c>+</c></summary>
    UnaryPlus = 46,

    /// <summary><c>-</c></summary>
    UnaryNegation = 47,

    /// <summary><c>typeof</c></summary>
    TypeOf = 48,

    /// <summary><c>void</c></summary>
    Void = 49,

    /// <summary><c>delete</c></summary>
    Delete = 50,
}
