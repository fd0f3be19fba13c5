namespace Acornima;

/// <summary>The class of a token.</summary>
public enum TokenKind
{
    /// <summary>Not set.</summary>
    Unknown = 0,

    /// <summary>Punctuator.</summary>
    Punctuator = 1,

    /// <summary>A reserved word.</summary>
    Keyword = 2,

    /// <summary>An identifier name that is not a reserved word.</summary>
    Identifier = 3,

    /// <summary>NullLiteral.</summary>
    NullLiteral = 4,

    /// <summary>BooleanLiteral.</summary>
    BooleanLiteral = 5,

    /// <summary>StringLiteral.</summary>
    StringLiteral = 6,

    /// <summary>NumericLiteral.</summary>
    NumericLiteral = 7,

    /// <summary>BigIntLiteral.</summary>
    BigIntLiteral = 8,

    /// <summary>RegExpLiteral.</summary>
    RegExpLiteral = 9,

    /// <summary>A piece of a template literal.</summary>
    Template = 10,

    /// <summary>The end of the text.</summary>
    EOF = 11,

    /// <summary>A kind from outside this library.</summary>
    Extension = -1,
}
