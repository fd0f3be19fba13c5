using System.Globalization;
using Busroot.EndToEnd.Tests.Programs;
using Busroot.Mqtt;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Crashes;

/// <summary>A disk whose writes fail, for another reason than that it is full.</summary>
/// <remarks>The failure is a limit on the size of the process's files, set while it runs: writes beyond it give an error, as those of a broken disk do.</remarks>
public sealed class FailingDiskTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [LimitedFilesFact]
    public async Task When_writes_work_again_the_server_goes_on_by_itself_and_nothing_is_lost()
    {
        CountingRule.Write(_directory, "rules");
        await using var server = new CrashingServer(_directory.In("data"), _directory.In("rules"))
        {
            Program = ["sh", "-c", "trap '' XFSZ; exec \"$0\" \"$@\"", Repository.Busroot], // or the limit would end the process
        };
        await server.StartAsync();
        var device = new LedgerDevice(await server.Server.AddDeviceAsync("acme/press-1"), server, 1) { Qos = QualityOfService.AtLeastOnce, Window = 50 };
        var sending = device.RunAsync();
        await Deadline.PollAsync(() => Task.FromResult(device.Acknowledged.Count > 200 ? "" : null), "acknowledgements");

        await LimitFilesAsync(server.Server.Run, "65536");
        await ReadyAsync(server, 503, "not ready: storing fails. Nothing is acknowledged until it works; the log says why");
        await server.Server.Run.LineAsync(server.Server.Run.Error, line => line.Contains("Nothing can be stored", StringComparison.Ordinal), "the error in the log");
        server.Server.Run.Error.Seen.Where(line => line.Contains("Nothing can be stored", StringComparison.Ordinal)).Should().ContainSingle().Which.Should().Contain("disk I/O error");
        await LimitFilesAsync(server.Server.Run, "unlimited");
        await ReadyAsync(server, 200, "ready");

        device.Finish();
        await sending.WaitAsync(Deadline.Length, TimeProvider.System);
        await server.KillAsync();
        using var audit = new LedgerAudit(_directory.In("data"));
        audit.Check(device);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{device.Published} readings acknowledged, lost {audit.Lost}, counted twice {audit.Duplicated}"));
    }

    public void Dispose() => _directory.Dispose();

    private static async Task LimitFilesAsync(ProgramRun server, string bytes) =>
        (await ProgramRun.RunAsync("prlimit", ["--pid", $"{server.Id}", $"--fsize={bytes}:unlimited"])).Done();

    private static async Task ReadyAsync(CrashingServer server, int status, string text) => await Deadline.PollAsync(
        async () => await server.Server.GetAsync("/health/ready") == (status, text + "\n") ? "" : null, $"the answer {status}, {text}");
}

/// <summary>A test that limits the files of a running process; skipped, with the reason, where that cannot be done.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LimitedFilesFactAttribute : FactAttribute
{
    public LimitedFilesFactAttribute() => Skip = File.Exists("/usr/bin/prlimit") ? null : "There is no prlimit here (Linux, package util-linux).";
}
