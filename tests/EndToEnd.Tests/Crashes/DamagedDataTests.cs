using Busroot.EndToEnd.Tests.Programs;
using Busroot.Mqtt;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Crashes;

/// <summary>Files that were cut or altered while the server was dead: it goes on from an earlier moment and says so, or refuses and says why.</summary>
public sealed class DamagedDataTests(ITestOutputHelper output) : IDisposable
{
    private const long FrameBytes = 24 + 4096;
    private const int FramesAt = 16, BegunAt = 128; // in the log's index: pages of finished writes, and those of them whose copying to the database had begun
    private readonly TemporaryDirectory _directory = new();
    private long _writtenBefore;

    private string Data => _directory.In("data");

    private string Database => Path.Combine(Data, "busroot.db");

    [Theory]
    [InlineData(0.5, null)]
    [InlineData(0.25, null)]
    [InlineData(null, 0.5)]
    [InlineData(null, 0.25)]
    public async Task A_damaged_log_costs_the_writes_after_the_damage_and_is_told(double? cutAt, double? alteredAt)
    {
        var device = await RunAndKillAsync(readings: 100); // few enough that all of them are in the log, and none in the database file
        var readings = WrittenBytes() - _writtenBefore;
        Damage(Database + "-wal", _writtenBefore + (cutAt * readings), _writtenBefore + (alteredAt * readings));

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

    [Fact]
    public async Task A_damaged_log_is_refused_when_the_database_file_has_newer_pages_already()
    {
        await using var reader = new SqliteConnection($"Data Source={Database};Mode=ReadOnly;Pooling=False");
        await using var copier = new SqliteConnection($"Data Source={Database};Pooling=False");
        await RunAndKillAsync(
            readings: 100,
            before: () => Run(reader, "BEGIN; SELECT count(*) FROM device"), // holds the pages that come after it back from the database
            after: () => Run(copier, "PRAGMA wal_checkpoint(PASSIVE)"));
        ReadIndex(BegunAt).Should().BeInRange(1, ReadIndex(FramesAt) - 1);
        Damage(Database + "-wal", cutAt: null, alteredAt: 10_000);
        var files = Files();

        await using var run = Start();
        (await IsReadyAsync(run)).Should().BeFalse();

        (await run.EndAsync()).ExitCode.Should().Be(1);
        run.Error.Text.Should().Contain("busroot.db-wal is damaged").And.Contain("nothing was changed").And.NotContain("   at ");
        Files().Should().BeEquivalentTo(files);
    }

    [Theory]
    [InlineData("busroot.db")]
    [InlineData("busroot.db-wal")]
    public async Task A_database_without_its_log_is_told_and_a_log_without_its_database_is_refused(string gone)
    {
        await RunAndKillAsync(readings: 60);
        File.Delete(Path.Combine(Data, gone));

        await using var run = Start();
        var isReady = await IsReadyAsync(run);

        isReady.Should().Be(gone != "busroot.db");
        run.Error.Text.Should().Contain($"{Path.Combine(Data, gone)} is gone").And.NotContain("   at ");
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
        await using var run = Start();
        if (await IsReadyAsync(run))
        {
            cutAt.Should().BeNull("a database that lacks pages cannot be served");
        }
        else
        {
            (await run.EndAsync()).ExitCode.Should().Be(1);
            run.Error.Text.Should().MatchRegex("is damaged|is an SQLite database of another program");
        }

        output.WriteLine(run.Transcript());
        run.Error.Text.Should().NotContain("   at ").And.NotContain("Unhandled");
    }

    public void Dispose() => _directory.Dispose();

    private ProgramRun Start() =>
        ProgramRun.Start(Repository.Busroot, ["up", "--data", Data, "--mqtt", "127.0.0.1:0", "--http", "127.0.0.1:0", "--rules", _directory.In("rules")]);

    private static async Task<bool> IsReadyAsync(ProgramRun run) =>
        await run.Output.FindAsync(lines => lines.FirstOrDefault(line => line.Contains(" is ready: ", StringComparison.Ordinal))).WaitAsync(Deadline.Length, TimeProvider.System) is not null;

    /// <param name="readings">Acknowledged at least.</param>
    /// <param name="before">Runs before the first reading; <paramref name="after"/> after the last. Between them this process must not open the files: closing them ends its locks on them.</param>
    /// <param name="after">See before.</param>
    private async Task<LedgerDevice> RunAndKillAsync(int readings, Action? before = null, Action? after = null)
    {
        CountingRule.Write(_directory, "rules");
        await using var server = new CrashingServer(Data, _directory.In("rules"));
        await server.StartAsync();
        var device = new LedgerDevice(await server.Server.AddDeviceAsync("acme/press-1"), server, 1) { Qos = QualityOfService.AtLeastOnce, Window = 4 };
        _writtenBefore = WrittenBytes();
        before?.Invoke();
        var sending = device.RunAsync();
        await Deadline.PollAsync(() => Task.FromResult(device.Acknowledged.Count >= readings ? "" : null), "acknowledgements");
        device.Finish();
        await sending.WaitAsync(Deadline.Length, TimeProvider.System);
        after?.Invoke();
        await server.KillAsync();
        return device;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        connection.Open();
        using var command = new SqliteCommand(sql, connection);
        command.ExecuteScalar();
    }

    /// <summary>How much of the log is in use; what follows is from before it began anew. The index says how many pages that is.</summary>
    private long WrittenBytes() => ReadIndex(FramesAt) * FrameBytes;

    private uint ReadIndex(int at) => BitConverter.ToUInt32(File.ReadAllBytes(Database + "-shm"), at);

    private Dictionary<string, byte[]> Files() => Directory.GetFiles(Data, "busroot.db*").ToDictionary(file => file, File.ReadAllBytes);

    private static void Damage(string file, double? cutAt, double? alteredAt)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        if (cutAt is { } cut)
        {
            stream.SetLength((long)cut);
            return;
        }

        var bytes = new byte[512];
        stream.Position = (long)alteredAt!.Value;
        stream.ReadExactly(bytes);
        stream.Position -= bytes.Length;
        stream.Write(Array.ConvertAll(bytes, value => (byte)~value));
    }
}
