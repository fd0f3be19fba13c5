using System.Text.Json.Nodes;
using Busroot.Transformer.NodeRed.Functions;
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
        var (decoded, normalized) = runner.Try(rule, example);
        var difference = Difference(example.Expected, decoded, "data", Same);
        if (difference is null && normalized is not null)
        {
            difference = Difference(example.Normalized!, normalized, "normalized", Listed);
        }

        var actual = decoded.Failed is { } failed ? $"the error \"{failed.Message}\"" : decoded.Json;
        return new ExampleResult(example.Description, new SourcePosition(1, 1), difference is null, ShownOrError(example.Expected.Data), actual, difference);
    }

    private static string? Difference(VendorExpectation expected, CodecOutput given, string where, Func<JsonNode?, JsonNode?> form) => (expected.Data, given.Failed) switch
    {
        (null, null) => $"{where}: expected an error, got {given.Json}",
        (null, _) => null,
        (_, { } failed) => $"{where}: expected {Shown(expected.Data)}, but the codec failed: {failed.Message}",
        _ => DataDifference(form(expected.Data), given.Json, where, form) ?? WarningsDifference(expected.Warnings, given.Warnings),
    };

    // Read as the vendor's own file is, so that both are in the same form.
    private static string? DataDifference(JsonNode? expected, string json, string where, Func<JsonNode?, JsonNode?> form)
    {
        var data = VendorJson.Parse(json, out var error);
        return error is { } unreadable ? $"{where}: {unreadable.Message}" : Difference(expected, form(data), where);
    }

    private static string? WarningsDifference(JsonArray? expected, IEnumerable<string> given) => expected is null ? null
        : Difference(Texts(expected.Take(CodecRunner.MostNotes).Select(warning => ResultText.Cut(warning?.ToString() ?? "null"))), Texts(given), "warnings");

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    private static JsonNode? Same(JsonNode? data) => data;

    // normalizeUplink may give one object for a list of one.
    private static JsonNode? Listed(JsonNode? data) => data is JsonArray ? data : new JsonArray(data?.DeepClone());

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

    private static double? Number(JsonValue value) => value.TryGetValue<double>(out var number) ? number : null;

    private static string Shown(JsonNode? node) => node?.ToJsonString() ?? "nothing";

    private static string ShownOrError(JsonNode? node) => node is null ? "an error" : Shown(node);
}
