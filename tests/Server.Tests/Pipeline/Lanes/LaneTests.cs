using System.Text;
using Busroot.Broker.Identity;
using Busroot.Broker.Intake;
using Busroot.Mqtt;
using Busroot.Server.Loops;
using Busroot.Server.Pipeline;
using Busroot.Server.Pipeline.Lanes;
using Busroot.Storage.Databases;
using Busroot.Storage.Devices;
using Busroot.Storage.Directories;
using Busroot.Storage.History;
using Busroot.Transformer.NodeRed.Functions;
using Busroot.Transformer.Rules;
using Busroot.Transformer.State;

namespace Busroot.Server.Tests.Pipeline.Lanes;

/// <summary>A lane with real rules, between a broker loop that gives it readings and a stage that gives runs back at once.</summary>
public sealed class LaneTests : IDisposable
{
    private const int PayloadBytes = 200_000;
    private const int ShareOfDevice = 2 * 1024 * 1024 / PayloadBytes; // a quarter of the lane's 8 MiB

    private readonly TemporaryDirectory _directory = new();
    private readonly DataDirectory _data;
    private readonly Database _database;
    private readonly BrokerSide _broker = new();
    private readonly Lane _lane;
    private readonly Dictionary<string, ReadingRoute> _routes = [];

    public LaneTests()
    {
        WriteRule("test/slow", "acme/slow-*", "await promisify(setTimeout)(50000); return null;");
        WriteRule("test/quick", "acme/quick-*", "return null;");
        _data = DataDirectory.Open(_directory.Data);
        _database = Database.Open(_data);
        var history = new HistoryStore(_database, new HistoryLimits(), TimeProvider.System);
        var settings = new CurrentSettings(new Registry(new RegistryStore(_database)), RuleSet.Load(_directory.Rules));
        _lane = new Lane("lane", settings, _broker, history, new PipelineCounters(), new AccountValues(), TimeProvider.System, (_, error) => _broker.Failures.Add(error));
        _broker.Loop.Start();
        _lane.Loop.Start();
    }

    public void Dispose()
    {
        _lane.Dispose();
        _broker.Loop.Dispose();
        _database.Dispose();
        _data.Dispose();
        _directory.Dispose();
        _broker.Failures.Should().BeEmpty();
    }

    [Fact]
    public async Task Readings_that_are_held_by_a_function_that_awaits_take_room_of_their_device_only()
    {
        foreach (var device in Enumerable.Range(1, 8)) // twice what the lane has room for
        {
            (await GiveAsync($"acme/slow-{device}", ShareOfDevice)).Should().Be(ShareOfDevice);
            (await OfferAsync($"acme/slow-{device}")).Should().BeFalse("a device has its share and no more");
        }

        (await GiveAsync("acme/quick-1", 3 * ShareOfDevice)).Should().Be(3 * ShareOfDevice, "the others do not wait for it");
        (await _broker.Loop.CallAsync(() => _lane.IsIdle)).Should().BeFalse("what is held is not finished");
    }

    private async Task<int> GiveAsync(string device, int count)
    {
        var taken = 0;
        while (taken < count)
        {
            await Eventually.True(() => OfferAsync(device));
            taken++;
        }

        return taken;
    }

    private Task<bool> OfferAsync(string device) => _broker.Loop.CallAsync(() =>
    {
        if (!_routes.TryGetValue(device, out var route))
        {
            var topic = Encoding.UTF8.GetBytes($"busroot/v1/dau/{device}");
            _routes[device] = route = new ReadingRoute(topic, new PipelineDevice(device, _lane, new DeviceState()), native: false, target: null);
        }

        var taken = _lane.TryAccept(route, new Reading { Topic = route.Topic, Payload = new byte[PayloadBytes], At = TimeProvider.System.GetUtcNow(), Qos = QualityOfService.AtMostOnce });
        _lane.HandOver();
        return taken;
    });

    private void WriteRule(string id, string devices, string body)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_directory.Rules, id)).FullName;
        File.WriteAllText(Path.Combine(folder, "rule.json"), $$"""{ "description": "a test", "devices": ["{{devices}}"], "kind": "function" }""");
        File.WriteAllText(Path.Combine(folder, "rule.js"), body);
    }

    /// <summary>The loop that gives readings and takes runs back.</summary>
    private sealed class BrokerSide : LoopWork, IRunStage
    {
        public BrokerSide() => Loop = new WorkLoop("broker", this, (_, error) => Failures.Add(error));

        public List<Exception> Failures { get; } = [];

        public WorkLoop Loop { get; }

        public void Process(LaneRun run) => run.Lane.Release(run);
    }
}
