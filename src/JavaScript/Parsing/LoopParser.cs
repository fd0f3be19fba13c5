using Acornima.Ast;

namespace Acornima;

/// <summary>Iteration statements (ECMA-262 14.7).</summary>
internal sealed class LoopParser(ParserState state) : GrammarArea(state)
{
    public WhileStatement ParseWhile(SourcePoint start)
    {
        Tokens.Next();
        Expect(TokenType.LeftParenthesis);
        var test = State.Expressions.ParseExpression();
        Expect(TokenType.RightParenthesis);
        var body = ParseBody(start);
        return State.Finish(new WhileStatement(test, body), start);
    }

    public DoWhileStatement ParseDoWhile(SourcePoint start)
    {
        Tokens.Next();
        var body = ParseBody(start);
        Expect(TokenType.While);
        Expect(TokenType.LeftParenthesis);
        var test = State.Expressions.ParseExpression();
        Expect(TokenType.RightParenthesis);
        Eat(TokenType.Semicolon); // inserted even on the same line, 12.10.1
        return State.Finish(new DoWhileStatement(body, test), start);
    }

    /// <summary>for, for-in, for-of and for-await.</summary>
    public Statement ParseFor(SourcePoint start)
    {
        Tokens.Next();
        var isAwait = Tokens.Type == TokenType.Await && State.AwaitIsOperator;
        if (isAwait)
        {
            Tokens.Next();
        }
        else if (Tokens.Type == TokenType.Await)
        {
            throw Tokens.Error(Messages.UnexpectedReserved, Tokens.StartPoint);
        }

        Expect(TokenType.LeftParenthesis);
        State.Scopes.Open(ScopeKind.Block);
        if (Tokens.Type == TokenType.Semicolon)
        {
            return isAwait ? throw Unexpected() : ParseForRest(start, null);
        }

        return State.Declarations.StartsForDeclaration()
            ? ParseForDeclaration(start, isAwait)
            : ParseForExpression(start, isAwait);
    }

    private Statement ParseForDeclaration(SourcePoint start, bool isAwait)
    {
        var declaration = State.Declarations.ParseForHead();
        if (Tokens.Type == TokenType.Of || (Tokens.Type == TokenType.In && !isAwait))
        {
            CheckForDeclaration(declaration, isOf: Tokens.Type == TokenType.Of);
            return ParseForInOrOf(start, declaration, isAwait);
        }

        if (isAwait)
        {
            throw Unexpected();
        }

        State.Declarations.CheckInitialisers(declaration);
        return ParseForRest(start, declaration);
    }

    private void CheckForDeclaration(VariableDeclaration declaration, bool isOf)
    {
        var loop = isOf ? "for-of" : "for-in";
        if (declaration.Declarations.Count != 1)
        {
            throw Tokens.Error(Messages.ForInOrOfLoopMultiBindings, declaration.Start, loop);
        }

        var declarator = declaration.Declarations[0];

        // Annex B.3.5: for (var a = 0 in {}) is allowed in sloppy code.
        var excused = !isOf && !State.Strict && declaration.Kind == VariableDeclarationKind.Var && declarator.Id is Identifier;
        if (declarator.Init is not null && !excused)
        {
            throw Tokens.Error(Messages.ForInOrOfLoopInitializer, declaration.Start, loop);
        }

        if (!isOf && declaration.Kind is VariableDeclarationKind.Using or VariableDeclarationKind.AwaitUsing)
        {
            throw Tokens.Error(Messages.InvalidLhsInFor, declaration.Start);
        }
    }

    private Statement ParseForExpression(SourcePoint start, bool isAwait)
    {
        var headStart = Tokens.StartPoint;
        var headType = Tokens.Type;
        var isLet = headType == TokenType.Let;
        State.CoverErrorAt = -1;
        var first = State.Expressions.ParseAssignment(allowIn: false, cover: true);
        if (Tokens.Type == TokenType.Of || (Tokens.Type == TokenType.In && !isAwait))
        {
            if (Tokens.Type == TokenType.Of)
            {
                CheckForOfHead(first, headType, isAwait, isLet);
            }

            return ParseForInOrOf(start, ToTarget(first), isAwait);
        }

        State.ThrowCoverError();
        if (isAwait)
        {
            throw Unexpected();
        }

        var init = Tokens.Type == TokenType.Comma ? State.Expressions.ParseSequence(headStart, first, allowIn: false) : first;
        return ParseForRest(start, init);
    }

    private void CheckForOfHead(Expression head, TokenType headType, bool isAwait, bool startsWithLet)
    {
        if (startsWithLet)
        {
            throw Tokens.Error(Messages.ForOfLet, head.Start);
        }

        if (headType == TokenType.Async && !isAwait && head is Identifier { Parenthesized: false })
        {
            throw Tokens.Error(Messages.ForOfAsync, head.Start);
        }
    }

    private Node ToTarget(Expression head)
    {
        State.CoverErrorAt = -1;
        if (head.Type is NodeType.ObjectExpression or NodeType.ArrayExpression && !head.Parenthesized)
        {
            return State.Covers.ToAssignmentTarget(head);
        }

        State.Covers.CheckSimpleTarget(head, Messages.InvalidLhsInFor);
        return head;
    }

    private Statement ParseForInOrOf(SourcePoint start, Node left, bool isAwait)
    {
        var isOf = Tokens.Type == TokenType.Of;
        Tokens.Next();
        var right = isOf ? State.Expressions.ParseAssignment() : State.Expressions.ParseExpression();
        Expect(TokenType.RightParenthesis);
        var body = ParseBody(start);
        return isOf
            ? State.FinishScope(new ForOfStatement(left, right, body, isAwait), start)
            : State.FinishScope(new ForInStatement(left, right, body), start);
    }

    private ForStatement ParseForRest(SourcePoint start, StatementOrExpression? init)
    {
        Expect(TokenType.Semicolon);
        var test = Tokens.Type == TokenType.Semicolon ? null : State.Expressions.ParseExpression();
        Expect(TokenType.Semicolon);
        var update = Tokens.Type == TokenType.RightParenthesis ? null : State.Expressions.ParseExpression();
        Expect(TokenType.RightParenthesis);
        var body = ParseBody(start);
        return State.FinishScope(new ForStatement(init, test, update, body), start);
    }

    private Statement ParseBody(SourcePoint loop)
    {
        State.Labels.EnterLoop(loop.Index);
        var body = State.Statements.ParseBodyStatement();
        State.Labels.LeaveLoop();
        return body;
    }
}
