using Acornima.Ast;

namespace Acornima;

/// <summary>Lists of statements, directives, and which statement a token starts (ECMA-262 clause 14).</summary>
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
            case TokenType.Let when State.Declarations.IsLet(onlyIfUnmistakable: true):
                throw Tokens.Error(Messages.UnexpectedLexicalDeclaration, Tokens.StartPoint);
            case TokenType.Const or TokenType.Class:
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
                return State.Control.ParseIf(start);
            case TokenType.For:
                return State.Loops.ParseFor(start);
            case TokenType.While:
                return State.Loops.ParseWhile(start);
            case TokenType.Do:
                return State.Loops.ParseDoWhile(start);
            case TokenType.Continue:
                return State.Control.ParseContinue(start);
            case TokenType.Break:
                return State.Control.ParseBreak(start);
            case TokenType.Return:
                return State.Control.ParseReturn(start);
            case TokenType.With:
                return State.Control.ParseWith(start);
            case TokenType.Switch:
                return State.Control.ParseSwitch(start);
            case TokenType.Throw:
                return State.Control.ParseThrow(start);
            case TokenType.Try:
                return State.Control.ParseTry(start);
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
}
