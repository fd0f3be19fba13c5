using System.Text.Json;

namespace Busroot.Transformer.Payloads;

/// <summary>Takes what it wants of a JSON text.</summary>
internal interface IJsonConsumer
{
    /// <summary>Reads one value, from its first token to its last. May be called again for the same payload after a failure.</summary>
    void Consume(ref Utf8JsonReader reader, SlotTable slots);
}

/// <summary>Reads a payload as JSON, with or without the mistakes devices make.</summary>
internal static class JsonText
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = JsonPath.MostSegments };
    private static readonly JsonReaderOptions Lenient = Strict with { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Hands the value to a consumer.</summary>
    /// <param name="payload">Any bytes.</param>
    /// <param name="lenient">Accept nan, inf, -1.#IND (as null), comments and trailing commas.</param>
    /// <param name="slots">For memory.</param>
    /// <param name="consumer">Gets the value.</param>
    /// <param name="error">What is wrong and at which byte, otherwise.</param>
    /// <returns><see langword="false"/> when it is not one JSON value.</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, bool lenient, SlotTable slots, IJsonConsumer consumer, out string? error)
    {
        // Looked for beforehand, since a meter that answers nan does so in every message and an exception costs more than all the rest.
        if (lenient && JsonRepair.SeemsNeeded(payload))
        {
            return TryRepaired(payload, slots, consumer, out error);
        }

        return TryOnce(payload, lenient, slots, consumer, out error, out _) || (lenient && TryRepaired(payload, slots, consumer, out error));
    }

    private static bool TryRepaired(ReadOnlySpan<byte> payload, SlotTable slots, IJsonConsumer consumer, out string? error)
    {
        var repaired = slots.Work(JsonRepair.MostBytes(payload.Length));
        var length = JsonRepair.Copy(payload, repaired, stopAt: int.MaxValue, out _);
        if (TryOnce(repaired[..length], lenient: true, slots, consumer, out var problem, out var at))
        {
            error = null;
            return true;
        }

        JsonRepair.Copy(payload, repaired, stopAt: at, out var original);
        error = Describe(problem!, original);
        return false;
    }

    private static bool TryOnce(ReadOnlySpan<byte> payload, bool lenient, SlotTable slots, IJsonConsumer consumer, out string? error, out int at)
    {
        var skipped = payload.StartsWith("\uFEFF"u8) ? 3 : 0; // some Windows gateways begin with a byte order mark
        var reader = new Utf8JsonReader(payload[skipped..], lenient ? Lenient : Strict);
        error = null;
        at = 0;
        try
        {
            reader.Read();
            consumer.Consume(ref reader, slots);
            reader.Read(); // finds what follows the value
            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException) // the boundary of the base library's reader: it has no Try form
        {
            at = skipped + JsonFault.Position(fault, payload[skipped..], reader.BytesConsumed);
            error = payload.IsEmpty ? "the payload is empty; expected JSON" : JsonFault.Reason(fault);
            error = lenient ? error : Describe(error, at);
            return false;
        }
    }

    private static string Describe(string problem, int at) => $"not valid JSON at byte {at}: {problem}";
}
