using System.Text;
using System.Text.Json;
using Busroot.Transformer.NodeRed.Flows;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;

namespace Busroot.Transformer.Tests.NodeRed.Flows;

/// <summary>A flow imported for a test, and one device to run its rule on.</summary>
internal sealed class ImportedFlow : IDisposable
{
    public const string Topic = "busroot/v1/dau/acme/press-1";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly RuleRunner _runner = new();
    private readonly DeviceState _state = new();
    private int _seen;

    private ImportedFlow(string flows) => Import = FlowImport.Of(Encoding.UTF8.GetBytes(flows));

    public FlowImport Import { get; }

    public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Imports a file.</summary>
    public static ImportedFlow OfFile(string flows) => new(flows);

    /// <summary>Imports nodes between an <c>mqtt in</c> called i, wired to a, and an <c>mqtt out</c> called o.</summary>
    public static ImportedFlow Of(string nodes, string datatype = "auto-detect", string out_ = "") => new($$"""
        [{"id":"t","type":"tab","label":"Line 1"},
         {"id":"i","type":"mqtt in","z":"t","topic":"busroot/v1/dau/acme/+","datatype":"{{datatype}}","inputs":0,"wires":[["a"]]},
         {{nodes}},
         {"id":"o","type":"mqtt out","z":"t","topic":"{{out_}}","wires":[]}]
        """);

    /// <summary>Imports one node, called a, for <see cref="Given"/>.</summary>
    public static ImportedFlow OfNode(string type, string fields, string datatype = "auto-detect") =>
        OfNodes($$"""{"id":"a","type":"{{type}}","z":"t",{{fields}},"wires":[["s"]]}""", datatype);

    /// <summary>Imports nodes, the first called a and the last wired to s, for <see cref="Given"/>.</summary>
    public static ImportedFlow OfNodes(string nodes, string datatype = "auto-detect") => Of($$"""
        {{nodes}},
        {"id":"s","type":"change","z":"t","rules":[{"t":"move","p":"payload","pt":"msg","to":"given","tot":"msg"},{"t":"set","p":"payload","pt":"msg","to":"{}","tot":"json"},
          {"t":"move","p":"given","pt":"msg","to":"payload.given","tot":"msg"},{"t":"set","p":"payload.rssi","pt":"msg","to":"-1","tot":"num"}],"wires":[["o"]]}
        """, datatype);

    public NodeFinding Finding(string id) => Import.Findings.Single(finding => finding.Id == id);

    public string Code(string file = "rule.js") => Import.Rules.Single().Files.Single(entry => entry.Name == file).Text;

    /// <summary>Loads the only rule; it must be right.</summary>
    public Rule Load()
    {
        using var files = new RuleFiles();
        foreach (var file in Import.Rules.Single().Files)
        {
            files.With($"{Import.Rules.Single().Name}/{file.Name}", file.Text);
        }

        var set = files.Load();
        set.Problems.Should().BeEmpty("{0}", Import.Rules.Single().Files[^1].Text);
        return set.Rules.Single();
    }

    /// <summary>Runs the rule on payloads of one device, one after the other.</summary>
    /// <returns>For each what it publishes, one object after the other, or what else came of it.</returns>
    public string[] Run(params string[] payloads)
    {
        var rule = Load();
        return [.. payloads.Select(payload => Run(rule, payload, Topic))];
    }

    public string Run(Rule rule, string payload, string topic)
    {
        var output = new SignalBuffer();
        var outcome = _runner.Apply(rule, new RuleInput
        {
            Device = new DeviceContext("acme/press-1", "acme", null, []),
            Topic = Encoding.UTF8.GetBytes(topic),
            Payload = Encoding.UTF8.GetBytes(payload),
            At = Now,
            State = _state,
        }, output);
        return outcome switch
        {
            RuleOutcome.Produced => string.Join(' ', Enumerable.Range(0, output.Count).Select(i => (output[i].Station is { } station ? station + ":" : "") + Encoding.UTF8.GetString(output.GetPayload(output[i])))),
            RuleOutcome.Ignored => "nothing",
            RuleOutcome.Failed failed => "failed: " + failed.Message,
            _ => outcome.ToString(),
        };
    }

    /// <summary>Runs the flow of <see cref="OfNodes"/> and tells for each payload what the nodes gave, message by message, as JSON.</summary>
    public string[] Given(params string[] payloads)
    {
        // The node's result travels in the state, which takes any JSON.
        var rule = LoadProbed();
        return [.. payloads.Select(payload => Probe(rule, payload))];
    }

    public void Dispose() => _runner.Dispose();

    private Rule LoadProbed()
    {
        using var files = new RuleFiles();
        var code = Code().Replace("const publish = (msg, station) => {", "const publish = (msg, station) => {\n    (device.state.given ??= []).push(msg.payload.given ?? null)", StringComparison.Ordinal);
        var set = files.With("a/b/rule.json", Code("rule.json")).With("a/b/rule.js", code).Load();
        set.Problems.Should().BeEmpty("{0}", code);
        return set.Rules.Single();
    }

    private string Probe(Rule rule, string payload)
    {
        if (Run(rule, payload, Topic) is var ended && ended.StartsWith("failed", StringComparison.Ordinal))
        {
            return ended;
        }

        var before = _seen;
        var state = _state.Of(rule.Id);
        using var document = JsonDocument.Parse(state.IsEmpty ? "{}"u8.ToArray() : state.ToArray());
        var given = document.RootElement.TryGetProperty("given", out var all) ? all.EnumerateArray().Select(value => JsonSerializer.Serialize(value, Plain)).ToArray() : [];
        _seen = given.Length;
        return string.Join(' ', given.Skip(before));
    }
}
