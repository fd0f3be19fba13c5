using Acornima.Ast;

namespace Acornima;

/// <summary>Classes and their elements (ECMA-262 15.7, and the decorators proposal).</summary>
internal sealed class ClassParser(ParserState state) : GrammarArea(state)
{
    /// <summary>A class that declares its name.</summary>
    /// <param name="start">Where the declaration starts.</param>
    /// <param name="nameOptional">Only <c>export default</c> can do without a name.</param>
    public ClassDeclaration ParseDeclaration(SourcePoint start, bool nameOptional = false)
    {
        var decorators = ParseDecorators();
        var (name, superClass, body) = ParseRest(isDeclaration: true, nameOptional);
        return State.FinishScope(new ClassDeclaration(decorators, name, superClass, body), start);
    }

    /// <summary>A class expression; its name is visible inside only.</summary>
    public ClassExpression ParseExpression(SourcePoint start)
    {
        var decorators = ParseDecorators();
        var (name, superClass, body) = ParseRest(isDeclaration: false, nameOptional: true);
        return State.FinishScope(new ClassExpression(decorators, name, superClass, body), start);
    }

    /// <summary>Decorators before a class or element; usually none.</summary>
    public NodeList<Decorator> ParseDecorators()
    {
        if (Tokens.Type != TokenType.At)
        {
            return default;
        }

        if ((State.Options.ExperimentalESFeatures & ExperimentalESFeatures.Decorators) == 0)
        {
            throw Tokens.Error(Messages.InvalidOrUnexpectedToken, Tokens.StartPoint);
        }

        var mark = State.Nodes.Count;
        while (Tokens.Type == TokenType.At)
        {
            State.Nodes.Push(ParseDecorator());
        }

        return State.Nodes.Take<Decorator>(mark);
    }

    private Decorator ParseDecorator()
    {
        var start = Tokens.StartPoint;
        Tokens.Next();
        var expressionStart = Tokens.StartPoint;
        State.ArrowAt = -1;
        if (Tokens.Type == TokenType.LeftParenthesis)
        {
            return State.Finish(new Decorator(State.Arrows.ParseParenthesized(expressionStart)), start);
        }

        Expression expression = ParseIdentifierReference();
        while (Eat(TokenType.Dot))
        {
            Expression member = Tokens.Type == TokenType.PrivateName ? ParsePrivateReference() : ParseName();
            expression = State.Finish(new MemberExpression(expression, member, computed: false, optional: false), expressionStart);
        }

        if (Tokens.Type == TokenType.LeftParenthesis)
        {
            var arguments = State.Operands.ParseArguments();
            expression = State.Finish(new CallExpression(expression, arguments, optional: false), expressionStart);
        }

        return State.Finish(new Decorator(expression), start);
    }

    private (Identifier? Name, Expression? SuperClass, ClassBody Body) ParseRest(bool isDeclaration, bool nameOptional)
    {
        State.Descend();
        var wasStrict = State.Strict;
        State.Strict = true; // all parts of a class are strict mode code, its name included
        Expect(TokenType.Class);
        Identifier? name = null;
        if (!nameOptional || (Tokens.Type is not (TokenType.Extends or TokenType.LeftBrace)))
        {
            name = ParseBindingIdentifier();
            if (isDeclaration)
            {
                State.Declarations.DeclareLexical(name);
            }
        }

        State.Scopes.Open(ScopeKind.Class);
        State.PrivateNames.Open();
        Expression? superClass = null;
        if (Eat(TokenType.Extends))
        {
            State.ArrowAt = -1;
            superClass = State.Operands.ParseLeftHandSide(Tokens.StartPoint);
        }

        var body = ParseBody(hasSuperClass: superClass is not null);
        if (State.PrivateNames.Close() is { } unresolved && State.Options.CheckPrivateFields)
        {
            State.Report(Messages.InvalidPrivateFieldResolution, unresolved.At, "#" + unresolved.Name);
        }

        State.Strict = wasStrict;
        State.Ascend();
        return (name, superClass, body);
    }

    private ClassBody ParseBody(bool hasSuperClass)
    {
        var start = Tokens.StartPoint;
        var mark = State.Nodes.Count;
        var hasConstructor = false;
        Expect(TokenType.LeftBrace);
        while (Tokens.Type != TokenType.RightBrace)
        {
            if (Eat(TokenType.Semicolon))
            {
                continue;
            }

            var element = State.Members.ParseElement(hasSuperClass);
            if (element is MethodDefinition { Kind: PropertyKind.Constructor } constructor)
            {
                if (hasConstructor)
                {
                    State.Report(Messages.DuplicateConstructor, constructor.Key.Start);
                }

                hasConstructor = true;
            }

            State.Nodes.Push(element);
        }

        Tokens.Next();
        return State.Finish(new ClassBody(State.Nodes.Take<Node>(mark)), start);
    }
}
