using Acornima.Ast;

namespace Acornima;

/// <summary>Arrow functions, and the parentheses and calls that may turn out to be their parameters (ECMA-262 15.3 and 15.9).</summary>
internal sealed class ArrowParser(ParserState state) : GrammarArea(state)
{
    /// <summary>ParenthesizedExpression or ArrowFunction.</summary>
    public Expression ParseParenthesized(SourcePoint start)
    {
        var mayBeArrow = State.ArrowAt == start.Index;
        var allowIn = State.ArrowAllowsIn;
        var outerUses = State.Uses;
        State.Uses = SuspensionUses.None;
        var mark = State.Nodes.Count;
        Tokens.Next();
        var innerStart = Tokens.StartPoint;
        var arrowOnlyAt = ParseCoverList();
        var innerEnd = new SourcePoint(Tokens.LastEnd, Tokens.LastEndLine, Tokens.LastEnd - Tokens.LastEndLineOffset);
        var closing = Tokens.StartPoint;
        Expect(TokenType.RightParenthesis);
        if (mayBeArrow && Tokens is { Type: TokenType.Arrow, AfterNewline: false })
        {
            RefuseSuspensions(isAsync: false);
            State.Uses = outerUses.Or(State.Uses);
            return ParseArrow(start, mark, isAsync: false, allowIn);
        }

        if (arrowOnlyAt >= 0 || State.Nodes.Count == mark)
        {
            throw State.Nodes.Count == mark
                ? Tokens.Error(Messages.UnexpectedToken, closing, ")")
                : Tokens.Error(Messages.UnexpectedToken, arrowOnlyAt, Tokens.Input[arrowOnlyAt] == '.' ? "..." : ")");
        }

        State.ThrowCoverError();
        State.Uses = outerUses.Or(State.Uses);
        var expression = TakeExpression(mark, innerStart, innerEnd);
        expression.Marks |= NodeMarks.Parenthesized;
        return expression;
    }

    /// <summary>An arrow function with one plain parameter, from the arrow on.</summary>
    public ArrowFunctionExpression ParseArrow(SourcePoint start, Identifier parameter, bool isAsync, bool allowIn)
    {
        var mark = State.Nodes.Count;
        State.Nodes.Push(parameter);
        return ParseArrow(start, mark, isAsync, allowIn);
    }

    /// <summary><c>async name =></c>, from the name on; or just <c>async</c> when something else follows.</summary>
    public Expression ParseAsyncArrow(SourcePoint start, Identifier asyncName, bool allowIn)
    {
        var before = Tokens.Save();
        var parameterAt = Tokens.Start;
        var type = Tokens.Type;
        var name = Tokens.Text;
        Tokens.Next();
        var isArrow = Tokens is { Type: TokenType.Arrow, AfterNewline: false };
        Tokens.Restore(before);
        if (!isArrow)
        {
            return asyncName; // for (async of …) and the like; anything else fails at the name
        }

        if (type == TokenType.Await || (type == TokenType.EscapedStrictReserved && name == "await"))
        {
            throw Tokens.Error(Messages.AwaitBindingIdentifier, parameterAt);
        }

        return ParseArrow(start, ParseBindingIdentifier(), isAsync: true, allowIn);
    }

    /// <summary><c>async(…)</c>: a call, or the head of an async arrow function.</summary>
    public Expression ParseAsyncCallOrArrow(SourcePoint start, Identifier asyncName)
    {
        var allowIn = State.ArrowAllowsIn;
        var outerUses = State.Uses;
        State.Uses = SuspensionUses.None;
        var arguments = State.Operands.ParseArguments(cover: true);
        if (Tokens is { Type: TokenType.Arrow, AfterNewline: false })
        {
            RefuseSuspensions(isAsync: true);
            State.Uses = outerUses;
            var mark = State.Nodes.Count;
            foreach (var argument in arguments.AsSpan())
            {
                State.Nodes.Push(argument);
            }

            return ParseArrow(start, mark, isAsync: true, allowIn);
        }

        State.ThrowCoverError();
        State.Uses = outerUses.Or(State.Uses);
        return State.Finish(new CallExpression(asyncName, arguments, optional: false), start);
    }

    // The elements between the parentheses; answers where something was met that only parameters may contain, or -1.
    private int ParseCoverList()
    {
        while (Tokens.Type != TokenType.RightParenthesis)
        {
            if (Tokens.Type == TokenType.Ellipsis)
            {
                var at = Tokens.Start;
                State.Nodes.Push(State.Patterns.ParseRestBinding());
                return Tokens.Type == TokenType.Comma ? throw Tokens.Error(Messages.ParamAfterRest, Tokens.StartPoint) : at;
            }

            State.Nodes.Push(State.Expressions.ParseAssignment(cover: true));
            if (Tokens.Type != TokenType.Comma)
            {
                return -1;
            }

            Tokens.Next();
            if (Tokens.Type == TokenType.RightParenthesis)
            {
                return Tokens.Start;
            }
        }

        return -1;
    }

    private Expression TakeExpression(int mark, SourcePoint innerStart, SourcePoint innerEnd)
    {
        var list = State.Nodes.Take<Expression>(mark);
        return list.Count == 1 ? list[0] : State.FinishAt(new SequenceExpression(list), innerStart, innerEnd);
    }

    private void RefuseSuspensions(bool isAsync)
    {
        var uses = State.Uses;
        if (uses.Yield >= 0)
        {
            throw Tokens.Error(Messages.YieldInParameter, uses.Yield);
        }

        if (uses.Await >= 0)
        {
            throw Tokens.Error(Messages.AwaitExpressionFormalParameter, uses.Await);
        }

        if (isAsync && uses.AwaitName >= 0)
        {
            throw Tokens.Error(Messages.AwaitBindingIdentifier, uses.AwaitName);
        }
    }

    // The parameters lie on the node stack as expressions.
    private ArrowFunctionExpression ParseArrow(SourcePoint start, int mark, bool isAsync, bool allowIn)
    {
        State.CoverErrorAt = -1;
        for (var at = mark; at < State.Nodes.Count; at++)
        {
            State.Nodes[at] = State.Covers.ToParameter(State.Nodes[at]!, isLast: at == State.Nodes.Count - 1);
        }

        var parameters = State.Nodes.Take<Node>(mark);
        Expect(TokenType.Arrow);
        State.Descend();
        var flags = (State.Flags & FunctionFlags.Inherited) | FunctionFlags.Return | (isAsync ? FunctionFlags.Async : FunctionFlags.None);
        State.Scopes.Open(ScopeKind.Function);
        State.Functions.DeclareParameters(parameters, allowDuplicates: false);
        var outer = State.EnterFunction(flags);
        StatementOrExpression body = Tokens.Type == TokenType.LeftBrace
            ? State.Functions.ParseBody(parameters, name: null, duplicateAt: -1)
            : State.Expressions.ParseAssignment(allowIn);
        State.LeaveFunction(outer);
        State.Ascend();
        return State.FinishScope(new ArrowFunctionExpression(parameters, body, isAsync), start);
    }
}
