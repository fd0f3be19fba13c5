using System.Text.Json;
using System.Text.Json.Nodes;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.NodeRed.Codecs;

/// <summary>Runs the examples that came with a vendor's codec: what is compared is what it decodes, not signals.</summary>
internal static class VendorExampleRunner
{
    private const double Tolerance = 1e-6; // as for our own examples

    /// <summary>Runs every one.</summary>
    /// <returns>One result each, in file order.</returns>
    public static IEnumerable<ExampleResult> Run(Rule rule)
    {
        using var runner = new CodecRunner(TimeProvider.System, new SignalSet());
        return [.. rule.Codec!.Examples.Select(example => Run(rule, example, runner))];
    }

    private static ExampleResult Run(Rule rule, VendorExample example, CodecRunner runner)
    {
        var failed = runner.TryDecode(rule, example, out var decoded);
        var actual = failed is null ? decoded.Data : $"the error \"{failed.Message}\"";
        var expected = example.Data?.ToJsonString() ?? "an error";
        var difference = (example.Data, failed) switch
        {
            (null, null) => $"expected an error, got {decoded.Data}",
            (null, _) => null,
            (_, not null) => $"expected {expected}, but the codec failed: {failed.Message}",
            _ => Difference(example, decoded),
        };
        return new ExampleResult(example.Description, example.At, difference is null, expected, actual, difference) { File = example.File };
    }

    private static string? Difference(VendorExample example, DecodedUplink decoded) =>
        Difference(example.Data, JsonNode.Parse(decoded.Data), "data")
        ?? (example.Warnings is null ? null : Difference(example.Warnings, new JsonArray([.. decoded.Warnings.Select(warning => (JsonNode)warning)]), "warnings"))
        ?? (example.Normalized is null ? null : DifferenceOfNormalized(example.Normalized, decoded.Normalized));

    private static string? DifferenceOfNormalized(JsonArray expected, string? normalized) => normalized is null
        ? $"normalized: expected {Shown(expected)}, but the codec has no normalizeUplink, or it gave nothing"
        : Difference(expected, VendorExamplesReader.AsList(JsonNode.Parse(normalized)!), "normalized");

    private static string? Difference(JsonNode? expected, JsonNode? actual, string where)
    {
        switch (expected, actual)
        {
            case (JsonObject one, JsonObject other):
                return one.Select(member => member.Key).Union(other.Select(member => member.Key))
                    .Select(name => Difference(one[name], other[name], $"{where}.{name}")).FirstOrDefault(found => found is not null);
            case (JsonArray one, JsonArray other) when one.Count == other.Count:
                return one.Zip(other).Select((pair, i) => Difference(pair.First, pair.Second, $"{where}[{i}]")).FirstOrDefault(found => found is not null);
            case (JsonValue one, JsonValue other) when Number(one) is { } wanted && Number(other) is { } given:
                return Math.Abs(wanted - given) <= Tolerance * Math.Max(1, Math.Abs(wanted)) ? null : Described();
            default:
                return JsonNode.DeepEquals(expected, actual) ? null : Described();
        }

        string Described() => $"{where}: expected {Shown(expected)}, got {Shown(actual)}";
    }

    private static double? Number(JsonValue value) =>
        value.GetValueKind() == JsonValueKind.Number ? double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture) : null;

    private static string Shown(JsonNode? node) => node?.ToJsonString() ?? "nothing";
}
