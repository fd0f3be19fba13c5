namespace Acornima;

/// <summary>Questions about token types, answered from their order or from small tables.</summary>
internal static class TokenTypes
{
    private static readonly byte[] Precedences = MakePrecedences();
    private static readonly Operator[] Operators = MakeOperators();

    /// <summary>Any identifier name, reserved words included: what may follow a dot.</summary>
    public static bool IsName(this TokenType type) => type is >= TokenType.Identifier and <= TokenType.With;

    /// <summary>A name that some context accepts as an identifier.</summary>
    public static bool MayBeIdentifier(this TokenType type) => type is >= TokenType.Identifier and <= TokenType.Await;

    /// <summary>An identifier in every context.</summary>
    public static bool IsPlainIdentifier(this TokenType type) => type is >= TokenType.Identifier and <= TokenType.Using;

    public static bool IsAssignment(this TokenType type) => type >= TokenType.Equal;

    /// <summary>How tightly an infix operator binds, from 1 (<c>??</c>) to 12 (<c>**</c>); 0 for anything else.</summary>
    public static int Precedence(this TokenType type) => Precedences[(int)type];

    /// <summary>The operator the token stands for in infix or assignment position.</summary>
    public static Operator Operator(this TokenType type) => Operators[(int)type];

    /// <summary>Whether an expression ends with the token, so that a following slash divides.</summary>
    public static bool EndsExpression(this TokenType type) => type switch
    {
        TokenType.RightParenthesis or TokenType.RightBracket or TokenType.RightBrace => true,
        TokenType.PlusPlus or TokenType.MinusMinus => true,
        TokenType.This or TokenType.Super or TokenType.Null or TokenType.True or TokenType.False => true,
        >= TokenType.Number and <= TokenType.PrivateName => true,
        _ => type.MayBeIdentifier(),
    };

    private static byte[] MakePrecedences()
    {
        var table = new byte[256];
        Set(1, TokenType.QuestionQuestion);
        Set(2, TokenType.BarBar);
        Set(3, TokenType.AmpersandAmpersand);
        Set(4, TokenType.Bar);
        Set(5, TokenType.Caret);
        Set(6, TokenType.Ampersand);
        Set(7, TokenType.EqualEqual, TokenType.ExclamationEqual, TokenType.EqualEqualEqual, TokenType.ExclamationEqualEqual);
        Set(8, TokenType.Less, TokenType.Greater, TokenType.LessEqual, TokenType.GreaterEqual, TokenType.In, TokenType.InstanceOf);
        Set(9, TokenType.ShiftLeft, TokenType.ShiftRight, TokenType.ShiftRightUnsigned);
        Set(10, TokenType.Plus, TokenType.Minus);
        Set(11, TokenType.Star, TokenType.Slash, TokenType.Percent);
        Set(12, TokenType.StarStar);
        return table;

        void Set(byte precedence, params ReadOnlySpan<TokenType> types)
        {
            foreach (var type in types)
            {
                table[(int)type] = precedence;
            }
        }
    }

    private static Operator[] MakeOperators()
    {
        var table = new Operator[256];
        foreach (var (type, @operator) in OperatorSpellings.Infix)
        {
            table[(int)type] = @operator;
        }

        return table;
    }
}
