using Acornima.Ast;

namespace Acornima;

/// <summary>Literals and templates (ECMA-262 13.2.3, 13.2.7, 13.2.8).</summary>
internal sealed class LiteralParser(ParserState state) : GrammarArea(state)
{
    private readonly OnRegExpHandler? _onRegExp = state.Options.OnRegExp;

    /// <summary>Reads a literal.</summary>
    /// <returns>Null when the current token does not start one.</returns>
    public Expression? ParseLiteral(SourcePoint start)
    {
        switch (Tokens.Type)
        {
            case TokenType.String:
                return ParseString();
            case TokenType.Number:
                var number = Tokens.Number;
                CheckOctal();
                Tokens.Next();
                return State.Finish(new NumericLiteral(number, Tokens.Input), start);
            case TokenType.BigInt:
                var integer = NumberScanner.BigIntValue(Tokens.Input.AsSpan(Tokens.Start, Tokens.End - Tokens.Start));
                Tokens.Next();
                return State.Finish(new BigIntLiteral(integer, Tokens.Input), start);
            case TokenType.True:
                Tokens.Next();
                return State.Finish(new BooleanLiteral(value: true, Tokens.Input), start);
            case TokenType.False:
                Tokens.Next();
                return State.Finish(new BooleanLiteral(value: false, Tokens.Input), start);
            case TokenType.Null:
                Tokens.Next();
                return State.Finish(new NullLiteral(Tokens.Input), start);
            case TokenType.Slash or TokenType.SlashEqual:
                return ParseRegExp(start);
            default:
                return null;
        }
    }

    /// <summary>StringLiteral.</summary>
    public StringLiteral ParseString()
    {
        var start = Tokens.StartPoint;
        var value = Tokens.Text;
        CheckOctal();
        Tokens.Next();
        return State.Finish(new StringLiteral(value, Tokens.Input), start);
    }

    /// <summary>TemplateLiteral.</summary>
    /// <param name="tagged">Whether a function receives the raw text, which may then hold invalid escapes.</param>
    public TemplateLiteral ParseTemplate(bool tagged)
    {
        var start = Tokens.StartPoint;
        var quasis = new List<Node?>();
        var mark = State.Nodes.Count;
        quasis.Add(TakeElement(tagged));
        while (!Tokens.TemplateTail)
        {
            Tokens.Next();
            State.Nodes.Push(State.Expressions.ParseExpression());
            if (Tokens.Type != TokenType.RightBrace)
            {
                throw Tokens.Type == TokenType.EndOfFile
                    ? Tokens.Error(Messages.UnterminatedTemplate, Tokens.StartPoint)
                    : Tokens.Error(Messages.UnterminatedTemplateExpr, Tokens.StartPoint);
            }

            Tokens.RescanAsTemplate();
            quasis.Add(TakeElement(tagged));
        }

        Tokens.Next();
        var elements = new NodeList<TemplateElement>([.. quasis], quasis.Count);
        return State.Finish(new TemplateLiteral(elements, State.Nodes.Take<Expression>(mark)), start);
    }

    /// <summary>Refuses the legacy octal forms of the current token in strict code.</summary>
    public void CheckOctal()
    {
        if (Tokens.Octal != OctalForm.None && State.Strict)
        {
            State.Report(OctalMessage(Tokens.Octal), Tokens.OctalAt);
        }
    }

    public static Message OctalMessage(OctalForm form) => form switch
    {
        OctalForm.OctalLiteral => Messages.StrictOctalLiteral,
        OctalForm.DecimalWithLeadingZero => Messages.StrictDecimalWithLeadingZero,
        OctalForm.OctalEscape => Messages.StrictOctalEscapeSequence,
        _ => Messages.Strict8Or9Escape,
    };

    // The element is the text between the delimiters, which stay outside its range.
    private TemplateElement TakeElement(bool tagged)
    {
        if (Tokens.TemplateError is { } problem && !tagged)
        {
            throw Tokens.Error(problem, Tokens.OctalAt);
        }

        var end = Tokens.End - (Tokens.TemplateTail ? 1 : 2);
        var element = new TemplateElement(new TemplateValue(Tokens.Cooked, Tokens.Text), Tokens.TemplateTail);
        var from = new SourcePoint(Tokens.Start + 1, Tokens.StartLine, Tokens.Start + 1 - Tokens.StartLineOffset);
        return State.FinishAt(element, from, new SourcePoint(end, Tokens.Line, end - Tokens.LineOffset));
    }

    private RegExpLiteral ParseRegExp(SourcePoint start)
    {
        Tokens.RescanAsRegExp();
        var value = new RegExpValue(Tokens.Text, Tokens.Cooked!);
        var context = new RegExpParsingContext(value.Pattern, value.Flags, State.Options, start, Tokens.SourceFile);
        var result = default(RegExpParseResult);
        if (_onRegExp is not null)
        {
            result = _onRegExp(in context);
        }
        else
        {
            context.Validate();
        }

        Tokens.Next();
        return State.Finish(new RegExpLiteral(value, result, Tokens.Input), start);
    }
}
