using Acornima.Ast;

namespace Acornima;

/// <summary>Operands: primary expressions and the member accesses and calls behind them (ECMA-262 13.2 and 13.3).</summary>
internal sealed class OperandParser(ParserState state) : GrammarArea(state)
{
    /// <summary>LeftHandSideExpression.</summary>
    public Expression ParseLeftHandSide(SourcePoint start)
    {
        var arrowAt = State.ArrowAt;
        var arrowAllowsIn = State.ArrowAllowsIn;
        var mayBeAsyncArrow = Tokens.Type == TokenType.Async && arrowAt == start.Index;
        var operand = ParsePrimary(start);
        if (Tokens.Type is not (TokenType.Dot or TokenType.LeftParenthesis or TokenType.LeftBracket or TokenType.QuestionDot or TokenType.Template)
            || IsBareArrow(operand))
        {
            return operand;
        }

        if (mayBeAsyncArrow && Tokens is { Type: TokenType.LeftParenthesis, AfterNewline: false } && operand is Identifier { Parenthesized: false } name)
        {
            State.ArrowAllowsIn = arrowAllowsIn;
            operand = State.Arrows.ParseAsyncCallOrArrow(start, name);
            if (IsBareArrow(operand))
            {
                return operand;
            }
        }

        return ParseSubscripts(start, operand, noCalls: false);
    }

    /// <summary>Arguments, from the opening parenthesis; spreads included.</summary>
    /// <param name="cover">Whether the list may yet turn out to be the parameters of an async arrow function.</param>
    public NodeList<Expression> ParseArguments(bool cover = false)
    {
        var mark = State.Nodes.Count;
        Tokens.Next();
        while (Tokens.Type != TokenType.RightParenthesis)
        {
            var argument = Tokens.Type == TokenType.Ellipsis ? ParseSpread(cover) : State.Expressions.ParseAssignment(cover: cover);
            State.Nodes.Push(argument);
            if (Tokens.Type == TokenType.RightParenthesis)
            {
                break;
            }

            if (Tokens.Type != TokenType.Comma)
            {
                throw Tokens.Error(Messages.UnterminatedArgList, Tokens.StartPoint);
            }

            Tokens.Next();
            argument.Marks |= NodeMarks.FollowedByComma;
        }

        Tokens.Next();
        return State.Nodes.Take<Expression>(mark);
    }

    /// <summary>SpreadElement.</summary>
    public SpreadElement ParseSpread(bool cover)
    {
        var start = Tokens.StartPoint;
        Tokens.Next();
        var argument = State.Expressions.ParseAssignment(cover: cover);
        return State.Finish(new SpreadElement(argument), start);
    }

    private Expression ParsePrimary(SourcePoint start)
    {
        switch (Tokens.Type)
        {
            case TokenType.Identifier:
                return ParseNameOrArrow(start);
            case TokenType.This:
                Tokens.Next();
                return State.Finish(new ThisExpression(), start);
            case TokenType.LeftParenthesis:
                return State.Arrows.ParseParenthesized(start);
            case TokenType.LeftBrace:
                return State.Objects.ParseObject();
            case TokenType.LeftBracket:
                return ParseArray(start);
            case TokenType.Function:
                return State.Functions.ParseExpression(start, isAsync: false);
            case TokenType.Class or TokenType.At:
                return State.Classes.ParseExpression(start);
            case TokenType.New:
                return ParseNew(start);
            case TokenType.Super:
                return ParseSuper(start);
            case TokenType.Import:
                return State.Modules.ParseImportOperand(start);
            case TokenType.Template:
                return State.Literals.ParseTemplate(tagged: false);
            case TokenType.Async:
                return ParseAsync(start);
            default:
                return Tokens.Type.MayBeIdentifier() ? ParseNameOrArrow(start) : State.Literals.ParseLiteral(start) ?? throw Unexpected();
        }
    }

