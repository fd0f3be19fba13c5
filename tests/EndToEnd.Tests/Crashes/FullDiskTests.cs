using Busroot.EndToEnd.Tests.Programs;
using Busroot.Mqtt;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Crashes;

/// <summary>A disk that is full stops the acknowledgements, says so once, and costs nothing that was acknowledged.</summary>
public sealed class FullDiskTests(ITestOutputHelper output) : IDisposable
{
    private const int Megabytes = 24;
    private readonly TemporaryDirectory _directory = new();
    private readonly SmallDisk _disk = SmallDisk.MissingReason is null ? new SmallDisk(Megabytes) : null!;

    [SmallDiskFact]
    public async Task When_there_is_room_again_the_server_goes_on_by_itself_and_nothing_is_lost()
    {
        await using var server = await StartAsync();
        var devices = await AddDevicesAsync(server);
        var sending = devices.Select(device => device.RunAsync()).ToArray();
        await FillAsync(server, devices);

        await server.Server.Run.LineAsync(server.Server.Run.Error, line => line.Contains("Nothing can be stored", StringComparison.Ordinal), "the error in the log");
        server.Server.Run.Error.Seen.Where(line => line.Contains("Nothing can be stored", StringComparison.Ordinal)).Should().ContainSingle()
            .Which.Should().Contain("is full").And.Contain("Nothing is acknowledged");
        _disk.MakeRoom();
        await ReadyAsync(server, 200, "ready");
        await EndAsync(server, devices, sending);
    }

    [SmallDiskFact]
    public async Task A_server_killed_on_a_full_disk_loses_nothing_when_it_starts_with_room_again()
    {
        await using var server = await StartAsync();
        var devices = await AddDevicesAsync(server);
        var sending = devices.Select(device => device.RunAsync()).ToArray();
        await FillAsync(server, devices);

        await server.KillAsync();
        await using (var full = ProgramRun.Start(Repository.Busroot, ["up", "--data", Data, "--mqtt", "127.0.0.1:0", "--http", "127.0.0.1:0"]))
        {
            var first = full.LineAsync(full.Output, line => line.Contains(" is ready: ", StringComparison.Ordinal), "the ready line");
            await Task.WhenAny(first, full.EndAsync()); // it may start, or refuse: either way it says what it does
            full.Error.Text.Should().NotContain("Unhandled").And.NotContain("   at ");
            output.WriteLine(full.Transcript());
            _disk.MakeRoom();
        }

        await server.StartAsync();
        await EndAsync(server, devices, sending);
    }

    public void Dispose()
    {
        _disk?.Dispose();
        _directory.Dispose();
    }

    private string Data => Path.Combine(_disk.Path, "data");

    private async Task<CrashingServer> StartAsync()
    {
        CountingRule.Write(_directory, "rules");
        var server = new CrashingServer(Data, _directory.In("rules"));
        await server.StartAsync();
        return server;
    }

    private static async Task<LedgerDevice[]> AddDevicesAsync(CrashingServer server) =>
    [
        new(await server.Server.AddDeviceAsync("acme/press-1"), server, 1) { Qos = QualityOfService.AtLeastOnce, Window = 50 },
        new(await server.Server.AddDeviceAsync("acme/press-2"), server, 2) { Qos = QualityOfService.ExactlyOnce, Window = 50 },
    ];

    private async Task FillAsync(CrashingServer server, LedgerDevice[] devices)
    {
        await Deadline.PollAsync(() => Task.FromResult(Array.TrueForAll(devices, device => device.Acknowledged.Count > 200) ? "" : null), "acknowledgements");
        _disk.Fill();
        await ReadyAsync(server, 503, "not ready: the disk is full. Nothing is acknowledged until there is room");
    }

    private static async Task ReadyAsync(CrashingServer server, int status, string text) => await Deadline.PollAsync(
        async () => await server.Server.GetAsync("/health/ready") == (status, text + "\n") ? "" : null, $"the answer {status}, {text}");

    private async Task EndAsync(CrashingServer server, LedgerDevice[] devices, Task[] sending)
    {
        Array.ForEach(devices, device => device.Finish());
        await Task.WhenAll(sending).WaitAsync(Deadline.Length, TimeProvider.System);
        await server.KillAsync();
        using var audit = new LedgerAudit(Data);
        Array.ForEach(devices, audit.Check);
        output.WriteLine($"{devices.Sum(device => device.Published)} readings acknowledged, lost {audit.Lost}, counted twice {audit.Duplicated}");
        devices.SelectMany(device => device.Refusals).Should().BeEmpty();
    }
}
