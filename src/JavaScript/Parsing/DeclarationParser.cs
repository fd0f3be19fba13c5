using Acornima.Ast;

namespace Acornima;

/// <summary>Variable declarations and what they may declare (ECMA-262 14.3).</summary>
internal sealed class DeclarationParser(ParserState state) : GrammarArea(state)
{
    /// <summary>VariableStatement.</summary>
    public VariableDeclaration ParseVar() => ParseStatement(VariableDeclarationKind.Var);

    /// <summary>LexicalDeclaration: let or const.</summary>
    public VariableDeclaration ParseLexical() =>
        ParseStatement(Tokens.Type == TokenType.Const ? VariableDeclarationKind.Const : VariableDeclarationKind.Let);

    /// <summary>A <c>using</c> or <c>await using</c> declaration.</summary>
    public VariableDeclaration ParseUsing()
    {
        if (State.Scopes.Current.Kind == ScopeKind.Script && !State.Options.AllowTopLevelUsing)
        {
            State.Report(Messages.UsingInTopLevelOfScript, Tokens.Start);
        }

        return ParseStatement(Tokens.Type == TokenType.Await ? VariableDeclarationKind.AwaitUsing : VariableDeclarationKind.Using);
    }

    /// <summary>Whether the current <c>let</c> starts a declaration, being an ordinary name in sloppy code otherwise.</summary>
    /// <param name="onlyIfUnmistakable">Whether only <c>let [</c> counts, or a name on the same line: where no declaration may stand.</param>
    public bool IsLet(bool onlyIfUnmistakable = false)
    {
        if (State.Strict && !onlyIfUnmistakable)
        {
            return true;
        }

        var before = Tokens.Save();
        Tokens.Next();
        var starts = Tokens.Type == TokenType.LeftBracket
            || (!(onlyIfUnmistakable && Tokens.AfterNewline) && (Tokens.Type == TokenType.LeftBrace || Tokens.Type.MayBeIdentifier()));
        Tokens.Restore(before);
        return starts;
    }

    /// <summary>Whether <c>using</c> or <c>await using</c> starts a declaration here.</summary>
    public bool IsUsing(bool inForHead = false)
    {
        if (!State.Options.Allows(ExperimentalESFeatures.ExplicitResourceManagement, EcmaVersion.ES2026)
            || (Tokens.Type == TokenType.Await && !State.AwaitIsOperator))
        {
            return false;
        }

        var before = Tokens.Save();
        var awaits = Eat(TokenType.Await);
        var starts = Tokens.Type == TokenType.Using && !(awaits && Tokens.AfterNewline);
        Tokens.Next();
        starts = starts && !Tokens.AfterNewline && IsIdentifier() && !(inForHead && !awaits && Tokens.Type == TokenType.Of && !IsOfDeclared());
        Tokens.Restore(before);
        return starts;
    }

    /// <summary>Whether the head of a for statement starts with a declaration.</summary>
    public bool StartsForDeclaration() => Tokens.Type switch
    {
        TokenType.Var or TokenType.Const => true,
        TokenType.Let => IsLet(),
        TokenType.Using or TokenType.Await => IsUsing(inForHead: true),
        _ => false,
    };

    /// <summary>The declaration in the head of a for statement; whether initialisers may be missing shows later.</summary>
    public VariableDeclaration ParseForHead()
    {
        var kind = Tokens.Type switch
        {
            TokenType.Var => VariableDeclarationKind.Var,
            TokenType.Const => VariableDeclarationKind.Const,
            TokenType.Let => VariableDeclarationKind.Let,
            TokenType.Using => VariableDeclarationKind.Using,
            _ => VariableDeclarationKind.AwaitUsing,
        };
        var start = Tokens.StartPoint;
        var declarators = ParseDeclarators(kind, inForHead: true);
        return State.Finish(new VariableDeclaration(kind, declarators), start);
    }

    /// <summary>Refuses declarators that need an initialiser and have none.</summary>
    public void CheckInitialisers(VariableDeclaration declaration)
    {
        foreach (var declarator in declaration.Declarations.AsSpan())
        {
            CheckInitialiser(declaration.Kind, declarator.Id, declarator.Init, declarator.End);
        }
    }

