using Acornima.Ast;

namespace Acornima;

/// <summary>Binding patterns: parameters and the left side of declarations (ECMA-262 14.3.3).</summary>
internal sealed class PatternParser(ParserState state) : GrammarArea(state)
{
    /// <summary>BindingIdentifier or BindingPattern.</summary>
    public Node ParseBindingTarget()
    {
        switch (Tokens.Type)
        {
            case TokenType.LeftBracket:
                State.Descend();
                var array = ParseArrayPattern();
                State.Ascend();
                return array;
            case TokenType.LeftBrace:
                State.Descend();
                var @object = ParseObjectPattern();
                State.Ascend();
                return @object;
            default:
                return ParseBindingIdentifier();
        }
    }

    /// <summary>BindingElement: a target with or without a default.</summary>
    public Node ParseBindingElement()
    {
        var start = Tokens.StartPoint;
        var target = ParseBindingTarget();
        return ParseDefault(start, target);
    }

    /// <summary>BindingRestElement; nothing may follow it, and it has no default.</summary>
    public RestElement ParseRestBinding()
    {
        var start = Tokens.StartPoint;
        Tokens.Next();
        var argument = ParseBindingTarget();
        if (Tokens.Type == TokenType.Equal)
        {
            throw Tokens.Error(Messages.RestDefaultInitializer, Tokens.StartPoint);
        }

        return State.Finish(new RestElement(argument), start);
    }

    /// <summary>Calls <paramref name="declare"/> for every name a pattern binds.</summary>
    public static void VisitNames(Node pattern, Action<Identifier> declare)
    {
        switch (pattern)
        {
            case Identifier name:
                declare(name);
                break;
            case AssignmentPattern withDefault:
                VisitNames(withDefault.Left, declare);
                break;
            case AssignmentProperty property:
                VisitNames(property.Value, declare);
                break;
            case RestElement rest:
                VisitNames(rest.Argument, declare);
                break;
            case ObjectPattern or ArrayPattern:
                foreach (var child in pattern.ChildNodes)
                {
                    VisitNames(child, declare);
                }

                break;
        }
    }

    /// <summary>Refuses a name that was read as a property name and turns out to be an identifier too.</summary>
    public void CheckShorthandName(TokenType type, Identifier name)
    {
        var before = Tokens.Save();
        Tokens.Type = type;
        Tokens.Text = name.Name;
        Tokens.Start = name.Start;
        Tokens.End = name.End;
        CheckIdentifier(type, name.Name); // reports at the name
        Tokens.Restore(before);
    }

    private Node ParseDefault(SourcePoint start, Node target) =>
        Eat(TokenType.Equal) ? State.Finish(new AssignmentPattern(target, State.Expressions.ParseAssignment()), start) : target;

    private ArrayPattern ParseArrayPattern()
    {
        var start = Tokens.StartPoint;
        var mark = State.Nodes.Count;
        Tokens.Next();
        while (Tokens.Type != TokenType.RightBracket)
        {
            if (Eat(TokenType.Comma))
            {
                State.Nodes.Push(null);
                continue;
            }

            var isRest = Tokens.Type == TokenType.Ellipsis;
            State.Nodes.Push(isRest ? ParseRestBinding() : ParseBindingElement());
            if (Tokens.Type == TokenType.RightBracket)
            {
                break;
            }

            ExpectComma(isRest);
        }

        Tokens.Next();
        return State.Finish(new ArrayPattern(State.Nodes.Take<Node?>(mark)), start);
    }

    private ObjectPattern ParseObjectPattern()
    {
        var start = Tokens.StartPoint;
        var mark = State.Nodes.Count;
        Tokens.Next();
        while (Tokens.Type != TokenType.RightBrace)
        {
            var isRest = Tokens.Type == TokenType.Ellipsis;
            State.Nodes.Push(isRest ? ParseObjectRest() : ParseProperty());
            if (Tokens.Type == TokenType.RightBrace)
            {
                break;
            }

            ExpectComma(isRest);
        }

        Tokens.Next();
        return State.Finish(new ObjectPattern(State.Nodes.Take<Node>(mark)), start);
    }

    private void ExpectComma(bool afterRest)
    {
        if (afterRest && Tokens.Type == TokenType.Comma)
        {
            throw Tokens.Error(Messages.ElementAfterRest, Tokens.StartPoint);
        }

        Expect(TokenType.Comma);
    }

    private RestElement ParseObjectRest()
    {
        var rest = ParseRestBinding();
        return rest.Argument is Identifier ? rest : throw Tokens.Error(Messages.InvalidRestBindingPattern, rest.Argument.Start);
    }

    private AssignmentProperty ParseProperty()
    {
        var start = Tokens.StartPoint;
        var type = Tokens.Type;
        var key = State.Objects.ParsePropertyName(out var computed);
        if (Eat(TokenType.Colon))
        {
            var value = ParseBindingElement();
            return State.Finish(new AssignmentProperty(key, value, computed, shorthand: false), start);
        }

        if (computed || key is not Identifier name)
        {
            throw Unexpected();
        }

        CheckShorthandName(type, name);
        if (State.Strict && type is TokenType.Eval or TokenType.Arguments)
        {
            State.Report(Messages.StrictEvalArguments, name.Start);
        }

        return State.Finish(new AssignmentProperty(name, ParseDefault(start, name), computed: false, shorthand: true), start);
    }
}
