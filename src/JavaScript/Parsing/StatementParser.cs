using Acornima.Ast;

namespace Acornima;

/// <summary>Statements other than loops and declarations (ECMA-262 clause 14).</summary>
internal sealed class StatementParser(ParserState state) : GrammarArea(state)
{
    /// <summary>The statements of a script or module up to the end of the text.</summary>
    public NodeList<Statement> ParseProgramBody()
    {
        var mark = State.Nodes.Count;
        ParseDirectives();
        while (Tokens.Type != TokenType.EndOfFile)
        {
            State.Nodes.Push(Tokens.Type is TokenType.Import or TokenType.Export ? State.Modules.ParseItem() : ParseListItem());
        }

        return State.Nodes.Take<Statement>(mark);
    }

    /// <summary>A directive prologue; the directives are left on the node stack.</summary>
    /// <returns>Where <c>use strict</c> stands, or -1.</returns>
    public int ParseDirectives()
    {
        var strictAt = -1;
        var octalAt = -1;
        var octal = OctalForm.None;
        while (Tokens.Type == TokenType.String)
        {
            var at = Tokens.Start;
            if (Tokens.Octal != OctalForm.None && octalAt < 0)
            {
                (octalAt, octal) = (Tokens.OctalAt, Tokens.Octal);
            }

            if (!ParseDirective(out var content))
            {
                break;
            }

            if (content is "use strict")
            {
                strictAt = strictAt < 0 ? at : strictAt;
                State.Strict = true;
            }
        }

        if (strictAt >= 0 && octalAt >= 0)
        {
            State.Report(LiteralParser.OctalMessage(octal), octalAt); // directives before "use strict" count too
        }

        return strictAt;
    }

    /// <summary>StatementListItem.</summary>
    public Statement ParseListItem()
    {
        switch (Tokens.Type)
        {
            case TokenType.Function:
                return State.Functions.ParseDeclaration(Tokens.StartPoint, isAsync: false);
            case TokenType.Const:
                return State.Declarations.ParseLexical();
            case TokenType.Class or TokenType.At:
                return State.Classes.ParseDeclaration(Tokens.StartPoint);
            case TokenType.Let when State.Declarations.IsLet():
                return State.Declarations.ParseLexical();
            case TokenType.Async when IsAsyncFunction():
                var start = Tokens.StartPoint;
                Tokens.Next();
                return State.Functions.ParseDeclaration(start, isAsync: true);
            case TokenType.Using or TokenType.Await when State.Declarations.IsUsing():
                return State.Declarations.ParseUsing();
            default:
                return ParseStatement(functionAllowed: true);
        }
    }

    /// <summary>The single statement of a loop, <c>if</c>, <c>with</c> or label, where declarations are refused.</summary>
    /// <param name="labelled">Whether only labels stand between it and a list, where functions are allowed in sloppy code.</param>
    public Statement ParseBodyStatement(bool labelled = false)
    {
        switch (Tokens.Type)
        {
            case TokenType.Function:
                return labelled ? ParseLabelledFunction() : throw RefuseFunction();
            case TokenType.Const:
                throw Tokens.Error(Messages.UnexpectedLexicalDeclaration, Tokens.StartPoint);
            case TokenType.Let when State.Declarations.IsLet(onlyIfUnmistakable: true):
                throw Tokens.Error(Messages.UnexpectedLexicalDeclaration, Tokens.StartPoint);
            case TokenType.Class:
                throw Unexpected();
            case TokenType.Async when IsAsyncFunction():
                throw Tokens.Error(Messages.AsyncFunctionInSingleStatementContext, Tokens.StartPoint);
            case TokenType.Using or TokenType.Await when State.Declarations.IsUsing():
                throw Tokens.Error(Messages.UnexpectedLexicalDeclaration, Tokens.StartPoint);
            default:
                return ParseStatement(functionAllowed: labelled);
        }
    }

