using System.Text;
using Busroot.Server.Administration;
using Busroot.Server.Hosting;
using Busroot.Server.Rules;
using Busroot.Storage.History;
using Busroot.Storage.Readings;

namespace Busroot.Server.Tests.Rules;

public sealed class BacktestTests : IDisposable
{
    private const string Device = "acme/press-1";
    private const string Counts = """{ "description": "counts", "payload": "json", "ignore": ["Online"], "kind": "mapping", "mapping": { "production_count_good": "n", "electrical_kwh": "kwh" } }""";
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();
    private readonly ServerState _state;
    private DateTimeOffset _now = Noon;

    public BacktestTests() => _state = ServerState.Open(_directory.Data);

    public void Dispose()
    {
        _state.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Readings_that_would_give_the_same_signals_nothing_or_an_error_again_are_equal()
    {
        Produced("""{"n":5,"kwh":0.3}""", """{"electrical_kwh":0.30000000000000004,"production_count_good":5}""");
        Record("{}", FrameOutcome.Ignored, "no signal in this payload");
        Record("Online", FrameOutcome.Unmapped);
        Record("n5", FrameOutcome.Failed, "the rule of that time had other words");

        var result = Run(Counts);

        (result.Readings, result.Equal, result.Different, result.Failed).Should().Be((4, 4, 0, 0));
        result.Differences.Should().BeEmpty();
        result.Revision.Should().MatchRegex("^[0-9a-f]{12}$");
    }

    [Fact]
    public void What_was_and_what_would_be_stand_side_by_side_in_the_order_of_arrival()
    {
        Produced("""{"n":5}""", """{"production_count_good":6}""");
        Record("""{"n":7}""", FrameOutcome.Unmapped);
        Record("""{"n":8}""", FrameOutcome.Failed, "the script threw");
        Produced("{}", """{"rssi":-60}""");
        Produced("n9", """{"production_count_good":9}""");
        Record("n10", FrameOutcome.Ignored, "the rule ignores this payload");

        var result = Run(Counts);

        (result.Readings, result.Equal, result.Different, result.Failed).Should().Be((6, 0, 4, 2));
        result.Differences.Select(difference => (difference.Payload, difference.Was, difference.Would)).Should().Equal(
            ("""{"n":5}""", """{"production_count_good":6}""", """{"production_count_good":5}"""),
            ("""{"n":7}""", "nothing (no rule served the device)", """{"production_count_good":7}"""),
            ("""{"n":8}""", "failed: the script threw", """{"production_count_good":8}"""),
            ("{}", """{"rssi":-60}""", "nothing (no signal in this payload)"),
            ("n9", """{"production_count_good":9}""", "failed: not valid JSON at byte 1: 'n9' is an invalid JSON literal. Expected the literal 'null'."),
            ("n10", "nothing (the rule ignores this payload)", "failed: not valid JSON at byte 1: 'n10' is an invalid JSON literal. Expected the literal 'null'."));
        result.Differences.Select(difference => difference.Sequence).Should().Equal(1, 2, 3, 4, 5, 6);
        result.Differences[0].At.Should().Be(Noon);
    }

    [Fact]
    public void A_rule_remembers_from_one_reading_to_the_next_and_nothing_from_before()
    {
        const string gained = """{ "description": "gained", "payload": "json", "kind": "mapping", "mapping": { "production_complete_good": { "path": "n", "delta": true } } }""";
        Produced("""{"n":5}""", """{"production_complete_good":1}""");
        Produced("""{"n":7}""", """{"production_complete_good":2}""");
        Record("n8", FrameOutcome.Failed, "not valid JSON");
        Produced("""{"n":10}""", """{"production_complete_good":3}""");

        var result = Run(gained);

        (result.Equal, result.Different).Should().Be((3, 1));
        result.Differences.Single().Would.Should().StartWith("nothing", "it is the first reading the rule sees");
    }

    [Fact]
    public void A_script_that_fails_says_where()
    {
        Produced("""{"n":5}""", """{"production_count_good":5}""");

        var result = Run(
            """{ "description": "throws", "payload": "json", "kind": "script" }""",
            ("rule.js", "export default function (reading) {\n  return reading.payload.a.b\n}"));

        result.Failed.Should().Be(1);
        result.Differences.Single().Would.Should().StartWith("failed at line 2, column ").And.Contain("reading.payload.a");
    }

    [Fact]
    public void Signals_of_several_stations_are_compared_station_by_station()
    {
        const string stations = """{ "description": "lines", "payload": "json", "kind": "mapping", "mapping": { "each": "$.m[*]", "station": "id", "productive": "on" } }""";
        Record("""{"m":[{"id":"A","on":1},{"id":"B","on":0}]}""", FrameOutcome.Produced, null, ("B", """{"productive":0}"""), ("A", """{"productive":1}"""));
        Record("""{"m":[{"id":"A","on":1},{"id":"B","on":0}]}""", FrameOutcome.Produced, null, ("A", """{"productive":0}"""), ("B", """{"productive":1}"""));
        Record("""{"m":[{"id":"A","on":1}]}""", FrameOutcome.Produced, null, (null, """{"productive":1}"""));
        Record("""{"m":[{"id":"A","on":1}]}""", FrameOutcome.Produced, null, ("A", """{"productive":1}"""), ("A", """{"productive":1}"""));

        var result = Run(stations);

        (result.Equal, result.Different).Should().Be((1, 3));
        result.Differences[0].Should().Match<BacktestDifference>(difference =>
            difference.Was == """A: {"productive":0}, B: {"productive":1}""" && difference.Would == """A: {"productive":1}, B: {"productive":0}""");
    }

    [Fact]
    public void Only_readings_of_the_device_and_from_the_time_on_are_run_and_only_those_a_rule_ran_on()
    {
        Produced("""{"n":1}""", """{"production_count_good":1}""");
        _now = Noon + TimeSpan.FromHours(1);
        Produced("""{"n":2}""", """{"production_count_good":2}""");
        Record("""{"n":2}""", FrameOutcome.Duplicate);
        Append(Frame("""{"production_count_good":4}""", FrameOutcome.Produced) with { Native = true });
        Append(Frame("""{"n":1}""", FrameOutcome.Produced) with { ReplayOf = 1 });
        Append(Frame("""{"n":3}""", FrameOutcome.Failed) with { DeviceId = "acme/press-2" });

        Run(Counts).Readings.Should().Be(2);
        Run(Counts, since: Noon + TimeSpan.FromHours(1)).Should().Match<BacktestView>(result => result.Readings == 1 && result.Equal == 1);
        Run(Counts, since: Noon + TimeSpan.FromHours(2)).Should().Match<BacktestView>(result => result.Readings == 0 && !result.More);
    }

    [Fact]
    public void The_oldest_readings_are_run_up_to_the_limit_and_it_says_that_there_are_more()
    {
        Append([.. Enumerable.Range(1, 1500).Select(n => Frame($$"""{"n":{{n}}}""", FrameOutcome.Produced) with { Signals = [(null, """{"production_count_good":0}""")] })]);

        var some = Run(Counts, limit: 1200);
        var all = Run(Counts, limit: 1500);

        (some.Readings, some.Different, some.More).Should().Be((1200, 1200, true));
        some.Differences.Select(difference => difference.Sequence).Should().Equal(Enumerable.Range(1, 20).Select(n => (long)n));
        (all.Readings, all.More).Should().Be((1500, false));
    }

    [Fact]
    public void A_rule_with_problems_does_not_run_and_names_them_all()
    {
        Produced("""{"n":5}""", """{"production_count_good":5}""");

        FluentActions.Invoking(() => Run("""{ "descripton": "", "payload": "jsn" }""")).Should().Throw<AdministrationException>()
            .WithMessage("*acme/press/rule.json:1:3: *did you mean \"description\"*jsn*");
    }

    [Fact]
    public void A_device_without_a_record_is_run_when_it_has_a_history_and_is_unknown_otherwise()
    {
        Produced("""{"n":5}""", """{"production_count_good":5}""");

        Run(Counts).Equal.Should().Be(1);
        FluentActions.Invoking(() => Run(Counts, device: "acme/nobody")).Should().Throw<AdministrationException>().WithMessage("There is no device acme/nobody.");
    }

    [Fact]
    public void Every_field_that_cannot_be_accepted_is_named()
    {
        var request = new BacktestRequest("", [new RuleFileBytes("../rule.json", []), new RuleFileBytes("rule.js", [])], "press", Noon, Limit: 0);

        FluentActions.Invoking(() => new Backtest(_state.History, _state.Registry).Run(request, CancellationToken.None)).Should().Throw<AdministrationException>()
            .Which.Fields.Keys.Should().BeEquivalentTo("limit", "device", "rule", "files");
    }

    private BacktestView Run(string ruleJson, params (string Name, string Text)[] files) => Run(ruleJson, Device, DateTimeOffset.MinValue, 10_000, files);

    private BacktestView Run(string ruleJson, string device = Device, DateTimeOffset since = default, int limit = 10_000, params (string Name, string Text)[] files)
    {
        var request = new BacktestRequest(
            "acme/press", [.. files.Prepend(("rule.json", ruleJson)).Select(file => new RuleFileBytes(file.Item1, Encoding.UTF8.GetBytes(file.Item2)))], device, since, limit);
        return new Backtest(_state.History, _state.Registry).Run(request, CancellationToken.None);
    }

    private void Produced(string payload, string signals) => Record(payload, FrameOutcome.Produced, null, (null, signals));

    private void Record(string payload, FrameOutcome outcome, string? error = null, params (string? Station, string Json)[] signals) =>
        Append(Frame(payload, outcome) with { Error = error, Signals = signals });

    private Recorded Frame(string payload, FrameOutcome outcome) => new(Device, payload, _now, outcome);

    private void Append(params Recorded[] frames)
    {
        var run = new FrameBuffer();
        foreach (var frame in frames)
        {
            frame.AppendTo(run);
        }

        var commit = new ReadingCommit();
        commit.Runs.Add(run);
        _state.Readings.Store(commit);
        _now += TimeSpan.FromSeconds(1);
    }

    private sealed record Recorded(string DeviceId, string Payload, DateTimeOffset At, FrameOutcome Outcome)
    {
        public string? Error { get; init; }

        public bool Native { get; init; }

        public long ReplayOf { get; init; }

        public IReadOnlyList<(string? Station, string Json)> Signals { get; init; } = [];

        public void AppendTo(FrameBuffer run)
        {
            run.BeginFrame(new HistoryFrame
            {
                DeviceId = DeviceId,
                Topic = Encoding.UTF8.GetBytes($"busroot/v1/dau/{DeviceId}"),
                Payload = Encoding.UTF8.GetBytes(Payload),
                At = At,
                Outcome = Outcome,
                Error = Error,
                Native = Native,
                ReplayOf = ReplayOf,
            });
            foreach (var (station, json) in Signals)
            {
                run.AddSignals(station, "busroot/v1/acme/press-1"u8, Encoding.UTF8.GetBytes(json), retain: false);
            }

            run.EndFrame();
        }
    }
}
