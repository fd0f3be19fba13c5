using System.Text.Json;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Mapping;

/// <summary>Finds the elements of a payload that are mapped one by one (<c>each</c>). Threads: immutable.</summary>
/// <param name="Format">How payloads are laid out.</param>
/// <param name="Path">Where the elements are; a path to one array stands for its elements.</param>
internal sealed record ElementFinder(JsonShapedPayload Format, JsonPath Path)
{
    private readonly JsonQuery _query = Path.AsQuery();

    /// <summary>Finds the elements.</summary>
    /// <param name="payload">Any bytes.</param>
    /// <param name="slots">For memory.</param>
    /// <param name="document">Holds the elements; null when there is an error. Dispose it after the last of them.</param>
    /// <param name="elements">Gains the elements in the order of the payload.</param>
    /// <param name="error">What is wrong with the payload, otherwise.</param>
    public bool TryFind(ReadOnlySpan<byte> payload, SlotTable slots, out JsonDocument? document, List<JsonElement> elements, out string? error)
    {
        var holder = new DocumentHolder();
        document = null;
        if (!Format.TryRead(payload, slots, holder, out error))
        {
            holder.Document?.Dispose();
            return false;
        }

        document = holder.Document!;
        if (!_query.TryEvaluate(document.RootElement, elements))
        {
            error = $"{Path} looks at more than {JsonQuery.MostVisits} values of this payload";
            return false;
        }

        if (Path.Query is null && elements is [{ ValueKind: JsonValueKind.Array } array])
        {
            elements.Clear();
            elements.AddRange(array.EnumerateArray());
        }

        return true;
    }

    private sealed class DocumentHolder : IJsonConsumer
    {
        public JsonDocument? Document { get; private set; }

        public void Consume(ref Utf8JsonReader reader, SlotTable slots)
        {
            Document?.Dispose(); // of a first try that failed behind the value
            Document = JsonDocument.ParseValue(ref reader);
        }
    }
}
