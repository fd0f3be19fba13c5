using Acornima.Ast;

namespace Acornima;

/// <summary>Exports (ECMA-262 16.2.3).</summary>
internal sealed class ExportParser(ParserState state) : GrammarArea(state)
{
    private readonly HashSet<string> _exported = new(StringComparer.Ordinal);
    private readonly List<Identifier> _locals = [];

    public void Reset()
    {
        _exported.Clear();
        _locals.Clear();
    }

    /// <summary>Refuses exported names that nothing declares; only the end of the module can tell.</summary>
    public void CheckLocals()
    {
        foreach (var local in _locals)
        {
            if (!State.Scopes.IsDeclaredAtTop(local.Name))
            {
                State.Report(Messages.ModuleExportUndefined, local.Start, local.Name);
            }
        }
    }

    /// <summary>ExportDeclaration.</summary>
    public ExportDeclaration ParseExport(SourcePoint start)
    {
        Tokens.Next();
        return Tokens.Type switch
        {
            TokenType.Star => ParseAll(start),
            TokenType.Default => ParseDefault(start),
            TokenType.LeftBrace => ParseNames(start),
            _ => ParseDeclared(start),
        };
    }

    private ExportAllDeclaration ParseAll(SourcePoint start)
    {
        Tokens.Next();
        Expression? exported = null;
        if (Eat(TokenType.As))
        {
            exported = State.Modules.ParseModuleName();
            NoteExported(exported);
        }

        var source = State.Modules.ParseFrom();
        var attributes = State.Modules.ParseAttributes();
        EndStatement();
        return State.Finish(new ExportAllDeclaration(exported, source, attributes), start);
    }

    private ExportDefaultDeclaration ParseDefault(SourcePoint start)
    {
        NoteExported("default", Tokens.Start);
        Tokens.Next();
        var declaration = ParseDefaultDeclaration();
        return State.Finish(new ExportDefaultDeclaration(declaration), start);
    }

    private StatementOrExpression ParseDefaultDeclaration()
    {
        var start = Tokens.StartPoint;
        switch (Tokens.Type)
        {
            case TokenType.Function:
                return State.Functions.ParseDeclaration(start, isAsync: false, nameOptional: true);
            case TokenType.Class or TokenType.At:
                return State.Classes.ParseDeclaration(start, nameOptional: true);
            case TokenType.Async when State.Statements.IsAsyncFunction():
                Tokens.Next();
                return State.Functions.ParseDeclaration(start, isAsync: true, nameOptional: true);
            default:
                var expression = State.Expressions.ParseAssignment();
                EndStatement();
                return expression;
        }
    }

    private ExportNamedDeclaration ParseDeclared(SourcePoint start)
    {
        var isDeclaration = Tokens.Type is TokenType.Var or TokenType.Const or TokenType.Let or TokenType.Function or TokenType.Class or TokenType.At
            || (Tokens.Type == TokenType.Async && State.Statements.IsAsyncFunction());
        if (!isDeclaration)
        {
            throw Unexpected();
        }

        var declaration = (Declaration)(Tokens.Type == TokenType.Var ? State.Declarations.ParseVar() : State.Statements.ParseListItem());
        NoteDeclared(declaration);
        return State.Finish(new ExportNamedDeclaration(declaration, default, null, default), start);
    }

    private ExportNamedDeclaration ParseNames(SourcePoint start)
    {
        var mark = State.Nodes.Count;
        var firstString = -1;
        var firstReserved = -1;
        Tokens.Next();
        while (Tokens.Type != TokenType.RightBrace)
        {
            NoteUnusable(ref firstString, ref firstReserved);
            State.Nodes.Push(ParseSpecifier());
            if (Tokens.Type != TokenType.RightBrace)
            {
                Expect(TokenType.Comma);
            }
        }

        Tokens.Next();
        var specifiers = State.Nodes.Take<ExportSpecifier>(mark);
        if (Tokens.Type == TokenType.From)
        {
            var source = State.Modules.ParseFrom();
            var attributes = State.Modules.ParseAttributes();
            EndStatement();
            return State.Finish(new ExportNamedDeclaration(null, specifiers, source, attributes), start);
        }

        RefuseUnusable(firstString, firstReserved);
        foreach (var specifier in specifiers.AsSpan())
        {
            _locals.Add((Identifier)specifier.Local);
        }

        EndStatement();
        return State.Finish(new ExportNamedDeclaration(null, specifiers, null, default), start);
    }

    // Without a from clause the names refer to this module, where strings and reserved words name nothing.
    private void NoteUnusable(ref int firstString, ref int firstReserved)
    {
        if (Tokens.Type == TokenType.String && firstString < 0)
        {
            firstString = Tokens.Start;
        }
        else if (Tokens.Type is > TokenType.Using and <= TokenType.With && firstReserved < 0)
        {
            firstReserved = Tokens.Start;
        }
    }

    private void RefuseUnusable(int firstString, int firstReserved)
    {
        if (firstString >= 0)
        {
            throw Tokens.Error(Messages.ModuleExportNameWithoutFromClause, firstString);
        }

        if (firstReserved >= 0)
        {
            throw Tokens.Error(Messages.UnexpectedReserved, firstReserved);
        }
    }

    private ExportSpecifier ParseSpecifier()
    {
        var start = Tokens.StartPoint;
        var local = State.Modules.ParseModuleName();
        var exported = Eat(TokenType.As) ? State.Modules.ParseModuleName() : local;
        NoteExported(exported);
        return State.Finish(new ExportSpecifier(local, exported), start);
    }

    private void NoteDeclared(Declaration declaration)
    {
        switch (declaration)
        {
            case FunctionDeclaration { Id: { } name }:
                NoteExported(name);
                break;
            case ClassDeclaration { Id: { } name }:
                NoteExported(name);
                break;
            case VariableDeclaration variables:
                foreach (var declarator in variables.Declarations.AsSpan())
                {
                    PatternParser.VisitNames(declarator.Id, NoteExported);
                }

                break;
        }
    }

    private void NoteExported(Expression name) =>
        NoteExported(name is StringLiteral text ? text.Value : ((Identifier)name).Name, name.Start);

    private void NoteExported(string name, int at)
    {
        if (!_exported.Add(name))
        {
            State.Report(Messages.DuplicateExport, at, name);
        }
    }
}
