namespace Acornima;

/// <summary>What the innermost function, or what stands for one, allows and reserves.</summary>
[Flags]
internal enum FunctionFlags : ushort
{
    None = 0,

    /// <summary><c>await</c> is an operator.</summary>
    Async = 1,

    /// <summary><c>yield</c> is an operator.</summary>
    Generator = 2,

    /// <summary><c>return</c> is allowed.</summary>
    Return = 4,

    NewTarget = 8,
    SuperProperty = 16,
    SuperCall = 32,

    /// <summary>Class fields and static blocks: <c>arguments</c> is refused.</summary>
    NoArguments = 64,

    /// <summary>Static blocks: <c>await</c> is reserved but no operator.</summary>
    NoAwait = 128,

    /// <summary>Between the parentheses of a function's parameters.</summary>
    Parameters = 256,

    /// <summary>What an arrow function takes over from around it.</summary>
    Inherited = NewTarget | SuperProperty | SuperCall | NoArguments,
}
