using System.Globalization;
using Busroot.EndToEnd.Tests.Programs;
using Busroot.Mqtt;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Crashes;

/// <summary>The promise, kept against kill -9: what was acknowledged is stored and counted once, and every signal arrives.</summary>
/// <remarks>
/// <c>BUSROOT_KILLS</c> says how often the server is killed (default 8; the long run has 50), <c>BUSROOT_SEED</c> repeats the moments of a run as
/// far as the machine lets it.
/// </remarks>
public sealed class LedgerTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly int _kills = Setting("BUSROOT_KILLS", 8);
    private readonly int _seed = Setting("BUSROOT_SEED", Environment.TickCount);

    [Fact]
    public async Task Whenever_the_server_is_killed_nothing_acknowledged_is_lost_and_nothing_is_counted_twice()
    {
        output.WriteLine($"seed {_seed}");
        var random = new Random(_seed);
        await using var server = await StartAsync();
        var devices = await AddDevicesAsync(server);
        LedgerSubscriber[] subscribers =
        [
            new(await server.Server.AddServiceAsync("core1", "core"), server, QualityOfService.AtLeastOnce, random.Next()),
            new(await server.Server.AddServiceAsync("core2", "core"), server, QualityOfService.ExactlyOnce, random.Next()),
        ];
        var receiving = subscribers.Select(subscriber => subscriber.RunAsync()).ToArray();
        await Task.WhenAll(subscribers.Select(subscriber => subscriber.Subscribed)).WaitAsync(Deadline.Length, TimeProvider.System);
        var sending = devices.Select(device => device.RunAsync()).ToArray();

        while (server.Kills < _kills)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 1200)), TimeProvider.System);
            await server.KillAsync();
            if (random.Next(6) == 0)
            {
                await server.KillWhileStartingAsync(TimeSpan.FromMilliseconds(random.Next(100, 900)));
            }

            await server.StartAsync();
        }

        Array.ForEach(devices, device => device.Finish());
        Array.ForEach(subscribers, subscriber => subscriber.Finish());
        await Task.WhenAll(sending).WaitAsync(Deadline.Length, TimeProvider.System);
        await ReceivedAsync(devices, subscribers);
        Array.ForEach(subscribers, subscriber => subscriber.End());
        await Task.WhenAll(receiving).WaitAsync(Deadline.Length, TimeProvider.System);
        await server.KillAsync();

        Judge(server, devices, subscribers);
    }

    public void Dispose() => _directory.Dispose();

    private async Task<CrashingServer> StartAsync()
    {
        CountingRule.Write(_directory, "rules");
        var server = new CrashingServer(_directory.In("data"), _directory.In("rules"));
        await server.StartAsync();
        return server;
    }

    private async Task<LedgerDevice[]> AddDevicesAsync(CrashingServer server)
    {
        async Task<Login> LoginAsync(int number) => await server.Server.AddDeviceAsync($"acme/press-{number}");
        return
        [
            new(await LoginAsync(1), server, _seed + 1) { Qos = QualityOfService.AtLeastOnce, Window = 8 },
            new(await LoginAsync(2), server, _seed + 2) { Qos = QualityOfService.AtLeastOnce, Window = 30, Version = ProtocolVersion.V500 },
            new(await LoginAsync(3), server, _seed + 3) { Qos = QualityOfService.AtLeastOnce, Window = 200, ReusesIdentifiersAtOnce = true },
            new(await LoginAsync(4), server, _seed + 4) { Qos = QualityOfService.ExactlyOnce, Window = 8, ReusesIdentifiersAtOnce = true },
            new(await LoginAsync(5), server, _seed + 5) { Qos = QualityOfService.ExactlyOnce, Window = 100, Version = ProtocolVersion.V500 },
        ];
    }

    private static async Task ReceivedAsync(LedgerDevice[] devices, LedgerSubscriber[] subscribers) => await Deadline.PollAsync(
        () => Task.FromResult(subscribers.All(subscriber => devices.All(device => subscriber.LastOn(device.Login.Signals) == device.Published)) ? "" : null),
        "the last signal of every device");

    private void Judge(CrashingServer server, LedgerDevice[] devices, LedgerSubscriber[] subscribers)
    {
        var readings = devices.Sum(device => device.Published);
        using var audit = new LedgerAudit(_directory.In("data"));
        var arrivals = new ArrivalAudit();
        var failures = new List<string>();
        foreach (var device in devices)
        {
            Try(failures, () => audit.Check(device));
            Try(failures, () => arrivals.CheckAtLeastOnce(device, subscribers[0]));
            Try(failures, () => arrivals.CheckExactlyOnce(device, subscribers[1]));
        }

        output.WriteLine(
            $"ledger: seed {_seed}, {server.Kills} kills, {readings} readings acknowledged ({devices.Sum(device => device.SentAgain)} sent again, {audit.Recognised} recognised), "
            + $"lost {audit.Lost}, counted twice {audit.Duplicated}; subscriber QoS 1: lost {arrivals.LostAtQos1}, again after a kill {arrivals.RepeatedAtQos1}; "
            + $"subscriber QoS 2: lost {arrivals.LostAtQos2}, twice {arrivals.RepeatedAtQos2}");
        failures.Should().BeEmpty();
        audit.Damage.Should().BeEmpty();
        devices.SelectMany(device => device.Refusals).Should().BeEmpty();
        subscribers.Sum(subscriber => subscriber.SessionsLost).Should().Be(0, "a session that was granted is kept");
        server.Complaints.Should().BeEmpty();
    }

    private static void Try(List<string> failures, Action check)
    {
        try
        {
            check();
        }
        catch (Xunit.Sdk.XunitException failure)
        {
            failures.Add(failure.Message); // the sums are printed first
        }
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
