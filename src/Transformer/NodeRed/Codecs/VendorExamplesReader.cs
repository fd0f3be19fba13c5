using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Busroot.Transformer.Rules;

namespace Busroot.Transformer.NodeRed.Codecs;

/// <summary>Takes the examples of uplinks out of what vendors deliver with a codec; those of downlinks are skipped.</summary>
/// <remarks>
/// The Things Stack: <c>{ uplinkDecoder: { examples: [{ description, input: { fPort, bytes: [] }, output: { data | errors, warnings }, normalizedOutput: { data: [] } }] } }</c>.
/// ChirpStack: <c>[{ name, input: { bytes: [], fPort, recvTime, variables }, expected: { data, errors, warnings } }]</c>.
/// TS013, as ThingPark has it: <c>[{ description, type: "uplink", input: { bytes: "hex", fPort, recvTime | time }, output: { data | errors } }]</c>, and the
/// older form with all of these in one object.
/// </remarks>
internal sealed class VendorExamplesReader(string file, ProblemLog log)
{
    private const int HighestPort = 255;
    private const int DefaultPort = 1;

    private static readonly DateTimeOffset DefaultArrival = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] UplinkTypes = ["uplink", "decode"];

    public ImmutableArray<VendorExample> Read(SourceNode root)
    {
        var list = root.Kind == JsonValueKind.Array ? root : Member(Member(root, "uplinkDecoder") ?? root, "examples");
        var examples = list?.Items.Select(ReadExample).OfType<VendorExample>().ToImmutableArray() ?? [];
        if (examples.IsEmpty && log.Problems.Count == 0)
        {
            log.Add(root.At, "there is no example of an uplink: a list of { description, input: { bytes, fPort }, output: { data } }, or such a list under uplinkDecoder, examples");
        }

        return examples;
    }

    private VendorExample? ReadExample(SourceNode item, int index)
    {
        var input = Member(item, "input") ?? item;
        var output = Member(item, "output") ?? Member(item, "expected") ?? item;
        if (IsDownlink(item, input, output))
        {
            return null;
        }

        if (Member(input, "bytes") is not { } bytes || BytesOf(bytes) is not { } frame)
        {
            log.Add((Member(input, "bytes") ?? input).At, "an example of an uplink has \"bytes\": a list of numbers from 0 to 255, or hexadecimal digits");
            return null;
        }

        var isRefused = Member(output, "errors") is { Items.Count: > 0 };
        if (!isRefused && Member(output, "data") is not { Kind: JsonValueKind.Object })
        {
            log.Add(output.At, "an example of an uplink has \"data\", an object with what its frame decodes to, or \"errors\"");
            return null;
        }

        return new VendorExample(Text(item, "description") ?? Text(item, "name") ?? $"example {index + 1}", file, item.At, new Uplink(frame, PortOf(input)))
        {
            ReceivedAt = ArrivalOf(input),
            Variables = VariablesOf(input),
            Data = isRefused ? null : Member(output, "data")!.ToJson(),
            Warnings = Member(output, "warnings")?.ToJson(),
            Normalized = Member(Member(item, "normalizedOutput"), "data")?.ToJson() is { } normalized ? AsList(normalized) : null,
        };
    }

    /// <summary>What normalizing gives may be one object or a list of such; both are the same here.</summary>
    public static JsonArray AsList(JsonNode normalized) => normalized as JsonArray ?? [normalized];

    private static bool IsDownlink(SourceNode item, SourceNode input, SourceNode output) =>
        Text(item, "type") is { } type ? !UplinkTypes.Contains(type) : Member(input, "bytes") is null && (Member(input, "data") is not null || Member(output, "bytes") is not null);

    private static byte[]? BytesOf(SourceNode bytes) => bytes.Kind switch
    {
        JsonValueKind.Array when bytes.Items.TrueForAll(one => one.Kind == JsonValueKind.Number && one.Number is >= 0 and <= 255 && one.Number == Math.Floor(one.Number)) =>
            [.. bytes.Items.Select(one => (byte)one.Number)],
        JsonValueKind.String => Uplink.FromHex(bytes.Text),
        _ => null,
    };

    private int PortOf(SourceNode input)
    {
        if (Member(input, "fPort") is not { } port)
        {
            return DefaultPort;
        }

        if (port.Kind == JsonValueKind.Number && port.Number is >= 0 and <= HighestPort)
        {
            return (int)port.Number;
        }

        log.Add(port.At, $"\"fPort\" is a number from 0 to {HighestPort}, not {port.Described}");
        return DefaultPort;
    }

    private DateTimeOffset ArrivalOf(SourceNode input)
    {
        if ((Member(input, "recvTime") ?? Member(input, "time")) is not { } time)
        {
            return DefaultArrival;
        }

        if (DateTimeOffset.TryParse(time.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return at;
        }

        log.Add(time.At, $"the time of arrival is one such as \"2026-11-22T08:00:00Z\", not {time.Described}");
        return DefaultArrival;
    }

    private static ImmutableDictionary<string, VariableValue> VariablesOf(SourceNode input) =>
        (Member(input, "variables")?.Members ?? []).Where(member => member.Value.Kind == JsonValueKind.String)
            .GroupBy(member => member.Name, StringComparer.Ordinal).ToImmutableDictionary(group => group.Key, group => VariableValue.Of(group.Last().Value.Text));

    private static SourceNode? Member(SourceNode? node, string name) => node?.Members.FindLast(member => member.Name == name)?.Value;

    private static string? Text(SourceNode node, string name) => Member(node, name) is { Kind: JsonValueKind.String } text ? text.Text : null;
}
