using System.Text.Json;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Profiles;

/// <summary>Keeps the last JSON value read, as a tree. It may be asked twice for one payload, so nothing is gathered here.</summary>
internal sealed class JsonRoot : IJsonConsumer
{
    public JsonElement Value { get; private set; }

    public void Consume(ref Utf8JsonReader reader, SlotTable slots)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        Value = document.RootElement.Clone();
    }
}
