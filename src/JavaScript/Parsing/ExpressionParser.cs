using Acornima.Ast;

namespace Acornima;

/// <summary>Expressions from the comma down to unary operators (ECMA-262 13.4 to 13.16).</summary>
internal sealed class ExpressionParser(ParserState state) : GrammarArea(state)
{
    private const int CoalescingPrecedence = 1;
    private const int RelationalPrecedence = 8;
    private const int ExponentPrecedence = 12;

    /// <summary>Expression: one or more assignments separated by commas.</summary>
    public Expression ParseExpression(bool allowIn = true)
    {
        var start = Tokens.StartPoint;
        var first = ParseAssignment(allowIn);
        return Tokens.Type == TokenType.Comma ? ParseSequence(start, first, allowIn) : first;
    }

    public Expression ParseSequence(SourcePoint start, Expression first, bool allowIn)
    {
        var mark = State.Nodes.Count;
        State.Nodes.Push(first);
        while (Eat(TokenType.Comma))
        {
            State.Nodes.Push(ParseAssignment(allowIn));
        }

        return State.Finish(new SequenceExpression(State.Nodes.Take<Expression>(mark)), start);
    }

    /// <summary>AssignmentExpression.</summary>
    /// <param name="allowIn">Whether the operator <c>in</c> may appear, which it may not at the head of a for statement.</param>
    /// <param name="cover">
    /// Whether the caller may still read the result as a pattern, and so takes over <see cref="ParserState.CoverErrorAt"/>.
    /// </param>
    public Expression ParseAssignment(bool allowIn = true, bool cover = false)
    {
        State.Descend();
        Expression result;
        if (Tokens.Type == TokenType.Yield && State.YieldIsOperator)
        {
            result = ParseYield(allowIn);
        }
        else
        {
            var start = Tokens.StartPoint;
            var outerCoverError = (State.CoverErrorAt, State.CoverError);
            State.CoverErrorAt = -1;
            State.ArrowAt = start.Index;
            State.ArrowAllowsIn = allowIn;
            result = ParseConditional(start, allowIn);
            if (Tokens.Type.IsAssignment())
            {
                result = ParseAssignmentTail(start, result, allowIn);
            }

            SettleCoverError(result, cover, outerCoverError);
        }

        State.Ascend();
        return result;
    }

    private void SettleCoverError(Expression result, bool cover, (int At, Message? Error) outer)
    {
        if (State.CoverErrorAt >= 0 && !(cover && result.Type is NodeType.ObjectExpression or NodeType.ArrayExpression && !result.Parenthesized))
        {
            State.ThrowCoverError();
        }

        if (outer.At >= 0)
        {
            (State.CoverErrorAt, State.CoverError) = outer;
        }
    }

    private AssignmentExpression ParseAssignmentTail(SourcePoint start, Expression left, bool allowIn)
    {
        var type = Tokens.Type;
        Node target;
        if (type == TokenType.Equal && left.Type is NodeType.ObjectExpression or NodeType.ArrayExpression)
        {
            if (left.Parenthesized)
            {
                throw Tokens.Error(Messages.InvalidLhsInAssignment, start);
            }

            State.CoverErrorAt = -1;
            target = State.Covers.ToAssignmentTarget(left);
        }
        else
        {
            State.Covers.CheckSimpleTarget(left, Messages.InvalidLhsInAssignment);
            target = left;
        }

        Tokens.Next();
        var right = ParseAssignment(allowIn);
        return State.Finish(new AssignmentExpression(type.Operator(), target, right), start);
    }

    private Expression ParseConditional(SourcePoint start, bool allowIn)
    {
        var test = ParseBinary(start, 0, allowIn);
        if (Tokens.Type != TokenType.Question || IsBareArrow(test))
        {
            return test;
        }

        Tokens.Next();
        var consequent = ParseAssignment();
        Expect(TokenType.Colon);
        var alternate = ParseAssignment(allowIn);
        return State.Finish(new ConditionalExpression(test, consequent, alternate), start);
    }

    // Precedence climbing: operators that bind tighter than the one to the left are taken into the right operand.
    private Expression ParseBinary(SourcePoint start, int outerPrecedence, bool allowIn)
    {
        var left = Tokens.Type == TokenType.PrivateName ? ParsePrivateIn(outerPrecedence, allowIn) : ParseUnary(start);
        var precedence = Tokens.Type.Precedence();
        if (precedence <= outerPrecedence || IsBareArrow(left))
        {
            return left;
        }

        var links = 0;
        while (precedence > outerPrecedence && !(Tokens.Type == TokenType.In && !allowIn))
        {
            State.Link(ref links);
            var type = Tokens.Type;
            RefuseMixedLogic(type, left, outerPrecedence);
            State.Descend();
            Tokens.Next();
            var right = ParseBinary(Tokens.StartPoint, precedence == ExponentPrecedence ? precedence - 1 : precedence, allowIn);
            State.Ascend();
            left = type <= TokenType.AmpersandAmpersand && type >= TokenType.QuestionQuestion
                ? State.Finish<BinaryExpression>(new LogicalExpression(type.Operator(), left, right), start)
                : State.Finish(new NonLogicalBinaryExpression(type.Operator(), left, right), start);
            precedence = Tokens.Type.Precedence();
        }

        return left;
    }

