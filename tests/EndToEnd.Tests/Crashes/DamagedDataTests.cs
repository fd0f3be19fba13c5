using Busroot.EndToEnd.Tests.Programs;
using Busroot.Mqtt;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Crashes;

/// <summary>Files that were cut or altered while the server was dead: it goes on from an earlier moment and says so, or refuses and says why.</summary>
public sealed class DamagedDataTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Data => _directory.In("data");

    private string Database => Path.Combine(Data, "busroot.db");

    [Theory]
    [InlineData(0.5, null)]
    [InlineData(0.1, null)]
    [InlineData(null, 0.5)]
    [InlineData(null, 0.1)]
    public async Task A_damaged_log_costs_the_writes_after_the_damage_and_is_told(double? cutAt, double? alteredAt)
    {
        var device = await RunAndKillAsync(readings: 2_000);
        var written = WrittenBytes();
        Damage(Database + "-wal", cutAt * written, alteredAt * written);

        await using (var server = await BusrootServer.StartAsync(Data, "--rules", _directory.In("rules")))
        {
            server.Run.Error.Seen.Should().ContainSingle(line => line.Contains("busroot.db-wal is damaged", StringComparison.Ordinal));
            server.Run.Error.Text.Should().NotContain("   at ");
            (await server.GetAsync("/health/ready")).Status.Should().Be(200);
        }

        Directory.GetFiles(Data, "busroot.db-wal-damaged-*").Should().ContainSingle();
        using var audit = new LedgerAudit(Data);
        var kept = audit.Readings(device.Login.User);
        kept.Select(signal => signal.Number).Should().Equal(Enumerable.Range(1, kept.Count), "what is kept is all there was up to a moment");
        kept.Should().OnlyContain(signal => signal.Count == signal.Number);
        kept.Count.Should().BeLessThan(device.Published);
        output.WriteLine($"{kept.Count} of {device.Published} readings kept");
    }

    [Theory]
    [InlineData(0.9, null)]
    [InlineData(0.5, null)]
    [InlineData(0.01, null)]
    [InlineData(null, 0.0)]
    [InlineData(null, 0.3)]
    [InlineData(null, 0.6)]
    [InlineData(null, 0.9)]
    public async Task A_damaged_database_is_refused_with_a_sentence_or_served_as_far_as_it_can_be_read(double? cutAt, double? alteredAt)
    {
        await RunAndKillAsync(readings: 500);
        using (new LedgerAudit(Data))
        {
            // Opened and closed in order: the log is folded into the database.
        }

        var whole = new FileInfo(Database).Length;
        Damage(Database, cutAt * whole, alteredAt * whole);
        await using var run = ProgramRun.Start(Repository.Busroot, ["up", "--data", Data, "--mqtt", "127.0.0.1:0", "--http", "127.0.0.1:0", "--rules", _directory.In("rules")]);
        var ready = run.LineAsync(run.Output, line => line.Contains(" is ready: ", StringComparison.Ordinal), "the ready line");
        var end = run.EndAsync();
        await Task.WhenAny(ready, end);
        if (!ready.IsCompletedSuccessfully)
        {
            (await end).ExitCode.Should().Be(1);
            run.Error.Text.Should().MatchRegex("is damaged|is an SQLite database of another program");
        }
        else
        {
            cutAt.Should().BeNull("a database that lacks pages cannot be served");
        }

        output.WriteLine(run.Transcript());
        run.Error.Text.Should().NotContain("   at ").And.NotContain("Unhandled");
    }

    public void Dispose() => _directory.Dispose();

    private async Task<LedgerDevice> RunAndKillAsync(int readings)
    {
        CountingRule.Write(_directory, "rules");
        await using var server = new CrashingServer(Data, _directory.In("rules"));
        await server.StartAsync();
        var device = new LedgerDevice(await server.Server.AddDeviceAsync("acme/press-1"), server, 1) { Qos = QualityOfService.AtLeastOnce, Window = 20 };
        var sending = device.RunAsync();
        await Deadline.PollAsync(() => Task.FromResult(device.Acknowledged.Count >= readings ? "" : null), "acknowledgements");
        device.Finish();
        await sending.WaitAsync(Deadline.Length, TimeProvider.System);
        await server.KillAsync();
        return device;
    }

    /// <summary>How much of the log is in use; what follows is from before it began anew. The index says how many pages that is.</summary>
    private long WrittenBytes() => BitConverter.ToUInt32(File.ReadAllBytes(Database + "-shm"), 16) * (4096L + 24);

    private static void Damage(string file, double? cutAt, double? alteredAt)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        if (cutAt is { } cut)
        {
            stream.SetLength((long)cut);
            return;
        }

        stream.Position = (long)alteredAt!.Value;
        stream.Write(new byte[512]);
    }
}
