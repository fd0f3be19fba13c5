using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Busroot.Transformer.Payloads;

/// <summary>Something in a filter that gives one value, or nothing.</summary>
internal abstract record ValueOperand
{
    /// <summary>The value; null for nothing, which is not the value null.</summary>
    public abstract JsonElement? Of(JsonElement current, VisitBudget visits);

    protected static JsonElement Number(int number) => JsonSerializer.SerializeToElement(number);
}

internal sealed record Literal(JsonElement Value) : ValueOperand
{
    public override JsonElement? Of(JsonElement current, VisitBudget visits) => Value;
}

/// <summary>A singular query: <c>@.a</c>, <c>$.limits[0]</c>.</summary>
internal sealed record SingularOperand(bool FromRoot, ImmutableArray<PathSegment> Steps) : ValueOperand
{
    public override JsonElement? Of(JsonElement current, VisitBudget visits)
    {
        var node = FromRoot ? visits.Root : current;
        foreach (var step in Steps)
        {
            visits.Spend(node.ValueKind == JsonValueKind.Object ? node.GetPropertyCount() : node.ValueKind == JsonValueKind.Array ? node.GetArrayLength() : 0);
            if (!visits.TryVisit())
            {
                return null;
            }

            if (step.Name is { } name ? !TryMember(node, name, out node) : !TryElement(node, step.Index, out node))
            {
                return null;
            }
        }

        return node;
    }

    private static bool TryMember(JsonElement node, string name, out JsonElement value)
    {
        value = default;
        return node.ValueKind == JsonValueKind.Object && node.TryGetProperty(name, out value);
    }

    private static bool TryElement(JsonElement node, int index, out JsonElement value)
    {
        value = default;
        if (node.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        var length = node.GetArrayLength();
        index = index < 0 ? length + index : index;
        if (index < 0 || index >= length)
        {
            return false;
        }

        value = node[index];
        return true;
    }
}

/// <summary><c>length</c>: characters of a text, elements of an array, members of an object (RFC 9535 §2.4.4).</summary>
internal sealed record LengthOperand(ValueOperand Argument) : ValueOperand
{
    public override JsonElement? Of(JsonElement current, VisitBudget visits)
    {
        switch (Argument.Of(current, visits))
        {
            case { ValueKind: JsonValueKind.String } text:
                visits.Spend(JsonMarshal.GetRawUtf8Value(text).Length);
                return Number(text.GetString()!.EnumerateRunes().Count());
            case { ValueKind: JsonValueKind.Array } array:
                return Number(array.GetArrayLength());
            case { ValueKind: JsonValueKind.Object } members:
                return Number(members.GetPropertyCount());
            default:
                return null;
        }
    }
}

/// <summary><c>count</c>: how many values a query gives (RFC 9535 §2.4.5).</summary>
internal sealed record CountOperand(NodesOperand Nodes) : ValueOperand
{
    public override JsonElement? Of(JsonElement current, VisitBudget visits) => Number(Nodes.Of(current, visits).Count);
}

/// <summary><c>value</c>: the value of a query that gives exactly one (RFC 9535 §2.4.8).</summary>
internal sealed record OnlyValueOperand(NodesOperand Nodes) : ValueOperand
{
    public override JsonElement? Of(JsonElement current, VisitBudget visits) => Nodes.Of(current, visits) is [var only] ? only : null;
}

/// <summary>A query within a filter: <c>@</c> is the node that is looked at, <c>$</c> the payload.</summary>
internal sealed record NodesOperand(bool FromRoot, JsonQuery Query)
{
    public List<JsonElement> Of(JsonElement current, VisitBudget visits)
    {
        var found = new List<JsonElement>();
        Query.Evaluate(FromRoot ? visits.Root : current, visits, found);
        return found;
    }
}

/// <summary>Makes literals of the texts that stand for them.</summary>
internal static class PathLiterals
{
    public static ValueOperand OfText(string text) => new Literal(JsonSerializer.SerializeToElement(text));

    /// <returns>Null when the word is no number as JSON writes it, nor true, false or null.</returns>
    public static ValueOperand? OfWord(string word)
    {
        var isNumber = word.Length > 0 && (word[0] == '-' || char.IsAsciiDigit(word[0])) && double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        if (!isNumber && word is not ("true" or "false" or "null"))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(word);
            return new Literal(document.RootElement.Clone());
        }
        catch (JsonException) // the base library has no Try form: 01 and 1. are numbers elsewhere
        {
            return null;
        }
    }
}
