namespace Busroot.Transformer.Payloads;

/// <summary><c>json</c> and <c>json-lenient</c>: one JSON value (RFC 8259), with or without the mistakes devices make.</summary>
internal sealed class JsonPayload(bool lenient) : JsonShapedPayload
{
    public static JsonPayload Strict { get; } = new(lenient: false);

    public static JsonPayload Lenient { get; } = new(lenient: true);

    public override bool IsLenient => lenient;

    public override bool TryConvert(ReadOnlySpan<byte> payload, SlotTable slots, out ReadOnlySpan<byte> json, out string? error)
    {
        json = payload;
        error = null;
        return true;
    }
}
