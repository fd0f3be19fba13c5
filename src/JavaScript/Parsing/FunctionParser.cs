using Acornima.Ast;

namespace Acornima;

/// <summary>Functions, methods and their parameters and bodies (ECMA-262 15.1 to 15.8).</summary>
internal sealed class FunctionParser(ParserState state) : GrammarArea(state)
{
    /// <summary>A function, generator or async function that declares its name.</summary>
    /// <param name="start">Where the declaration starts: at <c>async</c>, when there is one.</param>
    /// <param name="isAsync">Whether <c>async</c> was read already.</param>
    /// <param name="nameOptional">Only <c>export default</c> can do without a name.</param>
    public FunctionDeclaration ParseDeclaration(SourcePoint start, bool isAsync, bool nameOptional = false)
    {
        Tokens.Next();
        var isGenerator = Eat(TokenType.Star);
        Identifier? name = null;
        if (!nameOptional || Tokens.Type != TokenType.LeftParenthesis)
        {
            name = Tokens.Type == TokenType.LeftParenthesis ? throw Tokens.Error(Messages.MissingFunctionName, Tokens.StartPoint) : ParseBindingIdentifier();
            if (!State.Scopes.TryDeclareFunction(name, sloppy: !State.Strict && !isAsync && !isGenerator))
            {
                State.Report(Messages.VarRedeclaration, name.Start, name.Name);
            }
        }

        var outer = State.EnterFunction(Flags(isAsync, isGenerator));
        var (parameters, body) = ParseParametersAndBody(name, uniqueNames: false);
        State.LeaveFunction(outer);
        return State.FinishScope(new FunctionDeclaration(name, parameters, body, isGenerator, isAsync), start);
    }

    /// <summary>A function expression; its name is visible inside only.</summary>
    /// <param name="start">Where the expression starts: at <c>async</c>, when there is one.</param>
    /// <param name="isAsync">Whether <c>async</c> was read already.</param>
    public FunctionExpression ParseExpression(SourcePoint start, bool isAsync)
    {
        Tokens.Next();
        var isGenerator = Eat(TokenType.Star);
        var outer = State.EnterFunction(Flags(isAsync, isGenerator));
        var name = Tokens.Type == TokenType.LeftParenthesis ? null : ParseBindingIdentifier();
        var (parameters, body) = ParseParametersAndBody(name, uniqueNames: false);
        State.LeaveFunction(outer);
        return State.FinishScope(new FunctionExpression(name, parameters, body, isGenerator, isAsync), start);
    }

    /// <summary>A method, from its parameters on.</summary>
    /// <param name="flags">Async, Generator, SuperProperty and SuperCall, as they apply.</param>
    public FunctionExpression ParseMethod(FunctionFlags flags)
    {
        var start = Tokens.StartPoint;
        var outer = State.EnterFunction(flags | FunctionFlags.Return | FunctionFlags.NewTarget);
        var (parameters, body) = ParseParametersAndBody(name: null, uniqueNames: true);
        State.LeaveFunction(outer);
        var isGenerator = (flags & FunctionFlags.Generator) != 0;
        var isAsync = (flags & FunctionFlags.Async) != 0;
        return State.FinishScope(new FunctionExpression(null, parameters, body, isGenerator, isAsync), start);
    }

    /// <summary>A getter or setter, from its parameters on.</summary>
    public FunctionExpression ParseAccessor(PropertyKind kind)
    {
        var function = ParseMethod(FunctionFlags.SuperProperty);
        ref readonly var parameters = ref function.Params;
        if (kind == PropertyKind.Get && parameters.Count != 0)
        {
            throw Tokens.Error(Messages.BadGetterArity, function.Start);
        }

        if (kind == PropertyKind.Set && parameters.Count != 1)
        {
            throw Tokens.Error(Messages.BadSetterArity, function.Start);
        }

        return kind == PropertyKind.Set && parameters[0] is RestElement
            ? throw Tokens.Error(Messages.BadSetterRestParameter, function.Start)
            : function;
    }

