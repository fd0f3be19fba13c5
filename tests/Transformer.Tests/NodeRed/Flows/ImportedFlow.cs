using System.Text;
using System.Text.Json;
using Busroot.Transformer.NodeRed.Flows;
using Busroot.Transformer.NodeRed.Functions;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;

namespace Busroot.Transformer.Tests.NodeRed.Flows;

/// <summary>A flow imported for a test, and one device to run its rule on.</summary>
internal sealed class ImportedFlow : IDisposable
{
    public const string Topic = "busroot/v1/dau/acme/press-1";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly AccountValues _accounts = new();
    private RuleRunner _runner;
    private DeviceState _state = new();
    private Rule? _rule;
    private Rule? _probed;
    private int _seen;

    private ImportedFlow(string flows)
    {
        Import = FlowImport.Of(Encoding.UTF8.GetBytes(flows));
        _runner = new RuleRunner(TimeProvider.System, _accounts);
    }

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

    /// <summary>What the last run warned of.</summary>
    public IReadOnlyList<string> Warnings => _runner.Warnings;

    /// <summary>Loads the only rule; it must be right.</summary>
    public Rule Load() => _rule ??= Load(code => code);

    /// <summary>Runs the rule on payloads of one device, one after the other.</summary>
    /// <returns>For each what it publishes, one object after the other, or what else came of it.</returns>
    public string[] Run(params string[] payloads) => [.. payloads.Select(payload => Run(Load(), payload, Topic))];

    public string Run(Rule rule, string payload, string topic) => Run(rule, Encoding.UTF8.GetBytes(payload), topic);

    public string Run(Rule rule, byte[] payload, string topic = Topic)
    {
        var output = new SignalBuffer();
        var outcome = _runner.Apply(rule, new RuleInput
        {
            Device = new DeviceContext("acme/press-1", "acme", null, []),
            Topic = Encoding.UTF8.GetBytes(topic),
            Payload = payload,
            At = Now,
            State = _state,
        }, output);
        return Show(outcome, output);
    }

    /// <summary>Lets time pass and runs all that is due meanwhile, each at its time.</summary>
    /// <returns>For each what it publishes, or what else came of it.</returns>
    public string[] Pass(double seconds) => [.. RunDue(seconds).Select(run => Show(run.Outcome, run.Output)).Where(result => result != "nothing")];

    /// <summary>Runs the flow of <see cref="OfNodes"/> and tells for each payload what the nodes gave, message by message, as JSON.</summary>
    public string[] Given(params string[] payloads)
    {
        // What the nodes gave travels in the state, which takes any JSON.
        var rule = _probed ??= Load(Probed);
        return [.. payloads.Select(payload => Run(rule, payload, Topic) is var ended && ended.StartsWith("failed", StringComparison.Ordinal) ? ended : TakeGiven())];
    }

    /// <summary>Lets time pass; what the nodes of <see cref="OfNodes"/> gave meanwhile, run by run.</summary>
    public string[] GivenIn(double seconds) =>
        [.. RunDue(seconds).Select(run => run.Outcome is RuleOutcome.Failed ? Show(run.Outcome, run.Output) : TakeGiven()).Where(given => given.Length > 0)];

    /// <summary>What is kept for the device, as JSON.</summary>
    public string State() => _state.Entries.Select(entry => Encoding.UTF8.GetString(entry.Json.Span)).SingleOrDefault("{}");

    /// <summary>Starts anew with what is stored.</summary>
    public void Restart()
    {
        var stored = _state;
        _state = new DeviceState();
        foreach (var (rule, json) in stored.Entries)
        {
            _state.Load(rule, json);
        }

        _runner.Dispose();
        _runner = new RuleRunner(TimeProvider.System, _accounts);
    }

    /// <summary>The rule no longer serves the device.</summary>
    public void Stop() => _runner.Stop(_state, Now);

    /// <summary>What the devices of the account share under a key, as JSON.</summary>
    public string? OfAccount(string key) => _accounts.Get("acme", key);

    public void Dispose() => _runner.Dispose();

    private Rule Load(Func<string, string> change)
    {
        using var files = new RuleFiles();
        foreach (var file in Import.Rules.Single().Files)
        {
            files.With($"{Import.Rules.Single().Name}/{file.Name}", file.Name == "rule.js" ? change(file.Text) : file.Text);
        }

        var set = files.Load();
        set.Problems.Should().BeEmpty("{0}", Import.Rules.Single().Files[^1].Text);
        return set.Rules.Single();
    }

    private string Probed(string code)
    {
        const string start = "const publish = (msg, station) => {";
        var store = Import.Rules.Single().Kind == "function" ? "flow.set(\"given\", [...(flow.get(\"given\") ?? []), msg.payload.given ?? null])" : "(device.state.given ??= []).push(msg.payload.given ?? null)";
        return code.Replace(start, $"{start} {store}\n", StringComparison.Ordinal);
    }

    private IEnumerable<(RuleOutcome Outcome, SignalBuffer Output)> RunDue(double seconds)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        while (_runner.NextDue is { } due && due <= end)
        {
            Now = due > Now ? due : Now;
            var output = new SignalBuffer();
            while (_runner.TryRunDue(Now, output, out var run))
            {
                yield return (run.Outcome, output);
                output = new SignalBuffer();
            }
        }

        Now = end;
    }

    private static string Show(RuleOutcome outcome, SignalBuffer output) => outcome switch
    {
        RuleOutcome.Produced => string.Join(' ', Enumerable.Range(0, output.Count).Select(i => (output[i].Station is { } station ? station + ":" : "") + Encoding.UTF8.GetString(output.GetPayload(output[i])))),
        RuleOutcome.Ignored => "nothing",
        RuleOutcome.Failed failed => "failed: " + failed.Message,
        _ => outcome.ToString(),
    };

    private string TakeGiven()
    {
        using var document = JsonDocument.Parse(State());
        var owner = document.RootElement.TryGetProperty("flow", out var flow) && flow.TryGetProperty("given", out _) ? flow : document.RootElement;
        var given = owner.TryGetProperty("given", out var all) ? all.EnumerateArray().Select(value => JsonSerializer.Serialize(value, Plain)).ToArray() : [];
        var before = _seen;
        _seen = given.Length;
        return string.Join(' ', given.Skip(before));
    }
}
