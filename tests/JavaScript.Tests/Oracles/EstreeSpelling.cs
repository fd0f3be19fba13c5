using Acornima;
using Acornima.Ast;

namespace Busroot.JavaScript.Tests.Oracles;

/// <summary>How ESTree spells operators and kinds; apart from the parser's own tables, so that it can find their faults.</summary>
internal static class EstreeSpelling
{
    public static string Of(VariableDeclarationKind kind) => kind switch
    {
        VariableDeclarationKind.Var => "var",
        VariableDeclarationKind.Let => "let",
        VariableDeclarationKind.Const => "const",
        VariableDeclarationKind.Using => "using",
        VariableDeclarationKind.AwaitUsing => "await using",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind of declaration"),
    };

    public static string Of(PropertyKind kind) => kind switch
    {
        PropertyKind.Init => "init",
        PropertyKind.Get => "get",
        PropertyKind.Set => "set",
        PropertyKind.Constructor => "constructor",
        PropertyKind.Method => "method",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind of property"),
    };

    public static string Of(Operator @operator) => @operator switch
    {
        Operator.Assignment => "=",
        Operator.NullishCoalescingAssignment => "??=",
        Operator.LogicalOrAssignment => "||=",
        Operator.LogicalAndAssignment => "&&=",
        Operator.BitwiseOrAssignment => "|=",
        Operator.BitwiseXorAssignment => "^=",
        Operator.BitwiseAndAssignment => "&=",
        Operator.LeftShiftAssignment => "<<=",
        Operator.RightShiftAssignment => ">>=",
        Operator.UnsignedRightShiftAssignment => ">>>=",
        Operator.AdditionAssignment => "+=",
        Operator.SubtractionAssignment => "-=",
        Operator.MultiplicationAssignment => "*=",
        Operator.DivisionAssignment => "/=",
        Operator.RemainderAssignment => "%=",
        Operator.ExponentiationAssignment => "**=",
        Operator.NullishCoalescing => "??",
        Operator.LogicalOr => "||",
        Operator.LogicalAnd => "&&",
        Operator.BitwiseOr => "|",
        Operator.BitwiseXor => "^",
        Operator.BitwiseAnd => "&",
        Operator.Equality => "==",
        Operator.Inequality => "!=",
        Operator.StrictEquality => "===",
        Operator.StrictInequality => "!==",
        Operator.LessThan => "<",
        Operator.LessThanOrEqual => "<=",
        Operator.GreaterThan => ">",
        Operator.GreaterThanOrEqual => ">=",
        Operator.In => "in",
        Operator.InstanceOf => "instanceof",
        Operator.LeftShift => "<<",
        Operator.RightShift => ">>",
        Operator.UnsignedRightShift => ">>>",
        Operator.Addition or Operator.UnaryPlus => "+",
        Operator.Subtraction or Operator.UnaryNegation => "-",
        Operator.Multiplication => "*",
        Operator.Division => "/",
        Operator.Remainder => "%",
        Operator.Exponentiation => "**",
        Operator.Increment => "++",
        Operator.Decrement => "--",
        Operator.LogicalNot => "!",
        Operator.BitwiseNot => "~",
        Operator.TypeOf => "typeof",
        Operator.Void => "void",
        Operator.Delete => "delete",
        _ => throw new ArgumentOutOfRangeException(nameof(@operator), @operator, "not an operator"),
    };
}
