using System.Text;
using System.Text.Json;
using Acornima;
using Acornima.Ast;
using Busroot.Transformer.Rules;

namespace Busroot.Transformer.NodeRed.Codecs;

/// <summary>Reads JSON as vendors write it by hand: comments, trailing commas, bare names, hexadecimal numbers, single quotes.</summary>
/// <remarks>Such a text is a JavaScript literal, so the parser of scripts reads it; nothing of it is run.</remarks>
internal sealed class VendorJson
{
    private readonly ProblemLog _log;

    private VendorJson(ProblemLog log) => _log = log;

    /// <summary>Reads a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="log">Gains where and why it is no such JSON.</param>
    /// <returns>Null when it is none.</returns>
    public static SourceNode? Parse(SourceText source, ProblemLog log)
    {
        var text = Encoding.UTF8.GetString(source.Bytes);
        try
        {
            var script = new Parser().ParseScript($"({text}\n)");
            var root = new VendorJson(log).Read(script.Body.Count == 1 ? (script.Body[0] as ExpressionStatement)?.Expression : script.Body[1]);
            return log.Problems.Count == 0 ? root : null;
        }
        catch (ParseErrorException fault) when (fault.Index > text.Length) // at the bracket that was put behind it
        {
            log.Add(source.PositionOf(source.Bytes.Length), "not valid JSON: the file ends too early");
            return null;
        }
        catch (ParseErrorException fault)
        {
            log.Add(PositionOf(fault.LineNumber, fault.Column), $"not valid JSON: {fault.Description}");
            return null;
        }
    }

    private SourceNode Read(Node? node) => node switch
    {
        null or NullLiteral => Value(node, JsonValueKind.Null),
        StringLiteral text => Value(node, JsonValueKind.String, text.Value),
        NumericLiteral number => Value(node, JsonValueKind.Number, number: number.Value),
        BooleanLiteral flag => Value(node, flag.Value ? JsonValueKind.True : JsonValueKind.False),
        UnaryExpression { Operator: Operator.UnaryNegation, Argument: NumericLiteral number } => Value(node, JsonValueKind.Number, number: -number.Value),
        UnaryExpression { Operator: Operator.UnaryPlus, Argument: NumericLiteral number } => Value(node, JsonValueKind.Number, number: number.Value),
        ArrayExpression array => ReadArray(array),
        ObjectExpression made => ReadObject(made),
        _ => Refuse(node, "this is no value"),
    };

    private SourceNode ReadArray(ArrayExpression array)
    {
        var made = Value(array, JsonValueKind.Array);
        foreach (var element in array.Elements.AsSpan())
        {
            made.Items.Add(Read(element));
        }

        return made;
    }

    private SourceNode ReadObject(ObjectExpression written)
    {
        var made = Value(written, JsonValueKind.Object);
        foreach (var member in written.Properties.AsSpan())
        {
            var name = member is ObjectProperty { Computed: false } property ? NameOf(property.Key) : null;
            made.Members.Add(new SourceMember(name ?? "", PositionOf(member), name is null ? Refuse(member, "this is no member") : Read(((ObjectProperty)member).Value)));
        }

        return made;
    }

    private static string? NameOf(Node key) => key switch
    {
        Identifier name => name.Name,
        StringLiteral name => name.Value,
        NumericLiteral name => name.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };

    private SourceNode Refuse(Node node, string why)
    {
        _log.Add(PositionOf(node), $"not valid JSON: {why}");
        return Value(node, JsonValueKind.Null);
    }

    private static SourceNode Value(Node? node, JsonValueKind kind, string text = "", double number = 0) =>
        new() { Kind = kind, At = node is null ? new SourcePosition(1, 1) : PositionOf(node), Text = text, Number = number };

    private static SourcePosition PositionOf(Node node) => PositionOf(node.Location.Start.Line, node.Location.Start.Column);

    // The parser counts columns from 0, and the first line has the bracket before it.
    private static SourcePosition PositionOf(int line, int column) => new(line, line == 1 ? Math.Max(column, 1) : column + 1);
}