    private Expression ParseNameOrArrow(SourcePoint start)
    {
        var mayBeArrow = State.ArrowAt == start.Index;
        var allowIn = State.ArrowAllowsIn;
        var type = Tokens.Type;
        CheckIdentifierOrAwait(type);
        var name = TakeIdentifier();
        return mayBeArrow && Tokens is { Type: TokenType.Arrow, AfterNewline: false } ? State.Arrows.ParseArrow(start, name, isAsync: false, allowIn) : name;
    }

    // "await x" outside async code is the commonest mistake of all, so it gets its own words.
    private void CheckIdentifierOrAwait(TokenType type)
    {
        if (type != TokenType.Await || State.AwaitIsOperator || (State.Flags & FunctionFlags.NoAwait) != 0)
        {
            CheckIdentifier(type, Tokens.Text);
            return;
        }

        var before = Tokens.Save();
        Tokens.Next();
        var operandFollows = !Tokens.AfterNewline && (Tokens.Type.IsPlainIdentifier() || Tokens.Type is TokenType.New or TokenType.This
            or TokenType.Function or TokenType.Number or TokenType.String or TokenType.True or TokenType.False or TokenType.Null);
        Tokens.Restore(before);
        if (operandFollows)
        {
            throw Tokens.Error(Messages.AwaitNotInAsyncContextAndModule, Tokens.StartPoint);
        }

        CheckIdentifier(type, Tokens.Text);
    }

    private Expression ParseAsync(SourcePoint start)
    {
        var mayBeArrow = State.ArrowAt == start.Index;
        var allowIn = State.ArrowAllowsIn;
        var name = TakeIdentifier();
        if (Tokens.AfterNewline)
        {
            return name;
        }

        if (Tokens.Type == TokenType.Function)
        {
            return State.Functions.ParseExpression(start, isAsync: true);
        }

        if (mayBeArrow && Tokens.Type == TokenType.Arrow)
        {
            return State.Arrows.ParseArrow(start, name, isAsync: false, allowIn);
        }

        return mayBeArrow && Tokens.Type.MayBeIdentifier() ? State.Arrows.ParseAsyncArrow(start, name, allowIn) : name;
    }

    private ArrayExpression ParseArray(SourcePoint start)
    {
        var mark = State.Nodes.Count;
        Tokens.Next();
        while (Tokens.Type != TokenType.RightBracket)
        {
            if (Eat(TokenType.Comma))
            {
                State.Nodes.Push(null);
                continue;
            }

            var element = Tokens.Type == TokenType.Ellipsis ? ParseSpread(cover: true) : State.Expressions.ParseAssignment(cover: true);
            State.Nodes.Push(element);
            if (Tokens.Type != TokenType.RightBracket)
            {
                Expect(TokenType.Comma);
                element.Marks |= NodeMarks.FollowedByComma;
            }
        }

        Tokens.Next();
        return State.Finish(new ArrayExpression(State.Nodes.Take<Expression?>(mark)), start);
    }

    private Expression ParseNew(SourcePoint start)
    {
        var keyword = ParseName();
        if (Eat(TokenType.Dot))
        {
            return ParseNewTarget(start, keyword);
        }

        if (Tokens.Type == TokenType.Import)
        {
            return RefuseNewImport(start);
        }

        State.Descend();
        State.ArrowAt = -1;
        var calleeStart = Tokens.StartPoint;
        var primary = Tokens.Type == TokenType.New ? ParseNew(calleeStart) : ParsePrimary(calleeStart);
        var callee = ParseSubscripts(calleeStart, primary, noCalls: true);
        if (callee is Super)
        {
            throw Tokens.Error(Messages.UnexpectedSuper, calleeStart);
        }

        if (Tokens.Type == TokenType.QuestionDot)
        {
            throw Tokens.Error(Messages.OptionalChainingNoConstructor, Tokens.StartPoint);
        }

        var arguments = Tokens.Type == TokenType.LeftParenthesis ? ParseArguments() : default;
        State.Ascend();
        return State.Finish(new NewExpression(callee, arguments), start);
    }

