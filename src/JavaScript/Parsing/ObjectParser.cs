using Acornima.Ast;

namespace Acornima;

/// <summary>Object literals and property names (ECMA-262 13.2.5).</summary>
internal sealed class ObjectParser(ParserState state) : GrammarArea(state)
{
    /// <summary>ObjectLiteral.</summary>
    public ObjectExpression ParseObject()
    {
        var start = Tokens.StartPoint;
        var mark = State.Nodes.Count;
        var hasProto = false;
        Tokens.Next();
        while (Tokens.Type != TokenType.RightBrace)
        {
            Node property = Tokens.Type == TokenType.Ellipsis ? State.Operands.ParseSpread(cover: true) : ParseProperty(ref hasProto);
            State.Nodes.Push(property);
            if (Tokens.Type != TokenType.RightBrace)
            {
                Expect(TokenType.Comma);
                property.Marks |= NodeMarks.FollowedByComma;
            }
        }

        Tokens.Next();
        return State.Finish(new ObjectExpression(State.Nodes.Take<Node>(mark)), start);
    }

    /// <summary>PropertyName, without private names.</summary>
    public Expression ParsePropertyName(out bool computed)
    {
        computed = false;
        switch (Tokens.Type)
        {
            case TokenType.String or TokenType.Number or TokenType.BigInt:
                return State.Literals.ParseLiteral(Tokens.StartPoint)!;
            case TokenType.LeftBracket:
                computed = true;
                Tokens.Next();
                var key = State.Expressions.ParseAssignment();
                Expect(TokenType.RightBracket);
                return key;
            default:
                return ParseName();
        }
    }

    /// <summary>Whether the word before the current token modifies a property (<c>get x</c>) rather than being its name (<c>get: 1</c>).</summary>
    public bool StartsPropertyName() =>
        Tokens.Type is TokenType.LeftBracket or TokenType.String or TokenType.Number or TokenType.BigInt or TokenType.PrivateName
        || Tokens.Type.IsName();

    private ObjectProperty ParseProperty(ref bool hasProto)
    {
        var start = Tokens.StartPoint;
        var type = Tokens.Type;
        if (type == TokenType.Star)
        {
            Tokens.Next();
            return ParseMethod(start, ParsePropertyName(out var computed), computed, FunctionFlags.Generator);
        }

        if (type is TokenType.Get or TokenType.Set or TokenType.Async)
        {
            return ParseModified(start, type);
        }

        var key = ParsePropertyName(out var isComputed);
        return Tokens.Type switch
        {
            TokenType.Colon => ParseValue(start, key, isComputed, ref hasProto),
            TokenType.LeftParenthesis => ParseMethod(start, key, isComputed, FunctionFlags.None),
            _ => ParseShorthand(start, type, key as Identifier),
        };
    }

    // get, set and async are ordinary names unless a property name follows.
    private ObjectProperty ParseModified(SourcePoint start, TokenType type)
    {
        var word = ParseName();
        if (type == TokenType.Async && !Tokens.AfterNewline && (Tokens.Type == TokenType.Star || StartsPropertyName()))
        {
            var flags = FunctionFlags.Async | (Eat(TokenType.Star) ? FunctionFlags.Generator : FunctionFlags.None);
            return ParseMethod(start, ParsePropertyName(out var computed), computed, flags);
        }

        if (type != TokenType.Async && StartsPropertyName())
        {
            return ParseAccessor(start, type == TokenType.Get ? PropertyKind.Get : PropertyKind.Set);
        }

        var ignored = false;
        return Tokens.Type switch
        {
            TokenType.Colon => ParseValue(start, word, computed: false, ref ignored),
            TokenType.LeftParenthesis => ParseMethod(start, word, computed: false, FunctionFlags.None),
            _ => ParseShorthand(start, type, word),
        };
    }

    private ObjectProperty ParseAccessor(SourcePoint start, PropertyKind kind)
    {
        var key = ParsePropertyName(out var computed);
        var value = State.Functions.ParseAccessor(kind);
        return State.Finish(new ObjectProperty(kind, key, value, computed, shorthand: false, method: false), start);
    }

    private ObjectProperty ParseMethod(SourcePoint start, Expression key, bool computed, FunctionFlags flags)
    {
        var value = State.Functions.ParseMethod(flags | FunctionFlags.SuperProperty);
        return State.Finish(new ObjectProperty(PropertyKind.Init, key, value, computed, shorthand: false, method: true), start);
    }

    private ObjectProperty ParseValue(SourcePoint start, Expression key, bool computed, ref bool hasProto)
    {
        if (!computed && IsProto(key))
        {
            if (hasProto)
            {
                State.NoteCoverError(Messages.DuplicateProto, key.Start); // fine in a pattern
            }

            hasProto = true;
        }

        Tokens.Next();
        var value = State.Expressions.ParseAssignment(cover: true);
        return State.Finish(new ObjectProperty(PropertyKind.Init, key, value, computed, shorthand: false, method: false), start);
    }

    private ObjectProperty ParseShorthand(SourcePoint start, TokenType type, Identifier? name)
    {
        if (name is null)
        {
            throw Unexpected();
        }

        State.Patterns.CheckShorthandName(type, name);
        Node value = name;
        if (Tokens.Type == TokenType.Equal)
        {
            State.NoteCoverError(Messages.InvalidCoverInitializedName, Tokens.Start);
            Tokens.Next();
            value = State.Finish(new AssignmentPattern(name, State.Expressions.ParseAssignment()), start);
        }

        return State.Finish(new ObjectProperty(PropertyKind.Init, name, value, computed: false, shorthand: true, method: false), start);
    }

    private static bool IsProto(Expression key) =>
        key is Identifier { Name: "__proto__" } or StringLiteral { Value: "__proto__" };
}
