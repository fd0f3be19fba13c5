using System.Collections.Immutable;

namespace Busroot.Transformer.Payloads;

/// <summary>A format that is JSON, or that is read as if it were: paths, expressions and scripts then work on it alike.</summary>
internal abstract class JsonShapedPayload : PayloadFormat
{
    /// <summary>Whether the JSON may have the mistakes devices make.</summary>
    public virtual bool IsLenient => false;

    /// <summary>Whether a comma is the decimal separator in its texts.</summary>
    public virtual bool DecimalComma => false;

    /// <summary>Writes a payload as JSON.</summary>
    /// <param name="payload">Any bytes.</param>
    /// <param name="slots">For memory; the result may lie in it.</param>
    /// <param name="json">The JSON, not yet checked when the payload is JSON itself.</param>
    /// <param name="error">What is wrong with the payload and where, otherwise.</param>
    public abstract bool TryConvert(ReadOnlySpan<byte> payload, SlotTable slots, out ReadOnlySpan<byte> json, out string? error);

    /// <summary>Hands the value a payload stands for to a consumer.</summary>
    public bool TryRead(ReadOnlySpan<byte> payload, SlotTable slots, IJsonConsumer consumer, out string? error) =>
        TryConvert(payload, slots, out var json, out error) && JsonText.TryRead(json, IsLenient, slots, consumer, out error);

    public override PayloadDecoder Compile(ImmutableArray<JsonPath> paths, List<PathProblem> problems)
    {
        PlacedQuery[] queries = [.. paths.Select((path, slot) => (path.Query, slot)).Where(placed => placed.Query is not null)
            .Select(placed => new PlacedQuery(placed.Query!, placed.slot))];
        return new JsonDecoder(JsonTree.Of(paths), queries, this);
    }
}