    /// <summary>Block, with a scope of its own unless a catch clause or function lent one.</summary>
    public NestedBlockStatement ParseBlock(bool ownScope = true)
    {
        var start = Tokens.StartPoint;
        if (ownScope && Tokens.Type == TokenType.LeftBrace)
        {
            State.Scopes.Open(ScopeKind.Block);
        }

        var body = ParseBracedList();
        var block = new NestedBlockStatement(body);
        return ownScope ? State.FinishScope(block, start) : State.Finish(block, start);
    }

    /// <summary>Statements between braces.</summary>
    public NodeList<Statement> ParseBracedList()
    {
        var mark = State.Nodes.Count;
        Expect(TokenType.LeftBrace);
        while (Tokens.Type != TokenType.RightBrace)
        {
            State.Nodes.Push(ParseListItem());
        }

        Tokens.Next();
        return State.Nodes.Take<Statement>(mark);
    }

    /// <summary>Whether the current <c>async</c> starts an async function.</summary>
    public bool IsAsyncFunction()
    {
        var before = Tokens.Save();
        Tokens.Next();
        var follows = Tokens is { Type: TokenType.Function, AfterNewline: false };
        Tokens.Restore(before);
        return follows;
    }

    private Statement ParseStatement(bool functionAllowed)
    {
        State.Descend();
        var statement = Dispatch(functionAllowed);
        State.Ascend();
        return statement;
    }

    private Statement Dispatch(bool functionAllowed)
    {
        var start = Tokens.StartPoint;
        switch (Tokens.Type)
        {
            case TokenType.LeftBrace:
                return ParseBlock();
            case TokenType.Semicolon:
                Tokens.Next();
                return State.Finish(new EmptyStatement(), start);
            case TokenType.Var:
                return State.Declarations.ParseVar();
            case TokenType.If:
                return ParseIf(start);
            case TokenType.For:
                return State.Loops.ParseFor(start);
            case TokenType.While:
                return State.Loops.ParseWhile(start);
            case TokenType.Do:
                return State.Loops.ParseDoWhile(start);
            case TokenType.Continue:
                return ParseContinue(start);
            case TokenType.Break:
                return ParseBreak(start);
            case TokenType.Return:
                return ParseReturn(start);
            case TokenType.With:
                return ParseWith(start);
            case TokenType.Switch:
                return ParseSwitch(start);
            case TokenType.Throw:
                return ParseThrow(start);
            case TokenType.Try:
                return ParseTry(start);
            case TokenType.Debugger:
                Tokens.Next();
                EndStatement();
                return State.Finish(new DebuggerStatement(), start);
            case TokenType.Import or TokenType.Export:
                return State.Modules.ParseMisplacedItem(start);
            default:
                return ParseExpressionOrLabel(start, functionAllowed);
        }
    }

    private Statement ParseExpressionOrLabel(SourcePoint start, bool functionAllowed)
    {
        var mayBeLabel = Tokens.Type.MayBeIdentifier();
        var expression = State.Expressions.ParseExpression();
        if (mayBeLabel && Tokens.Type == TokenType.Colon && expression is Identifier { Parenthesized: false } label)
        {
            return ParseLabelled(start, label, functionAllowed);
        }

        EndStatement();
        return State.Finish(new NonSpecialExpressionStatement(expression), start);
    }

    private LabeledStatement ParseLabelled(SourcePoint start, Identifier label, bool functionAllowed)
    {
        if (State.Labels.FindLoop(label.Name) is not null)
        {
            State.Report(Messages.LabelRedeclaration, label.Start, label.Name);
        }

        Tokens.Next();
        State.Labels.Push(label.Name, label.Start, Tokens.Start);
        var body = ParseBodyStatement(labelled: functionAllowed);
        body.LabelSet = label;
        State.Labels.Pop();
        return State.Finish(new LabeledStatement(label, body), start);
    }

    private FunctionDeclaration ParseLabelledFunction()
    {
        if (State.Strict)
        {
            throw Tokens.Error(Messages.StrictFunction, Tokens.StartPoint);
        }

        var function = State.Functions.ParseDeclaration(Tokens.StartPoint, isAsync: false);
        return function.Generator ? throw Tokens.Error(Messages.GeneratorInSingleStatementContext, function.Start) : function;
    }

