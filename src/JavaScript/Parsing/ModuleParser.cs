using System.Text;
using Acornima.Ast;

namespace Acornima;

/// <summary>Imports, and what may follow the keyword <c>import</c> in an expression (ECMA-262 13.3.10, 13.3.12, 16.2.2).</summary>
internal sealed class ModuleParser(ParserState state) : GrammarArea(state)
{
    /// <summary>An import or export at the top level; in a script, an expression that starts with <c>import</c>.</summary>
    public Statement ParseItem()
    {
        var start = Tokens.StartPoint;
        if (Tokens.Type == TokenType.Import && IsOperand())
        {
            return State.Statements.ParseListItem();
        }

        if (!State.IsModule)
        {
            throw Tokens.Type == TokenType.Import ? Tokens.Error(Messages.ImportOutsideModule, start) : Unexpected();
        }

        return Tokens.Type == TokenType.Import ? ParseImport(start) : State.Exports.ParseExport(start);
    }

    /// <summary>An import or export that does not stand at the top level.</summary>
    public Statement ParseMisplacedItem(SourcePoint start)
    {
        if (Tokens.Type == TokenType.Import && IsOperand())
        {
            var expression = State.Expressions.ParseExpression();
            EndStatement();
            return State.Finish(new NonSpecialExpressionStatement(expression), start);
        }

        throw Tokens.Type == TokenType.Import ? Tokens.Error(Messages.ImportOutsideModule, start) : Unexpected();
    }

    /// <summary><c>import(…)</c>, <c>import.meta</c>, <c>import.source(…)</c> and <c>import.defer(…)</c>.</summary>
    public Expression ParseImportOperand(SourcePoint start)
    {
        var keyword = ParseName();
        if (Tokens.Type == TokenType.LeftParenthesis)
        {
            return ParseImportCall(start, ImportPhase.None);
        }

        Expect(TokenType.Dot);
        if (Tokens.Type == TokenType.Meta)
        {
            if (!State.IsModule)
            {
                State.Report(Messages.ImportMetaOutsideModule, start.Index);
            }

            return State.Finish(new MetaProperty(keyword, ParseName()), start);
        }

        var phase = Tokens.Type switch
        {
            TokenType.Source when Allows(ExperimentalESFeatures.SourcePhaseImports) => ImportPhase.Source,
            TokenType.Defer when Allows(ExperimentalESFeatures.DeferImportEvaluation) => ImportPhase.Defer,
            _ => throw Unexpected(),
        };
        Tokens.Next();
        return Tokens.Type == TokenType.LeftParenthesis ? ParseImportCall(start, phase) : throw Unexpected();
    }

    /// <summary>A with clause; usually none.</summary>
    public NodeList<ImportAttribute> ParseAttributes()
    {
        if (Tokens.Type != TokenType.With || !State.Options.Allows(ExperimentalESFeatures.ImportAttributes, EcmaVersion.ES2025))
        {
            return default;
        }

        Tokens.Next();
        Expect(TokenType.LeftBrace);
        var mark = State.Nodes.Count;
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (Tokens.Type != TokenType.RightBrace)
        {
            State.Nodes.Push(ParseAttribute(keys));
            if (Tokens.Type != TokenType.RightBrace)
            {
                Expect(TokenType.Comma);
            }
        }

        Tokens.Next();
        return State.Nodes.Take<ImportAttribute>(mark);
    }

    /// <summary>ModuleExportName: an identifier name, or a string that is well-formed Unicode.</summary>
    public Expression ParseModuleName()
    {
        if (Tokens.Type != TokenType.String)
        {
            return ParseName();
        }

        foreach (var rune in Tokens.Text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar && !Tokens.Text.Contains('\uFFFD', StringComparison.Ordinal))
            {
                throw Tokens.Error(Messages.InvalidModuleExportNameString, Tokens.StartPoint);
            }
        }

