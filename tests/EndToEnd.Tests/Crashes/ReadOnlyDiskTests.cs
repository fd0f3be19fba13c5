using Busroot.EndToEnd.Tests.Programs;
using Busroot.Mqtt;

namespace Busroot.EndToEnd.Tests.Crashes;

/// <summary>A disk that has become read-only, as file systems do after an error: a start is refused in a sentence, and costs nothing.</summary>
public sealed class ReadOnlyDiskTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly SmallDisk _disk = SmallDisk.MissingReason is null ? new SmallDisk(megabytes: 64) : null!;

    private string Data => Path.Combine(_disk.Path, "data");

    [SmallDiskFact]
    public async Task A_start_is_refused_and_nothing_is_lost_when_it_can_be_written_again()
    {
        CountingRule.Write(_directory, "rules");
        await using var server = new CrashingServer(Data, _directory.In("rules"));
        await server.StartAsync();
        var device = new LedgerDevice(await server.Server.AddDeviceAsync("acme/press-1"), server, 1) { Qos = QualityOfService.AtLeastOnce, Window = 50 };
        var sending = device.RunAsync();
        await Deadline.PollAsync(() => Task.FromResult(device.Acknowledged.Count > 200 ? "" : null), "acknowledgements");
        await server.KillAsync();

        _disk.SetReadOnly(true);
        var refused = await ProgramRun.RunAsync(Repository.Busroot, ["up", "--data", Data, "--mqtt", "127.0.0.1:0", "--http", "127.0.0.1:0"]);
        refused.ExitCode.Should().Be(1);
        refused.Error.Should().Contain(Data).And.Contain("cannot be written").And.NotContain("   at ");
        _disk.SetReadOnly(false);

        await server.StartAsync();
        device.Finish();
        await sending.WaitAsync(Deadline.Length, TimeProvider.System);
        await server.KillAsync();
        using var audit = new LedgerAudit(Data);
        audit.Check(device);
        server.Complaints.Should().BeEmpty();
    }

    public void Dispose()
    {
        _disk?.Dispose();
        _directory.Dispose();
    }
}
