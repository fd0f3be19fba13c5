using Acornima.Ast;

namespace Acornima;

/// <summary>Statements that decide what runs next, loops apart (ECMA-262 14.6 and 14.8 to 14.15).</summary>
internal sealed class ControlParser(ParserState state) : GrammarArea(state)
{
    public IfStatement ParseIf(SourcePoint start)
    {
        Tokens.Next();
        var test = ParseCondition();
        var consequent = ParseBranch();
        var alternate = Eat(TokenType.Else) ? ParseBranch() : null;
        return State.Finish(new IfStatement(test, consequent, alternate), start);
    }

    public ContinueStatement ParseContinue(SourcePoint start)
    {
        Tokens.Next();
        var label = ParseJumpLabel();
        if (label is not null && State.Labels.FindLoop(label.Name) is null)
        {
            State.Report(Messages.UnknownLabel, label.Start, label.Name);
        }
        else if (label is not null && State.Labels.FindLoop(label.Name) == false)
        {
            State.Report(Messages.IllegalContinue, label.Start, label.Name);
        }
        else if (!State.Labels.InLoop)
        {
            State.Report(Messages.NoIterationStatement, start.Index);
        }

        EndStatement();
        return State.Finish(new ContinueStatement(label), start);
    }

    public BreakStatement ParseBreak(SourcePoint start)
    {
        Tokens.Next();
        var label = ParseJumpLabel();
        if (label is not null && State.Labels.FindLoop(label.Name) is null)
        {
            State.Report(Messages.UnknownLabel, label.Start, label.Name);
        }
        else if (label is null && !State.Labels.InLoopOrSwitch)
        {
            State.Report(Messages.IllegalBreak, start.Index);
        }

        EndStatement();
        return State.Finish(new BreakStatement(label), start);
    }

    public ReturnStatement ParseReturn(SourcePoint start)
    {
        if ((State.Flags & FunctionFlags.Return) == 0)
        {
            State.Report(Messages.IllegalReturn, start.Index);
        }

        Tokens.Next();
        var argument = EndsStatement() ? null : State.Expressions.ParseExpression();
        EndStatement();
        return State.Finish(new ReturnStatement(argument), start);
    }

    public WithStatement ParseWith(SourcePoint start)
    {
        if (State.Strict)
        {
            State.Report(Messages.StrictWith, start.Index);
        }

        Tokens.Next();
        var @object = ParseCondition();
        var body = State.Statements.ParseBodyStatement();
        return State.Finish(new WithStatement(@object, body), start);
    }

    public ThrowStatement ParseThrow(SourcePoint start)
    {
        Tokens.Next();
        if (Tokens.AfterNewline)
        {
            throw Tokens.Error(Messages.NewlineAfterThrow, Tokens.LastEnd);
        }

        var argument = State.Expressions.ParseExpression();
        EndStatement();
        return State.Finish(new ThrowStatement(argument), start);
    }

    public SwitchStatement ParseSwitch(SourcePoint start)
    {
        Tokens.Next();
        var discriminant = ParseCondition();
        Expect(TokenType.LeftBrace);
        State.Scopes.Open(ScopeKind.Block);
        State.Labels.EnterSwitch();
        var mark = State.Nodes.Count;
        var hasDefault = false;
        while (Tokens.Type != TokenType.RightBrace)
        {
            State.Nodes.Push(ParseCase(ref hasDefault));
        }

        Tokens.Next();
        State.Labels.LeaveSwitch();
        return State.FinishScope(new SwitchStatement(discriminant, State.Nodes.Take<SwitchCase>(mark)), start);
    }

    public TryStatement ParseTry(SourcePoint start)
    {
        Tokens.Next();
        var block = State.Statements.ParseBlock();
        var handler = Tokens.Type == TokenType.Catch ? ParseCatch() : null;
        var finalizer = Eat(TokenType.Finally) ? State.Statements.ParseBlock() : null;
        if (handler is null && finalizer is null)
        {
            throw Tokens.Error(Messages.NoCatchOrFinally, Tokens.StartPoint);
        }

        return State.Finish(new TryStatement(block, handler, finalizer), start);
    }

    private Expression ParseCondition()
    {
        Expect(TokenType.LeftParenthesis);
        var test = State.Expressions.ParseExpression();
        Expect(TokenType.RightParenthesis);
        return test;
    }

    // Annex B.3.3: in sloppy code a branch may be a plain function, as if it stood in a block.
    private Statement ParseBranch()
    {
        if (Tokens.Type != TokenType.Function || State.Strict)
        {
            return State.Statements.ParseBodyStatement();
        }

        State.Scopes.Open(ScopeKind.Block);
        var function = State.Functions.ParseDeclaration(Tokens.StartPoint, isAsync: false);
        State.Scopes.Close();
        return function.Generator ? throw Tokens.Error(Messages.GeneratorInSingleStatementContext, function.Start) : function;
    }

    private Identifier? ParseJumpLabel() => EndsStatement() ? null : ParseIdentifierReference();

    private SwitchCase ParseCase(ref bool hasDefault)
    {
        var start = Tokens.StartPoint;
        Expression? test = null;
        if (Eat(TokenType.Case))
        {
            test = State.Expressions.ParseExpression();
        }
        else
        {
            if (hasDefault && Tokens.Type == TokenType.Default)
            {
                throw Tokens.Error(Messages.MultipleDefaultsInSwitch, start);
            }

            Expect(TokenType.Default);
            hasDefault = true;
        }

        Expect(TokenType.Colon);
        var mark = State.Nodes.Count;
        while (Tokens.Type is not (TokenType.Case or TokenType.Default or TokenType.RightBrace))
        {
            if (Tokens.Type is TokenType.Using or TokenType.Await && State.Declarations.IsUsing())
            {
                throw Tokens.Error(Messages.UsingInSwitchCase, Tokens.StartPoint);
            }

            State.Nodes.Push(State.Statements.ParseListItem());
        }

        return State.Finish(new SwitchCase(test, State.Nodes.Take<Statement>(mark)), start);
    }

    private CatchClause ParseCatch()
    {
        var start = Tokens.StartPoint;
        Tokens.Next();
        State.Scopes.Open(ScopeKind.Block);
        Node? parameter = null;
        if (Eat(TokenType.LeftParenthesis))
        {
            parameter = State.Patterns.ParseBindingTarget();
            State.Declarations.DeclareCatchParameter(parameter);
            Expect(TokenType.RightParenthesis);
        }

        var body = State.Statements.ParseBlock(ownScope: false);
        return State.FinishScope(new CatchClause(parameter, body), start);
    }
}