    private bool ParseDirective(out ReadOnlySpan<char> content)
    {
        var start = Tokens.StartPoint;
        var end = Tokens.End;
        content = Tokens.Input.AsSpan(start.Index + 1, end - start.Index - 2);
        State.Descend();
        var expression = State.Expressions.ParseExpression();
        EndStatement();
        State.Ascend();
        if (expression is not StringLiteral || expression.End != end)
        {
            State.Nodes.Push(State.Finish(new NonSpecialExpressionStatement(expression), start));
            return false;
        }

        State.Nodes.Push(State.Finish(new Directive(expression, Tokens.Names.Intern(content)), start));
        return true;
    }

    private SyntaxErrorException RefuseFunction()
    {
        var at = Tokens.StartPoint;
        Tokens.Next();
        return Tokens.Error(
            Tokens.Type == TokenType.Star ? Messages.GeneratorInSingleStatementContext
            : State.Strict ? Messages.StrictFunction
            : Messages.SloppyFunction,
            at);
    }

    private IfStatement ParseIf(SourcePoint start)
    {
        Tokens.Next();
        var test = ParseCondition();
        var consequent = ParseBranch();
        var alternate = Eat(TokenType.Else) ? ParseBranch() : null;
        return State.Finish(new IfStatement(test, consequent, alternate), start);
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
            return ParseBodyStatement();
        }

        State.Scopes.Open(ScopeKind.Block);
        var function = State.Functions.ParseDeclaration(Tokens.StartPoint, isAsync: false);
        State.Scopes.Close();
        return function.Generator ? throw Tokens.Error(Messages.GeneratorInSingleStatementContext, function.Start) : function;
    }

    private ContinueStatement ParseContinue(SourcePoint start)
    {
        Tokens.Next();
        var label = ParseJumpLabel();
        if (label is not null && State.Labels.FindLoop(label.Name) is null)
        {
            State.Report(Messages.UnknownLabel, label.Start, label.Name);
        }
        else if (!State.Labels.InLoop)
        {
            State.Report(Messages.NoIterationStatement, start.Index);
        }
        else if (label is not null && State.Labels.FindLoop(label.Name) == false)
        {
            State.Report(Messages.IllegalContinue, label.Start, label.Name);
        }

        EndStatement();
        return State.Finish(new ContinueStatement(label), start);
    }

    private BreakStatement ParseBreak(SourcePoint start)
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

    private Identifier? ParseJumpLabel() => EndsStatement() ? null : ParseIdentifierReference();

    private ReturnStatement ParseReturn(SourcePoint start)
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

    private WithStatement ParseWith(SourcePoint start)
    {
        if (State.Strict)
        {
            State.Report(Messages.StrictWith, start.Index);
        }

        Tokens.Next();
        var @object = ParseCondition();
        var body = ParseBodyStatement();
        return State.Finish(new WithStatement(@object, body), start);
    }

    private ThrowStatement ParseThrow(SourcePoint start)
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

    private SwitchStatement ParseSwitch(SourcePoint start)
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

            State.Nodes.Push(ParseListItem());
        }

        return State.Finish(new SwitchCase(test, State.Nodes.Take<Statement>(mark)), start);
    }

    private TryStatement ParseTry(SourcePoint start)
    {
        Tokens.Next();
        var block = ParseBlock();
        var handler = Tokens.Type == TokenType.Catch ? ParseCatch() : null;
        var finalizer = Eat(TokenType.Finally) ? ParseBlock() : null;
        if (handler is null && finalizer is null)
        {
            throw Tokens.Error(Messages.NoCatchOrFinally, Tokens.StartPoint);
        }

        return State.Finish(new TryStatement(block, handler, finalizer), start);
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

        var body = ParseBlock(ownScope: false);
        return State.FinishScope(new CatchClause(parameter, body), start);
    }
}
