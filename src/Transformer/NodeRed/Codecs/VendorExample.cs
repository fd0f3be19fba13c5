using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Busroot.Transformer.NodeRed.Codecs;

/// <summary>An example that came with a vendor's codec: a frame, and what it decodes to.</summary>
/// <param name="Description">What the vendor calls it.</param>
/// <param name="Frame">The frame and its port.</param>
/// <param name="ReceivedAt">When it is said to have arrived.</param>
/// <param name="Variables">What the codec finds as variables, beside the rule's own.</param>
/// <param name="Expected">What it decodes to.</param>
/// <param name="Normalized">What normalizeUplink makes of that; null when the vendor does not say.</param>
internal sealed record VendorExample(
    string Description, Uplink Frame, DateTimeOffset ReceivedAt, ImmutableDictionary<string, VariableValue> Variables, VendorExpectation Expected, VendorExpectation? Normalized)
{
    private const int DefaultPort = 1;

    private static readonly DateTimeOffset DefaultArrival = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Takes the examples of uplinks out of a file in the form of The Things Stack, of ChirpStack or of TS013; others are skipped.</summary>
    /// <param name="root">What the file says.</param>
    /// <param name="problems">Gains what is wrong with an example.</param>
    /// <remarks>
    /// The Things Stack: <c>{ examples: [{ description, input: { fPort, bytes: [] }, output: { data, warnings | errors }, normalizedOutput: { data: [] } }] }</c>, or the list alone.
    /// ChirpStack: <c>[{ name, input: { bytes, fPort, recvTime, variables }, expected: { data, warnings } }]</c>.
    /// TS013: <c>[{ description, type: "uplink", input: { bytes: "hex", fPort, recvTime }, output }]</c>.
    /// </remarks>
    public static IEnumerable<VendorExample> From(JsonNode? root, List<string> problems)
    {
        var items = root as JsonArray ?? (root as JsonObject)?["examples"] as JsonArray ?? [];
        return items.Select((item, index) => Read(item as JsonObject, index, problems)).OfType<VendorExample>();
    }

    private static VendorExample? Read(JsonObject? item, int index, List<string> problems)
    {
        if (item?["input"] is not JsonObject input || input["bytes"] is not { } bytes || VendorExpectation.Of(item["output"] ?? item["expected"]) is not { } expected
            || (Text(item["type"]) is { } type && type is not ("uplink" or "decode")))
        {
            return null; // a downlink
        }

        var description = Text(item["description"]) ?? Text(item["name"]) ?? $"example {index + 1}";
        var (frame, port) = (BytesOf(bytes), input["fPort"] is { } given ? ByteOf(given) : (byte)DefaultPort);
        if (frame is null || port is null)
        {
            var reason = frame is null ? "\"bytes\" is an array of numbers from 0 to 255, or a text of hexadecimal digits" : "\"fPort\" is a number from 0 to 255";
            problems.Add($"{(description.StartsWith("example ", StringComparison.Ordinal) ? description : $"example \"{description}\"")}: {reason}");
            return null;
        }

        var at = Text(input["recvTime"]) is { } time && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, out var parsed) ? parsed : DefaultArrival;
        return new VendorExample(description, new Uplink(frame, port.Value), at, VariablesOf(input["variables"]), expected, VendorExpectation.Of(item["normalizedOutput"]));
    }

    private static byte[]? BytesOf(JsonNode bytes)
    {
        if (bytes is not JsonArray array)
        {
            return Text(bytes) is { } text ? Uplink.FromHex(text) : null;
        }

        var numbers = array.Select(ByteOf).ToArray();
        return numbers.All(number => number is not null) ? [.. numbers.Select(number => number!.Value)] : null;
    }

    private static byte? ByteOf(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<double>(out var number) && number is >= 0 and <= 255 && number == Math.Floor(number) ? (byte)number : null;

    private static ImmutableDictionary<string, VariableValue> VariablesOf(JsonNode? variables) => (variables as JsonObject ?? [])
        .Where(member => member.Value is JsonValue).ToImmutableDictionary(member => member.Key, member => VariableValue.Of(member.Value!.ToString()), StringComparer.Ordinal);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

/// <summary>What a function of a codec must give.</summary>
/// <param name="Data">Under <c>data</c>; null when the input must be refused.</param>
/// <param name="Warnings">Under <c>warnings</c>; null when the vendor does not say.</param>
internal sealed record VendorExpectation(JsonNode? Data, JsonArray? Warnings)
{
    /// <summary>Reads <c>{ data, warnings }</c> or <c>{ errors }</c>.</summary>
    /// <returns>Null for anything else.</returns>
    public static VendorExpectation? Of(JsonNode? node)
    {
        var output = node as JsonObject;
        var isRefused = output?["errors"] is JsonArray { Count: > 0 };
        return isRefused ? new VendorExpectation(null, null)
            : output?["data"] is { } data ? new VendorExpectation(data, output["warnings"] as JsonArray)
            : null;
    }
}
