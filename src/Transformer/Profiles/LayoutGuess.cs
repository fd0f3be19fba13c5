using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Profiles;

/// <summary>Guesses how the payloads of a topic are laid out: the first layout that reads most of them.</summary>
internal static class LayoutGuess
{
    /// <summary>Looks at payloads.</summary>
    /// <param name="payloads">Of one topic, in the order of arrival, at least one; any bytes.</param>
    /// <remarks>Never throws for what is in them. Some payloads need not fit, such as a last will among JSON.</remarks>
    public static PayloadLayout Of(IReadOnlyList<ReadOnlyMemory<byte>> payloads)
    {
        var full = payloads.Where(payload => !AsciiText.Trim(payload.Span).IsEmpty).ToList();
        return full.Count == 0
            ? new TextLayout("\"text\"", "the payloads are empty", decimalComma: false)
            : Json(full) ?? Xml(full) ?? KeyValueGuess.Of(full) ?? Points(full) ?? CsvGuess.Of(full) ?? Encoded(full) ?? (PayloadLayout)Text(full);
    }

    /// <summary>Whether so many are most of all.</summary>
    public static bool IsMost(int some, int all) => some * 10 >= all * 6;

    /// <summary>How many of the payloads something is true of, in words.</summary>
    public static string Share(int some, int all) => some == all ? "every payload" : $"{some} of {all} payloads";

    /// <summary>A layout whose values are read as JSON, having looked for what marks the elements of its lists.</summary>
    /// <returns>Null when it does not read most of the payloads.</returns>
    public static JsonShapedLayout? Shaped(
        IReadOnlyList<ReadOnlyMemory<byte>> payloads, JsonShapedPayload format, string name, string ruleJson, string? fromText, Func<int, string> reason, Func<JsonElement, bool>? fits = null)
    {
        var (slots, root, marks, read) = (new SlotTable(), new JsonRoot(), new ListMarks(), 0);
        foreach (var payload in payloads)
        {
            if (format.TryRead(payload.Span, slots, root, out _) && (fits is null || fits(root.Value)))
            {
                JsonFields.Observe(root.Value, marks);
                read++;
            }
        }

        return IsMost(read, payloads.Count) ? new JsonShapedLayout(name, ruleJson, reason(read), fromText, format, marks) : null;
    }

    private static JsonShapedLayout? Json(List<ReadOnlyMemory<byte>> payloads)
    {
        var (slots, root) = (new SlotTable(), new JsonRoot());
        var likely = payloads.Where(payload => StartsLikeJson(payload.Span)).ToList(); // refusing a text costs an exception
        if (!IsMost(likely.Count, payloads.Count))
        {
            return null;
        }

        var isStrict = likely.TrueForAll(payload => JsonPayload.Strict.TryRead(payload.Span, slots, root, out _) || !JsonPayload.Lenient.TryRead(payload.Span, slots, root, out _));
        return isStrict
            ? Shaped(payloads, JsonPayload.Strict, "json", "\"json\"", "json(text)", read => $"{Share(read, payloads.Count)} is JSON", IsNested)
            : Shaped(
                payloads, JsonPayload.Lenient, "json-lenient", "\"json-lenient\"", "json(text, { lenient: true })",
                read => $"{Share(read, payloads.Count)} is JSON, some of it only if nan, comments and trailing commas are allowed", IsNested);
    }

    private static bool StartsLikeJson(ReadOnlySpan<byte> payload) =>
        AsciiText.Trim(payload.StartsWith("\uFEFF"u8) ? payload[3..] : payload) is [(byte)'{' or (byte)'[' or (byte)'"' or (byte)'/', ..];

    // A lone number or word is JSON too, but is better called a text.
    private static bool IsNested(JsonElement value) =>
        value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.String;

    private static JsonShapedLayout? Xml(List<ReadOnlyMemory<byte>> payloads) =>
        payloads[0].Span.Contains((byte)'<')
            ? Shaped(payloads, new XmlPayload(), "xml", "\"xml\"", "xml(text)", read => $"{Share(read, payloads.Count)} is an XML document")
            : null;

    private static JsonShapedLayout? Points(List<ReadOnlyMemory<byte>> payloads) =>
        payloads[0].Span.Contains((byte)'=')
            ? Shaped(payloads, new LineProtocolPayload(), "line-protocol", "\"line-protocol\"", "lineProtocol(text)", read => $"{Share(read, payloads.Count)} holds points of InfluxDB line protocol")
            : null;

    private static BytesLayout? Encoded(List<ReadOnlyMemory<byte>> payloads)
    {
        if (IsMost(payloads.Count(payload => IsHex(payload.Span)), payloads.Count) && payloads.Any(payload => IsSurelyHex(payload.Span)))
        {
            return BytesLayout.Of(payloads, ByteEncoding.Hex, "pairs of hexadecimal digits");
        }

        if (IsMost(payloads.Count(payload => IsBase64(payload.Span)), payloads.Count) && payloads.Any(payload => IsSurelyBase64(payload.Span)))
        {
            return BytesLayout.Of(payloads, ByteEncoding.Base64, "Base64 digits");
        }

        return IsMost(payloads.Count(payload => IsText(payload.Span)), payloads.Count) ? null : BytesLayout.Of(payloads, ByteEncoding.Raw, "bytes that are no text");
    }

    private static bool IsHex(ReadOnlySpan<byte> payload)
    {
        var target = new byte[payload.Length];
        return HexText.TryDecode(payload, target, out var length, out _) && length >= 3;
    }

    // 20240301 is eight hexadecimal digits and a number; with letters, or longer than any number, it is none.
    private static bool IsSurelyHex(ReadOnlySpan<byte> payload) =>
        payload.Length > 17 || payload.ContainsAnyInRange((byte)'a', (byte)'f') || payload.ContainsAnyInRange((byte)'A', (byte)'F');

    private static bool IsBase64(ReadOnlySpan<byte> payload) =>
        payload.Length >= 8 && System.Buffers.Text.Base64.IsValid(AsciiText.Trim(payload), out var length) && length > 0;

    private static bool IsSurelyBase64(ReadOnlySpan<byte> payload) =>
        payload.ContainsAny("+/="u8)
        || (payload.ContainsAnyInRange((byte)'a', (byte)'z') && payload.ContainsAnyInRange((byte)'A', (byte)'Z') && payload.ContainsAnyInRange((byte)'0', (byte)'9'));

    private static bool IsText(ReadOnlySpan<byte> payload) =>
        Utf8.IsValid(payload) && !Encoding.UTF8.GetString(payload).Any(c => char.IsControl(c) && !char.IsWhiteSpace(c) && c != '\0');

    private static TextLayout Text(List<ReadOnlyMemory<byte>> payloads)
    {
        var commas = payloads.Count(payload => CsvGuess.IsDecimalComma(Encoding.UTF8.GetString(AsciiText.Trim(payload.Span))));
        return IsMost(commas, payloads.Count)
            ? new TextLayout("{ \"text\": { \"decimalComma\": true } }", "every payload is one number with a decimal comma", decimalComma: true)
            : new TextLayout("\"text\"", "every payload is one value, a number or a word", decimalComma: false);
    }
}
