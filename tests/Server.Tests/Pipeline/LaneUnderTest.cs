using System.Text;
using Busroot.Broker.Identity;
using Busroot.Broker.Intake;
using Busroot.Mqtt;
using Busroot.Server.Hosting;
using Busroot.Server.Pipeline;
using Busroot.Server.Pipeline.Lanes;
using Busroot.Server.Pipeline.Replays;
using Busroot.Server.Pipeline.Shadows;
using Busroot.Server.Rules;
using Busroot.Transformer.NodeRed.Functions;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.State;

namespace Busroot.Server.Tests.Pipeline;

/// <summary>What one lane does with readings, without its thread: rules given as text, a real data directory, and time that a test moves.</summary>
internal sealed class LaneUnderTest : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ServerState _state;
    private readonly CurrentSettings _settings;
    private readonly ReadingRunner _runner;
    private readonly Dictionary<string, ReadingRoute> _routes = new(StringComparer.Ordinal);

    public LaneUnderTest(params Rule[] rules)
        : this(new ManualTime(), rules)
    {
    }

    public LaneUnderTest(TimeProvider time, params Rule[] rules)
    {
        Time = time;
        _state = ServerState.Open(_directory.Data);
        _settings = new CurrentSettings(_state.Registry, RuleSet.Of(rules, [], []));
        Shadows = new ShadowTable(_settings, Accounts, lanes: 1, Limits, time, Log.CreateLogger("rules"));
        _runner = new ReadingRunner(_state.History, Counters, Accounts, time);
    }

    /// <summary>What candidates may take.</summary>
    public static ShadowLimits Limits { get; } = new() { Devices = 1000 };

    public TimeProvider Time { get; }

    public Registry Registry => _state.Registry;

    public LogLines Log { get; } = new();

    public AccountValues Accounts { get; } = new();

    public PipelineCounters Counters { get; } = new();

    public ShadowTable Shadows { get; }

    /// <summary>What the lane has made of readings since the last <see cref="LaneRun.Clear"/>.</summary>
    public LaneRun Made { get; } = new(lane: null!);

    /// <summary>How the candidate of the rule <c>acme/live</c> compares.</summary>
    public ShadowView Shadow => ShadowView.Of(Shadows.All["acme/live"]);

    /// <summary>A rule that serves every device; <c>acme/live</c>, as candidates must be.</summary>
    /// <param name="json">Members of rule.json after the description and the devices.</param>
    /// <param name="script">rule.js; null for none.</param>
    public static Rule Rule(string json, string? script = null)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>> { ["rule.json"] = Encoding.UTF8.GetBytes($$"""{ "description": "a test", "devices": ["*/*"], {{json}} }""") };
        if (script is not null)
        {
            files["rule.js"] = Encoding.UTF8.GetBytes(script);
        }

        var folder = CompiledFolder.Of(RuleSource.Of("acme/live", files), ScriptLimits.Default);
        folder.Problems.Should().BeEmpty();
        return folder.Rule!;
    }

    public static Rule Mapping(string mapping, string more = "") => Rule($$"""{{more}} "payload": "json", "kind": "mapping", "mapping": {{mapping}}""");

    public static Rule Script(string body, string more = "") =>
        Rule($$"""{{more}} "payload": "json", "kind": "script" """, $"export default function (reading, device) {{ const p = reading.payload\n{body}\n}}");

    public static Rule Function(string body) => Rule("\"kind\": \"function\"", body);

    /// <summary>Has a candidate run beside the live rule.</summary>
    public Shadow Start(Rule candidate) => Shadows.Start(candidate, _settings.Get().Rules.Rules[0], new CandidateOrigin(Number: null, Folder: "drafts"), "ann");

    /// <summary>Puts another revision in force.</summary>
    public void Use(Rule live) => _settings.Use(RuleSet.Of([live], [], []));

    /// <summary>Runs readings of a device as a batch.</summary>
    /// <returns>What is published of them, one line each.</returns>
    public string[] Send(string device, params string[] payloads)
    {
        var batch = new ReadingBatch(lane: null!);
        foreach (var payload in payloads)
        {
            batch.Add(RouteOf(device), new Reading { Topic = RouteOf(device).Topic, Payload = Encoding.UTF8.GetBytes(payload), At = Time.GetUtcNow(), Qos = QualityOfService.AtMostOnce });
        }

        return Run(batch);
    }

    /// <summary>Runs a frame again that is in the history.</summary>
    public string[] Replay(string device, string payload)
    {
        var batch = new ReadingBatch(lane: null!);
        batch.Add(RouteOf(device), new Replayable(1, "", Encoding.UTF8.GetBytes(payload), Time.GetUtcNow(), 0, false, new ReplayedFrame(frame: 1, quarantined: 0, Time.GetUtcNow())));
        return Run(batch);
    }

    /// <summary>Runs a batch; the lane looks at its settings before.</summary>
    public string[] Run(ReadingBatch batch)
    {
        var first = Made.Signals.Count;
        RunAll(batch);
        return [.. Made.Signals.Copy(first).Select((signals, i) => $"{Encoding.UTF8.GetString(Made.Targets[first + i].Topic)} {Encoding.UTF8.GetString(signals.Json.Span)}")];
    }

    /// <summary>Runs a batch and makes nothing of its own.</summary>
    public void RunAll(ReadingBatch batch)
    {
        var settings = _settings.Get();
        _runner.Use(settings);
        foreach (ref var reading in batch.Readings)
        {
            reading.Route.Device.Use(settings);
            _runner.Run(Made, batch, ref reading);
        }
    }

    /// <summary>Lets the live rule's timers run.</summary>
    public void RunDue() => _runner.RunDue(Made, most: 100);

    /// <summary>What rules remember of a device was changed by hand.</summary>
    public void Replace(string device, string state)
    {
        StateOf(device).Replace("acme/live", Encoding.UTF8.GetBytes(state));
        _runner.ForgetShadows(RouteOf(device).Device);
    }

    public DeviceState StateOf(string device) => RouteOf(device).Device.State;

    public string StateText(string device) => Encoding.UTF8.GetString(StateOf(device).Of("acme/live").Span);

    public ReadingRoute RouteOf(string device)
    {
        if (!_routes.TryGetValue(device, out var route))
        {
            var known = new PipelineDevice(device, lane: null!, new DeviceState());
            _routes[device] = route = new ReadingRoute(Encoding.UTF8.GetBytes($"busroot/v1/dau/{device}"), known, native: false, target: null);
        }

        return route;
    }

    public void Dispose()
    {
        _runner.Dispose();
        _state.Dispose();
        _directory.Dispose();
    }
}
