using System.Text.Json.Nodes;
using Acornima;
using Acornima.Ast;

namespace Busroot.Transformer.NodeRed.Codecs;

/// <summary>Reads JSON as vendors write it by hand: comments, trailing commas, bare names, hexadecimal numbers, single quotes.</summary>
/// <remarks>Such a text is a JavaScript literal, so the parser of scripts reads it; nothing of it is run.</remarks>
internal static class VendorJson
{
    /// <summary>Reads a text.</summary>
    /// <param name="text">All of the file.</param>
    /// <param name="error">Where and why it is no such JSON.</param>
    /// <returns>Null when it is none.</returns>
    public static JsonNode? Parse(string text, out (SourcePosition At, string Message)? error)
    {
        error = null;
        try
        {
            var script = new Parser().ParseScript($"({text}\n)");
            return script.Body[0] is ExpressionStatement { Expression: var value } ? Read(value) : null;
        }
        catch (ParseErrorException fault)
        {
            error = (new SourcePosition(fault.LineNumber, Math.Max(fault.Column, 1)), $"not valid JSON: {fault.Description}");
            return null;
        }
        catch (NotSupportedException fault)
        {
            error = (new SourcePosition(1, 1), fault.Message);
            return null;
        }
    }

    private static JsonNode? Read(Node? node) => node switch
    {
        null or NullLiteral => null,
        StringLiteral text => JsonValue.Create(text.Value),
        NumericLiteral number => JsonValue.Create(number.Value),
        BooleanLiteral flag => JsonValue.Create(flag.Value),
        UnaryExpression { Argument: NumericLiteral number } => JsonValue.Create(-number.Value),
        ArrayExpression array => new JsonArray([.. array.Elements.AsSpan().ToArray().Select(Read)]),
        ObjectExpression made => ReadObject(made),
        _ => throw new NotSupportedException($"not valid JSON: line {node.Location.Start.Line} has something that is no value"),
    };

    private static JsonObject ReadObject(ObjectExpression made)
    {
        var members = new JsonObject();
        foreach (var member in made.Properties.AsSpan())
        {
            var name = (member as ObjectProperty)?.Key switch
            {
                Identifier key => key.Name,
                StringLiteral key => key.Value,
                NumericLiteral key => key.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
                _ => throw new NotSupportedException($"not valid JSON: line {member.Location.Start.Line} has something that is no member"),
            };
            members[name] = Read(((ObjectProperty)member).Value);
        }

        return members;
    }
}