    /// <summary>Declares the parameter of a catch clause.</summary>
    public void DeclareCatchParameter(Node parameter)
    {
        var also = parameter is Identifier ? Bindings.CatchParameter : Bindings.None;
        PatternParser.VisitNames(parameter, name => Declared(State.Scopes.TryDeclareLexical(name, also), name));
    }

    /// <summary>Declares a class or an import.</summary>
    public void DeclareLexical(Identifier name) => Declared(State.Scopes.TryDeclareLexical(name), name);

    private VariableDeclaration ParseStatement(VariableDeclarationKind kind)
    {
        var start = Tokens.StartPoint;
        var declarators = ParseDeclarators(kind, inForHead: false);
        EndStatement();
        return State.Finish(new VariableDeclaration(kind, declarators), start);
    }

    private NodeList<VariableDeclarator> ParseDeclarators(VariableDeclarationKind kind, bool inForHead)
    {
        if (kind == VariableDeclarationKind.AwaitUsing)
        {
            Tokens.Next();
            State.Uses = State.Uses.Or(SuspensionUses.None with { Await = Tokens.Start });
        }

        var mark = State.Nodes.Count;
        do
        {
            Tokens.Next();
            State.Nodes.Push(ParseDeclarator(kind, inForHead));
        }
        while (Tokens.Type == TokenType.Comma);

        return State.Nodes.Take<VariableDeclarator>(mark);
    }

    private VariableDeclarator ParseDeclarator(VariableDeclarationKind kind, bool inForHead)
    {
        var start = Tokens.StartPoint;
        if (kind >= VariableDeclarationKind.Using && Tokens.Type is TokenType.LeftBrace or TokenType.LeftBracket)
        {
            throw Tokens.Error(Messages.UsingPattern, start);
        }

        if (kind != VariableDeclarationKind.Var && Tokens.Type == TokenType.Let)
        {
            throw Tokens.Error(Messages.LetInLexicalBinding, start);
        }

        var id = State.Patterns.ParseBindingTarget();
        Declare(kind, id);
        var init = Eat(TokenType.Equal) ? State.Expressions.ParseAssignment(allowIn: !inForHead) : null;
        if (!inForHead)
        {
            CheckInitialiser(kind, id, init, Tokens.LastEnd);
        }

        return State.Finish(new VariableDeclarator(id, init), start);
    }

    private void Declare(VariableDeclarationKind kind, Node id)
    {
        if (id is Identifier simple)
        {
            Declare(kind, simple);
        }
        else
        {
            DeclarePattern(kind, id);
        }
    }

    // Apart, so that the closure costs nothing where there is no pattern.
    private void DeclarePattern(VariableDeclarationKind kind, Node id) => PatternParser.VisitNames(id, name => Declare(kind, name));

    private void Declare(VariableDeclarationKind kind, Identifier name)
    {
        if (kind == VariableDeclarationKind.Var)
        {
            Declared(State.Scopes.TryDeclareVar(name), name);
            return;
        }

        if (name.Name == "let")
        {
            throw Tokens.Error(Messages.LetInLexicalBinding, name.Start);
        }

        Declared(State.Scopes.TryDeclareLexical(name), name);
    }

    private void Declared(bool success, Identifier name)
    {
        if (!success)
        {
            State.Report(Messages.VarRedeclaration, name.Start, name.Name);
        }
    }

    private void CheckInitialiser(VariableDeclarationKind kind, Node id, Expression? init, int at)
    {
        if (init is not null)
        {
            return;
        }

        if (id is not Identifier)
        {
            throw Tokens.Error(Messages.DeclarationMissingInitializer, at, "destructuring");
        }

        if (kind >= VariableDeclarationKind.Const)
        {
            throw Tokens.Error(Messages.DeclarationMissingInitializer, at, kind == VariableDeclarationKind.Const ? "const" : "using");
        }
    }

    // for (using of = x;;) declares "of", for (using of x) loops over x with the name "using".
    private bool IsOfDeclared()
    {
        Tokens.Next();
        return Tokens.Type is TokenType.Equal or TokenType.Semicolon or TokenType.Colon;
    }
}
