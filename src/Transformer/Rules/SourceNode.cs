using System.Text.Json;
using System.Text.Json.Nodes;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Rules;

/// <summary>A JSON value that knows where it stands.</summary>
internal sealed class SourceNode
{
    public required JsonValueKind Kind { get; init; }

    public required SourcePosition At { get; init; }

    /// <summary>The text of a string.</summary>
    public string Text { get; init; } = "";

    /// <summary>The value of a number; infinite when it is beyond a double's range.</summary>
    public double Number { get; init; }

    /// <summary>Members of an object in file order, repeated names included.</summary>
    public List<SourceMember> Members { get; } = [];

    /// <summary>Elements of an array.</summary>
    public List<SourceNode> Items { get; } = [];

    /// <summary>How a message speaks of it: "a text", "an object".</summary>
    public string Described => Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => $"the text \"{Text}\"",
        JsonValueKind.Number => Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    /// <summary>The value without its places; of a name that is given twice the last counts, and a number beyond a double's range is null.</summary>
    public JsonNode? ToJson() => Kind switch
    {
        JsonValueKind.Object => new JsonObject(Members.Select(member => member.Name).Distinct(StringComparer.Ordinal)
            .Select(name => KeyValuePair.Create(name, Members.FindLast(member => member.Name == name)!.Value.ToJson()))),
        JsonValueKind.Array => new JsonArray([.. Items.Select(item => item.ToJson())]),
        JsonValueKind.String => JsonValue.Create(Text),
        JsonValueKind.Number when double.IsFinite(Number) => JsonValue.Create(Number),
        JsonValueKind.True or JsonValueKind.False => JsonValue.Create(Kind == JsonValueKind.True),
        _ => null,
    };

    /// <summary>Reads a whole file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="problem">Where it stops being JSON, otherwise.</param>
    /// <returns>Null when it is not JSON.</returns>
    public static SourceNode? Parse(SourceText source, out RuleProblem? problem)
    {
        var reader = new Utf8JsonReader(source.Bytes, new JsonReaderOptions { MaxDepth = 32 });
        problem = null;
        try
        {
            reader.Read();
            var root = Read(ref reader, source);
            reader.Read(); // finds what follows the value
            return root;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException) // the boundary of the base library's reader: it has no Try form
        {
            var at = source.PositionOf(JsonFault.Position(fault, source.Bytes, reader.BytesConsumed));
            problem = source.Problem(at, $"not valid JSON: {(source.Bytes.Length == 0 ? "the file is empty" : JsonFault.Reason(fault))}");
            return null;
        }
    }

    private static SourceNode Read(ref Utf8JsonReader reader, SourceText source)
    {
        var node = new SourceNode
        {
            Kind = KindOf(reader.TokenType),
            At = source.PositionOf((int)reader.TokenStartIndex),
            Text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "",
            Number = reader.TokenType == JsonTokenType.Number ? double.Parse(reader.ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : 0,
        };

        while (node.Kind == JsonValueKind.Array && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            node.Items.Add(Read(ref reader, source));
        }

        while (node.Kind == JsonValueKind.Object && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var at = source.PositionOf((int)reader.TokenStartIndex);
            reader.Read();
            node.Members.Add(new SourceMember(name, at, Read(ref reader, source)));
        }

        return node;
    }

    private static JsonValueKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => JsonValueKind.Object,
        JsonTokenType.StartArray => JsonValueKind.Array,
        JsonTokenType.String => JsonValueKind.String,
        JsonTokenType.Number => JsonValueKind.Number,
        JsonTokenType.True => JsonValueKind.True,
        JsonTokenType.False => JsonValueKind.False,
        _ => JsonValueKind.Null,
    };
}

/// <summary>One member of an object.</summary>
internal sealed record SourceMember(string Name, SourcePosition At, SourceNode Value);
