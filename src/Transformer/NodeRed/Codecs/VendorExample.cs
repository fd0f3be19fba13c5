using System.Text.Json.Nodes;

namespace Busroot.Transformer.NodeRed.Codecs;

/// <summary>An example that came with a vendor's codec: a frame, and what it decodes to.</summary>
/// <param name="Description">What the vendor calls it.</param>
/// <param name="Frame">The frame and its port.</param>
/// <param name="ReceivedAt">When it is said to have arrived.</param>
/// <param name="Data">What it decodes to; null when it must be refused.</param>
internal sealed record VendorExample(string Description, Uplink Frame, DateTimeOffset ReceivedAt, JsonNode? Data)
{
    private static readonly DateTimeOffset DefaultArrival = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Takes the examples of uplinks out of a file in the form of The Things Stack, of ChirpStack or of TS013; others are skipped.</summary>
    /// <remarks>
    /// The Things Stack: <c>{ examples: [{ description, input: { fPort, bytes: [] }, output: { data | errors } }] }</c>, or the list alone.
    /// ChirpStack: <c>[{ name, input: { bytes, fPort, recvTime, variables }, expected: { data } }]</c>.
    /// TS013: <c>[{ description, type: "uplink", input: { bytes: "hex", fPort, recvTime }, output }]</c>.
    /// </remarks>
    public static IEnumerable<VendorExample> From(JsonNode? root)
    {
        var items = root as JsonArray ?? root?["examples"] as JsonArray ?? [];
        return items.Select((item, index) => Read(item as JsonObject, index)).OfType<VendorExample>();
    }

    private static VendorExample? Read(JsonObject? item, int index)
    {
        var output = (item?["output"] ?? item?["expected"]) as JsonObject;
        if (item?["input"] is not JsonObject input || output is null || (Text(item["type"]) is { } type && type is not ("uplink" or "decode"))
            || BytesOf(input["bytes"]) is not { } frame || (output["data"] is null && output["errors"] is null))
        {
            return null; // a downlink
        }

        var port = input["fPort"] is JsonValue number && number.TryGetValue<double>(out var given) ? (int)given : 1;
        var at = Text(input["recvTime"]) is { } time && DateTimeOffset.TryParse(time, System.Globalization.CultureInfo.InvariantCulture, out var parsed) ? parsed : DefaultArrival;
        var isRefused = output["errors"] is JsonArray { Count: > 0 };
        return new VendorExample(
            Text(item["description"]) ?? Text(item["name"]) ?? $"example {index + 1}", new Uplink(frame, port), at, isRefused ? null : output["data"]?.DeepClone());
    }

    private static byte[]? BytesOf(JsonNode? bytes) => bytes switch
    {
        JsonArray array => [.. array.Select(one => (byte)(one?.GetValue<double>() ?? 0))],
        JsonValue value when Text(value) is { } text => Uplink.FromHex(text),
        _ => null,
    };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