        return State.Literals.ParseString();
    }

    /// <summary>The <c>from "specifier"</c> of an import or export.</summary>
    public StringLiteral ParseFrom()
    {
        Expect(TokenType.From);
        return ParseSpecifier();
    }

    private StringLiteral ParseSpecifier() => Tokens.Type == TokenType.String ? State.Literals.ParseString() : throw Unexpected();

    private bool Allows(ExperimentalESFeatures feature) => (State.Options.ExperimentalESFeatures & feature) != 0;

    private bool IsOperand()
    {
        var before = Tokens.Save();
        Tokens.Next();
        var isOperand = Tokens.Type is TokenType.LeftParenthesis or TokenType.Dot;
        Tokens.Restore(before);
        return isOperand;
    }

    private ImportExpression ParseImportCall(SourcePoint start, ImportPhase phase)
    {
        Tokens.Next();
        if (Tokens.Type == TokenType.RightParenthesis)
        {
            throw Tokens.Error(Messages.ImportMissingSpecifier, Tokens.StartPoint);
        }

        var source = State.Expressions.ParseAssignment();
        Expression? options = null;
        if (State.Options.Allows(ExperimentalESFeatures.ImportAttributes, EcmaVersion.ES2025) && Eat(TokenType.Comma)
            && Tokens.Type != TokenType.RightParenthesis)
        {
            options = State.Expressions.ParseAssignment();
            Eat(TokenType.Comma);
        }

        Expect(TokenType.RightParenthesis);
        return State.Finish(new ImportExpression(phase, source, options), start);
    }

    private ImportDeclaration ParseImport(SourcePoint start)
    {
        Tokens.Next();
        var mark = State.Nodes.Count;
        var phase = ImportPhase.None;
        StringLiteral source;
        if (Tokens.Type == TokenType.String)
        {
            source = ParseSpecifier();
        }
        else
        {
            phase = ParsePhase();
            ParseClause(phase);
            source = ParseFrom();
        }

        var specifiers = State.Nodes.Take<ImportDeclarationSpecifier>(mark);
        var attributes = ParseAttributes();
        EndStatement();
        return State.Finish(new ImportDeclaration(phase, specifiers, source, attributes), start);
    }

    // "source" and "defer" are phases only if a binding of the right kind follows; else they are its name.
    private ImportPhase ParsePhase()
    {
        var phase = Tokens.Type switch
        {
            TokenType.Source when Allows(ExperimentalESFeatures.SourcePhaseImports) => ImportPhase.Source,
            TokenType.Defer when Allows(ExperimentalESFeatures.DeferImportEvaluation) => ImportPhase.Defer,
            _ => ImportPhase.None,
        };
        if (phase == ImportPhase.None)
        {
            return phase;
        }

        var before = Tokens.Save();
        Tokens.Next();
        if (phase == ImportPhase.Defer ? Tokens.Type == TokenType.Star : IsBoundAfterSource())
        {
            return phase;
        }

        Tokens.Restore(before);
        return ImportPhase.None;
    }

    // import source from "x" binds "source"; import source from from "x" binds "from".
    private bool IsBoundAfterSource()
    {
        if (Tokens.Type != TokenType.From)
        {
            return IsIdentifier();
        }

        var before = Tokens.Save();
        Tokens.Next();
        var bound = Tokens.Type == TokenType.From;
        Tokens.Restore(before);
        return bound;
    }

    private void ParseClause(ImportPhase phase)
    {
        if (Tokens.Type is not (TokenType.LeftBrace or TokenType.Star))
        {
            var start = Tokens.StartPoint;
            var local = ParseLocal();
            State.Nodes.Push(State.Finish(new ImportDefaultSpecifier(local), start));
            if (phase == ImportPhase.Source || !Eat(TokenType.Comma))
            {
                return;
            }
        }

        if (Tokens.Type == TokenType.Star)
        {
            ParseNamespace();
        }
        else
        {
            ParseNamed();
        }
    }

    private void ParseNamespace()
    {
        var start = Tokens.StartPoint;
        Tokens.Next();
        Expect(TokenType.As);
        var local = ParseLocal();
        State.Nodes.Push(State.Finish(new ImportNamespaceSpecifier(local), start));
    }

    private void ParseNamed()
    {
        Expect(TokenType.LeftBrace);
        while (Tokens.Type != TokenType.RightBrace)
        {
            State.Nodes.Push(ParseImportSpecifier());
            if (Tokens.Type != TokenType.RightBrace)
            {
                Expect(TokenType.Comma);
            }
        }

        Tokens.Next();
    }

    private ImportSpecifier ParseImportSpecifier()
    {
        var start = Tokens.StartPoint;
        var before = Tokens.Save();
        var imported = ParseModuleName();
        if (Eat(TokenType.As))
        {
            return State.Finish(new ImportSpecifier(imported, ParseLocal()), start);
        }

        if (imported is not Identifier)
        {
            throw Unexpected();
        }

        Tokens.Restore(before);
        var local = ParseLocal();
        return State.Finish(new ImportSpecifier(local, local), start);
    }

    private Identifier ParseLocal()
    {
        var local = ParseBindingIdentifier();
        State.Declarations.DeclareLexical(local);
        return local;
    }

    private ImportAttribute ParseAttribute(HashSet<string> keys)
    {
        var start = Tokens.StartPoint;
        Expression key = Tokens.Type == TokenType.String ? State.Literals.ParseString() : ParseName();
        var name = key is StringLiteral text ? text.Value : ((Identifier)key).Name;
        if (!keys.Add(name))
        {
            State.Report(Messages.ImportAttributesDuplicateKey, key.Start, name);
        }

        Expect(TokenType.Colon);
        return State.Finish(new ImportAttribute(key, ParseSpecifier()), start);
    }
}