    /// <summary>Declares the names of the parameters in the scope just opened.</summary>
    /// <returns>Where a name occurs for the second time, when that is allowed for now; else -1.</returns>
    public int DeclareParameters(in NodeList<Node> parameters, bool allowDuplicates)
    {
        var duplicateAt = -1;
        foreach (var parameter in parameters.AsSpan())
        {
            if (parameter is Identifier name)
            {
                Declare(name);
            }
            else
            {
                PatternParser.VisitNames(parameter, Declare);
            }
        }

        return duplicateAt;

        void Declare(Identifier name)
        {
            if (State.Scopes.TryDeclareParameter(name))
            {
                return;
            }

            duplicateAt = duplicateAt < 0 ? name.Start : duplicateAt;
            if (!allowDuplicates)
            {
                State.Report(Messages.ParamDupe, name.Start);
            }
        }
    }

    /// <summary>FunctionBody with its braces; a directive in it may make it strict, which then applies to name and parameters too.</summary>
    public FunctionBody ParseBody(in NodeList<Node> parameters, Identifier? name, int duplicateAt)
    {
        var start = Tokens.StartPoint;
        var wasStrict = State.Strict;
        var mark = State.Nodes.Count;
        Expect(TokenType.LeftBrace);
        var directiveAt = State.Statements.ParseDirectives();
        if (directiveAt >= 0 && !IsSimple(parameters))
        {
            throw Tokens.Error(Messages.IllegalLanguageModeDirective, directiveAt);
        }

        if (State.Strict && !wasStrict)
        {
            CheckStrictNames(parameters, name, duplicateAt);
        }

        while (Tokens.Type != TokenType.RightBrace)
        {
            State.Nodes.Push(State.Statements.ParseListItem());
        }

        Tokens.Next();
        return State.Finish(new FunctionBody(State.Nodes.Take<Statement>(mark), State.Strict), start);
    }

    private static FunctionFlags Flags(bool isAsync, bool isGenerator) =>
        FunctionFlags.Return | FunctionFlags.NewTarget
        | (isAsync ? FunctionFlags.Async : FunctionFlags.None)
        | (isGenerator ? FunctionFlags.Generator : FunctionFlags.None);

    private static bool IsSimple(in NodeList<Node> parameters)
    {
        foreach (var parameter in parameters.AsSpan())
        {
            if (parameter is not Identifier)
            {
                return false;
            }
        }

        return true;
    }

    private (NodeList<Node> Parameters, FunctionBody Body) ParseParametersAndBody(Identifier? name, bool uniqueNames)
    {
        State.Descend();
        State.Scopes.Open(ScopeKind.Function);
        State.Flags |= FunctionFlags.Parameters;
        var parameters = ParseParameters();
        State.Flags &= ~FunctionFlags.Parameters;
        var allowDuplicates = !uniqueNames && !State.Strict && IsSimple(parameters);
        var duplicateAt = DeclareParameters(parameters, allowDuplicates);
        var body = ParseBody(parameters, name, duplicateAt);
        State.Ascend();
        return (parameters, body);
    }

    private NodeList<Node> ParseParameters()
    {
        var mark = State.Nodes.Count;
        Expect(TokenType.LeftParenthesis);
        while (Tokens.Type != TokenType.RightParenthesis)
        {
            if (Tokens.Type == TokenType.Ellipsis)
            {
                State.Nodes.Push(State.Patterns.ParseRestBinding());
                if (Tokens.Type == TokenType.Comma)
                {
                    throw Tokens.Error(Messages.ParamAfterRest, Tokens.StartPoint);
                }

                break;
            }

            State.Nodes.Push(State.Patterns.ParseBindingElement());
            if (Tokens.Type != TokenType.RightParenthesis)
            {
                Expect(TokenType.Comma);
            }
        }

        Expect(TokenType.RightParenthesis);
        return State.Nodes.Take<Node>(mark);
    }

    private void CheckStrictNames(in NodeList<Node> parameters, Identifier? name, int duplicateAt)
    {
        if (duplicateAt >= 0)
        {
            State.Report(Messages.ParamDupe, duplicateAt);
        }

        if (name is not null)
        {
            CheckStrictName(name);
        }

        foreach (var parameter in parameters.AsSpan())
        {
            CheckStrictName((Identifier)parameter); // a body with a directive has simple parameters only
        }
    }

    private void CheckStrictName(Identifier name)
    {
        var type = NameTable.KeywordType(name.Name);
        if (type is TokenType.Eval or TokenType.Arguments)
        {
            State.Report(Messages.StrictEvalArguments, name.Start);
        }
        else if (type is >= TokenType.Implements and <= TokenType.Yield)
        {
            State.Report(Messages.UnexpectedStrictReserved, name.Start);
        }
    }
}
