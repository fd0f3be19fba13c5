using System.Collections.Concurrent;
using System.Text;
using Busroot.Broker.Intake;
using Busroot.Mqtt;
using Busroot.Server.Hosting;
using Busroot.Server.Loops;
using Busroot.Server.Pipeline;
using Busroot.Server.Pipeline.Lanes;
using Busroot.Server.Tests.Hosting;
using Busroot.Transformer.NodeRed.Functions;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Tests.Pipeline.Lanes;

/// <summary>Lanes with real rules and a real history; what comes of the readings is looked at instead of stored.</summary>
public sealed class LaneTests : IDisposable
{
    private const string Slow = "acme/slow-1";
    private readonly TemporaryDirectory _directory = new();
    private readonly ServerState _state;
    private readonly Outcomes _outcomes = new();
    private readonly Lane[] _lanes;
    private readonly ReadingIntake _intake;

    public LaneTests()
    {
        Write(TestRules.Count);
        Write(("test/slow/rule.json", """{ "description": "works long", "devices": ["*/slow-*"], "payload": "json", "kind": "script" }"""));
        Write(("test/slow/rule.js", "export default function (reading) { let n = 0; for (let i = 0; i < 5000; i++) { n += i }; return { production_count_good: reading.payload.n } }"));
        _state = ServerState.Open(_directory.Data);
        var settings = new CurrentSettings(_state.Registry, RuleSet.Load(_directory.Rules));
        var accounts = new AccountValues();
        _lanes = [.. Enumerable.Range(0, 2).Select(i => new Lane($"lane {i}", settings, _outcomes, _state.History, new PipelineCounters(), accounts, TimeProvider.System, Failed))];
        _intake = new ReadingIntake(_lanes, []);
    }

    public void Dispose()
    {
        Array.ForEach(_lanes, lane => lane.Dispose());
        _outcomes.Loop.Dispose();
        _state.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_quick_reading_does_not_wait_for_the_queue_of_a_slow_device_in_its_lane()
    {
        for (var i = 1; i <= 50; i++)
        {
            Accept(Slow, i).Should().BeTrue();
        }

        var quick = DeviceIn(LaneOf(Slow));
        Accept(quick, 1).Should().BeTrue();
        Start(LaneOf(Slow));

        var order = await _outcomes.WaitFor(51);

        order.IndexOf(quick).Should().BeLessThan(10, "it has its turn as soon as the slow one has had its own");
    }

    [Fact]
    public async Task A_lane_that_is_stuck_does_not_hold_up_another()
    {
        Accept(Slow, 1); // its lane is never started: as if its rule never came back
        var quick = DeviceIn(1 - LaneOf(Slow));
        Accept(quick, 1);
        Start(1 - LaneOf(Slow));

        (await _outcomes.WaitFor(1)).Should().Equal(quick);
    }

    [Fact]
    public void A_device_fills_a_quarter_of_its_lane_and_leaves_the_rest_to_others()
    {
        var accepted = 0;
        while (Accept(Slow, accepted))
        {
            accepted++;
        }

        accepted.Should().Be(16 * 1024 / 4);
        Accept(DeviceIn(LaneOf(Slow)), 1).Should().BeTrue();
    }

    [Fact]
    public void A_lane_is_bounded_in_bytes_too_and_takes_one_reading_of_any_size()
    {
        var large = new string('x', 3 * 1024 * 1024);
        var others = Enumerable.Range(1, 1000).Select(i => $"acme/other-{i}").Where(id => LaneOf(id) == LaneOf(Slow)).ToList();

        Accept(Slow, 1, large).Should().BeTrue("a device with nothing under way may send what a quarter of the lane has no room for");
        Accept(Slow, 2).Should().BeFalse();
        Accept(others[0], 1, large).Should().BeTrue();
        Accept(others[1], 1, large).Should().BeFalse("8 MiB are full");
        Accept(others[1], 1).Should().BeTrue();
    }

    private bool Accept(string device, int n, string padding = "")
    {
        var topic = Encoding.UTF8.GetBytes($"busroot/v1/dau/{device}");
        var reading = new Reading { Topic = topic, Payload = Encoding.UTF8.GetBytes($$"""{"n":{{n}},"padding":"{{padding}}"}"""), At = DateTimeOffset.UnixEpoch, Qos = QualityOfService.AtMostOnce };
        return _intake.TryAccept(_intake.Resolve(topic)!, reading);
    }

    private void Start(int lane)
    {
        _outcomes.Loop.Start();
        _lanes[lane].Loop.Start();
        _intake.EndBatch();
    }

    private static string DeviceIn(int lane) => Enumerable.Range(1, 1000).Select(i => $"acme/count-{i}").First(id => LaneOf(id) == lane);

    private static int LaneOf(string deviceId) => Partition.Of(deviceId) % 2;

    private static void Failed(LoopItem item, Exception error) => throw error;

    private void Write((string Path, string Text) file)
    {
        var path = Path.Combine(_directory.Rules, file.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, file.Text);
    }

    /// <summary>Stands where the committer does: notes whose readings ran, in the order they did.</summary>
    private sealed class Outcomes : LoopWork, IRunStage
    {
        private readonly List<string> _devices = [];
        private readonly ConcurrentDictionary<int, TaskCompletionSource> _waiting = [];

        public Outcomes() => Loop = new WorkLoop("outcomes", this, Failed);

        public WorkLoop Loop { get; }

        public void Process(LaneRun run)
        {
            lock (_devices)
            {
                foreach (ref readonly var reading in run.Readings)
                {
                    _devices.Add(reading.Route!.Device.Id);
                }

                foreach (var (count, done) in _waiting.Where(waiting => _devices.Count >= waiting.Key))
                {
                    done.TrySetResult();
                }
            }
        }

        public async Task<List<string>> WaitFor(int count)
        {
            var done = _waiting.GetOrAdd(count, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            lock (_devices)
            {
                if (_devices.Count >= count)
                {
                    done.TrySetResult();
                }
            }

            await done.Task.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System);
            return [.. _devices];
        }
    }
}