    // new import.meta.X() is fine, new import("x") is not.
    private NewExpression RefuseNewImport(SourcePoint start)
    {
        var calleeStart = Tokens.StartPoint;
        var operand = State.Modules.ParseImportOperand(calleeStart);
        if (operand is ImportExpression)
        {
            throw Tokens.Error(Messages.ImportCallNotNewExpression, calleeStart);
        }

        var callee = ParseSubscripts(calleeStart, operand, noCalls: true);
        var arguments = Tokens.Type == TokenType.LeftParenthesis ? ParseArguments() : default;
        return State.Finish(new NewExpression(callee, arguments), start);
    }

    private MetaProperty ParseNewTarget(SourcePoint start, Identifier keyword)
    {
        if (Tokens.Type != TokenType.Target)
        {
            throw Unexpected();
        }

        if ((State.Flags & FunctionFlags.NewTarget) == 0)
        {
            State.Report(Messages.UnexpectedNewTarget, start.Index);
        }

        return State.Finish(new MetaProperty(keyword, ParseName()), start);
    }

    private Super ParseSuper(SourcePoint start)
    {
        Tokens.Next();
        var allowed = Tokens.Type switch
        {
            TokenType.LeftParenthesis => FunctionFlags.SuperCall,
            TokenType.Dot or TokenType.LeftBracket => FunctionFlags.SuperProperty,
            _ => FunctionFlags.None,
        };
        if ((State.Flags & allowed) == 0)
        {
            throw Tokens.Error(Messages.UnexpectedSuper, start);
        }

        return State.Finish(new Super(), start);
    }

    private Expression ParseSubscripts(SourcePoint start, Expression operand, bool noCalls)
    {
        var links = 0;
        var inChain = false;
        while (true)
        {
            var optional = !noCalls && Tokens.Type == TokenType.QuestionDot;
            if (optional)
            {
                inChain = true;
                Tokens.Next();
            }

            var next = ParseSubscript(start, operand, noCalls, optional, inChain);
            if (next is null)
            {
                break;
            }

            State.Link(ref links);
            operand = next;
        }

        return inChain ? State.Finish(new ChainExpression(operand), start) : operand;
    }

    private Expression? ParseSubscript(SourcePoint start, Expression operand, bool noCalls, bool optional, bool inChain)
    {
        switch (Tokens.Type)
        {
            case TokenType.Dot when !optional:
                Tokens.Next();
                return ParseNamedMember(start, operand, optional);
            case TokenType.LeftBracket:
                Tokens.Next();
                var property = State.Expressions.ParseExpression();
                Expect(TokenType.RightBracket);
                return State.Finish(new MemberExpression(operand, property, computed: true, optional), start);
            case TokenType.LeftParenthesis when !noCalls:
                var arguments = ParseArguments();
                return State.Finish(new CallExpression(operand, arguments, optional), start);
            case TokenType.Template:
                return inChain ? throw Tokens.Error(Messages.OptionalChainingNoTemplate, Tokens.StartPoint) : ParseTagged(start, operand);
            default:
                return optional ? ParseNamedMember(start, operand, optional) : null;
        }
    }

    private MemberExpression ParseNamedMember(SourcePoint start, Expression operand, bool optional)
    {
        Expression property;
        if (Tokens.Type == TokenType.PrivateName)
        {
            property = operand is Super ? throw Tokens.Error(Messages.UnexpectedPrivateField, Tokens.StartPoint) : ParsePrivateReference();
        }
        else
        {
            property = ParseName();
        }

        return State.Finish(new MemberExpression(operand, property, computed: false, optional), start);
    }

    private TaggedTemplateExpression ParseTagged(SourcePoint start, Expression tag)
    {
        var quasi = State.Literals.ParseTemplate(tagged: true);
        return State.Finish(new TaggedTemplateExpression(tag, quasi), start);
    }

    private static bool IsBareArrow(Expression expression) =>
        expression.Type == NodeType.ArrowFunctionExpression && !expression.Parenthesized;
}