    // ?? does not mix with || and && unless parenthesised; nothing but ?? has a right operand with its precedence around it.
    private void RefuseMixedLogic(TokenType type, Expression left, int outerPrecedence)
    {
        if (type is < TokenType.QuestionQuestion or > TokenType.AmpersandAmpersand)
        {
            return;
        }

        var coalesces = type == TokenType.QuestionQuestion;
        var mixesLeft = left is LogicalExpression { Parenthesized: false } logical && (logical.Operator == Operator.NullishCoalescing) != coalesces;
        if (mixesLeft || (!coalesces && outerPrecedence == CoalescingPrecedence))
        {
            throw Unexpected();
        }
    }

    private PrivateIdentifier ParsePrivateIn(int outerPrecedence, bool allowIn)
    {
        var name = ParsePrivateReference();
        return Tokens.Type == TokenType.In && allowIn && outerPrecedence < RelationalPrecedence ? name : throw Unexpected();
    }

    private Expression ParseUnary(SourcePoint start)
    {
        switch (Tokens.Type)
        {
            case TokenType.Exclamation:
                return ParseUnary(start, Operator.LogicalNot);
            case TokenType.Tilde:
                return ParseUnary(start, Operator.BitwiseNot);
            case TokenType.Plus:
                return ParseUnary(start, Operator.UnaryPlus);
            case TokenType.Minus:
                return ParseUnary(start, Operator.UnaryNegation);
            case TokenType.TypeOf:
                return ParseUnary(start, Operator.TypeOf);
            case TokenType.Void:
                return ParseUnary(start, Operator.Void);
            case TokenType.Delete:
                return ParseUnary(start, Operator.Delete);
            case TokenType.PlusPlus:
                return ParsePrefixUpdate(start, Operator.Increment);
            case TokenType.MinusMinus:
                return ParsePrefixUpdate(start, Operator.Decrement);
            case TokenType.Await when State.AwaitIsOperator:
                return ParseAwait(start);
            default:
                return ParsePostfix(start);
        }
    }

    private NonUpdateUnaryExpression ParseUnary(SourcePoint start, Operator @operator)
    {
        State.Descend();
        Tokens.Next();
        var argument = ParseUnary(Tokens.StartPoint);
        if (@operator == Operator.Delete)
        {
            CheckDelete(argument, start.Index);
        }

        RefuseExponent(start.Index);
        State.Ascend();
        return State.Finish(new NonUpdateUnaryExpression(@operator, argument), start);
    }

    private void CheckDelete(Expression argument, int at)
    {
        if (argument is Identifier && State.Strict)
        {
            State.Report(Messages.StrictDelete, at);
        }

        var target = argument is ChainExpression chain ? chain.Expression : argument;
        if (target is MemberExpression { Property.Type: NodeType.PrivateIdentifier })
        {
            State.Report(Messages.DeletePrivateField, at);
        }
    }

    private void RefuseExponent(int at)
    {
        if (Tokens.Type == TokenType.StarStar)
        {
            throw Tokens.Error(Messages.UnexpectedTokenUnaryExponentiation, at);
        }
    }

    private UpdateExpression ParsePrefixUpdate(SourcePoint start, Operator @operator)
    {
        State.Descend();
        Tokens.Next();
        var argument = ParseUnary(Tokens.StartPoint);
        State.Covers.CheckSimpleTarget(argument, Messages.InvalidLhsInPrefixOp);
        State.Ascend();
        return State.Finish(new UpdateExpression(@operator, argument, prefix: true), start);
    }

    private Expression ParsePostfix(SourcePoint start)
    {
        var operand = State.Operands.ParseLeftHandSide(start);
        if (Tokens.Type is not (TokenType.PlusPlus or TokenType.MinusMinus) || Tokens.AfterNewline)
        {
            return operand;
        }

        State.Covers.CheckSimpleTarget(operand, Messages.InvalidLhsInPostfixOp);
        var @operator = Tokens.Type == TokenType.PlusPlus ? Operator.Increment : Operator.Decrement;
        Tokens.Next();
        return State.Finish(new UpdateExpression(@operator, operand, prefix: false), start);
    }

    private AwaitExpression ParseAwait(SourcePoint start)
    {
        if ((State.Flags & FunctionFlags.Parameters) != 0)
        {
            throw Tokens.Error(Messages.AwaitExpressionFormalParameter, start);
        }

        State.Uses = State.Uses.Or(SuspensionUses.None with { Await = start.Index });
        State.Descend();
        Tokens.Next();
        var argument = ParseUnary(Tokens.StartPoint);
        RefuseExponent(start.Index);
        State.Ascend();
        return State.Finish(new AwaitExpression(argument), start);
    }

    private YieldExpression ParseYield(bool allowIn)
    {
        var start = Tokens.StartPoint;
        if ((State.Flags & FunctionFlags.Parameters) != 0)
        {
            throw Tokens.Error(Messages.YieldInParameter, start);
        }

        State.Uses = State.Uses.Or(SuspensionUses.None with { Yield = start.Index });
        Tokens.Next();
        var delegates = !Tokens.AfterNewline && Eat(TokenType.Star);
        var argument = delegates || StartsYieldArgument() ? ParseAssignment(allowIn) : null;
        return State.Finish(new YieldExpression(argument, delegates), start);
    }

    private bool StartsYieldArgument() => !Tokens.AfterNewline && Tokens.Type is not (
        TokenType.EndOfFile or TokenType.Semicolon or TokenType.Comma or TokenType.Colon or TokenType.In
        or TokenType.RightBrace or TokenType.RightBracket or TokenType.RightParenthesis);

    private static bool IsBareArrow(Expression expression) =>
        expression.Type == NodeType.ArrowFunctionExpression && !expression.Parenthesized;
}
