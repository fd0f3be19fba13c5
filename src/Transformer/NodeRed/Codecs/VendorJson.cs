using System.Text.Json.Nodes;
using Acornima;
using Acornima.Ast;

namespace Busroot.Transformer.NodeRed.Codecs;

/// <summary>Reads JSON as vendors write it by hand: comments, trailing commas, bare names, hexadecimal numbers, single quotes.</summary>
/// <remarks>Such a text is a JavaScript literal, so the parser of scripts reads it; nothing of it is run.</remarks>
internal static class VendorJson
{
    private const int Deepest = 64;

    /// <summary>Reads a text.</summary>
    /// <param name="text">All of the file.</param>
    /// <param name="error">Where and why it is no such JSON.</param>
    /// <returns>Null when it is none. Half surrogate pairs become U+FFFD, so that every value can be written again.</returns>
    public static JsonNode? Parse(string text, out (SourcePosition At, string Message)? error)
    {
        error = null;
        try
        {
            var script = new Parser().ParseScript($"(\n{text}\n)");
            return Read(script.Body is [ExpressionStatement { Expression: var value }] ? value : script, 0);
        }
        catch (ParseErrorException fault)
        {
            error = (new SourcePosition(Math.Max(fault.LineNumber - 1, 1), fault.Column + 1), $"not valid JSON: {fault.Description}");
            return null;
        }
        catch (NotSupportedException fault)
        {
            error = (new SourcePosition(1, 1), $"not valid JSON: {fault.Message}");
            return null;
        }
    }

    private static JsonNode? Read(Node? node, int depth) => node switch
    {
        null or NullLiteral => null,
        StringLiteral text => JsonValue.Create(Whole(text.Value)),
        NumericLiteral number => Number(number, number.Value),
        BooleanLiteral flag => JsonValue.Create(flag.Value),
        UnaryExpression { Operator: Operator.UnaryNegation, Argument: NumericLiteral number } => Number(number, -number.Value),
        UnaryExpression { Operator: Operator.UnaryPlus, Argument: NumericLiteral number } => Number(number, number.Value),
        ArrayExpression or ObjectExpression when depth >= Deepest => throw Refused(node, $"something that is nested deeper than {Deepest} levels"),
        ArrayExpression array => new JsonArray([.. array.Elements.AsSpan().ToArray().Select(item => Read(item, depth + 1))]),
        ObjectExpression made => ReadObject(made, depth),
        _ => throw Refused(node, "something that is no value"),
    };

    private static JsonObject ReadObject(ObjectExpression made, int depth)
    {
        var members = new JsonObject();
        foreach (var member in made.Properties.AsSpan())
        {
            var property = member as ObjectProperty;
            var name = property is { Computed: false } ? property.Key switch
            {
                Identifier key => key.Name,
                StringLiteral key => Whole(key.Value),
                NumericLiteral key => key.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
                _ => null,
            } : null;
            members[name ?? throw Refused(member, "something that is no member")] = Read(property!.Value, depth + 1);
        }

        return members;
    }

    private static JsonValue Number(Node node, double number) => double.IsFinite(number) ? JsonValue.Create(number) : throw Refused(node, "a number that is too large");

    private static string Whole(string text) => string.Concat(text.EnumerateRunes());

    private static NotSupportedException Refused(Node node, string what) => new($"line {Math.Max(node.Location.Start.Line - 1, 1)} has {what}");
}
