using Busroot.Storage.Databases;
using Busroot.Storage.Directories;

namespace Busroot.Storage.Tests.Databases;

/// <summary>A log that was cut or altered is never taken for a shorter one without a word.</summary>
public sealed class LogDamageTests : IDisposable
{
    private const int Writes = 20;
    private const int HeaderBytes = 32;
    private readonly TemporaryDirectory _temporary = new();
    private readonly DataDirectory _directory;
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public LogDamageTests()
    {
        _directory = DataDirectory.Open(_temporary.Data);
        Kill(database => Write(database, 1, Writes));
    }

    private string Log => _directory.DatabaseFile + "-wal";

    private string Index => _directory.DatabaseFile + "-shm";

    public void Dispose()
    {
        _directory.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public void A_log_as_the_process_left_it_is_whole() => Open().Should().Be((null, Writes));

    [Fact]
    public void A_log_that_began_anew_is_whole_though_frames_from_before_are_still_in_it()
    {
        Kill(database =>
        {
            database.Write(_ => { });
            database.Read(connection => true);
        });
        Kill(database =>
        {
            Checkpoint(database);
            Write(database, Writes + 1, 2);
        });
        WriteAheadLog.Read(Log).ReadableFrames.Should().BeLessThan((new FileInfo(Log).Length - HeaderBytes) / 4120, "older frames follow");

        Open().Should().Be((null, Writes + 2));
    }

    [Theory]
    [InlineData(0.95)]
    [InlineData(0.5)]
    [InlineData(0.01)]
    [InlineData(0)]
    public void A_log_that_was_cut_is_told_and_what_comes_before_the_cut_is_kept(double left)
    {
        Cut((long)(new FileInfo(Log).Length * left));
        var damaged = File.ReadAllBytes(Log);

        var (damage, writes) = Open();

        damage.Should().Contain("of ").And.Contain("pages of finished writes");
        writes.Should().BeLessThan(Writes);
        File.ReadAllBytes($"{Log}-damaged-20260102T030405Z").Should().Equal(damaged);
        damage.Should().Contain($"{Log}-damaged-20260102T030405Z");
        Open().Should().Be((null, writes), "it is told once");
    }

    [Theory]
    [InlineData(8)] // the page size
    [InlineData(17)] // a salt
    [InlineData(HeaderBytes + 4000)] // the first page
    [InlineData(-100)] // the last page
    public void A_log_that_was_altered_is_told(int at)
    {
        Alter(at);

        var (damage, writes) = Open();

        damage.Should().Contain("is damaged");
        writes.Should().BeLessThan(Writes);
    }

    [Fact]
    public void Damage_before_finished_writes_is_told_without_the_index_too()
    {
        File.Delete(Index);
        Alter((int)new FileInfo(Log).Length / 2);

        Open().Damage.Should().MatchRegex(@"at least \d+ finished writes in it come after a page that cannot be read");
    }

    [Fact]
    public void Without_the_index_the_last_write_is_like_one_that_the_power_failed_on()
    {
        File.Delete(Index);
        Alter(-100);

        Open().Should().Be((null, Writes - 1));
    }

    [Fact]
    public void A_log_that_is_gone_is_told()
    {
        File.Delete(Log);

        Open().Damage.Should().Contain("is gone");
    }

    [Fact]
    public void A_log_that_is_not_needed_any_more_is_not_missed()
    {
        Kill(Checkpoint);
        Cut(0);

        Open().Should().Be((null, Writes));
    }

    [Fact]
    public void Of_a_log_that_is_all_in_the_database_nothing_is_lost()
    {
        Kill(Checkpoint);
        Cut(new FileInfo(Log).Length / 2);

        var (damage, writes) = Open();

        damage.Should().Contain("Nothing is lost");
        writes.Should().Be(Writes);
    }

    [Fact]
    public void A_log_that_ends_before_what_the_database_has_already_is_refused()
    {
        Kill(database => database.Read(reader =>
        {
            using var snapshot = reader.BeginTransaction(deferred: true);
            reader.Number("SELECT count(*) FROM counter"); // holds the pages after it back from the database
            Write(database, Writes + 1, Writes);
            database.Prepare("PRAGMA wal_checkpoint(PASSIVE)").Run();
            return true;
        }));
        Cut(HeaderBytes + 4120);
        var files = Directory.GetFiles(_temporary.Data, "busroot.db*").ToDictionary(file => file, File.ReadAllBytes);

        var open = () => Open();

        open.Should().Throw<StorageException>().Where(error => error.Fault == StorageFault.Damaged && error.Message.Contains("contradict each other"));
        Directory.GetFiles(_temporary.Data, "busroot.db*").ToDictionary(file => file, File.ReadAllBytes).Should().BeEquivalentTo(files);
    }

    private (string? Damage, long Writes) Open()
    {
        using var database = Database.Open(_directory, time: _time);
        return (database.Damage, database.Read(connection => connection.Number("SELECT count(*) FROM counter WHERE name LIKE 'write %'")));
    }

    private static void Write(Database database, int first, int count)
    {
        for (var i = first; i < first + count; i++)
        {
            database.Write(connection => connection.Execute("INSERT INTO counter (name, value) VALUES ($1, 1)", $"write {i}"));
        }
    }

    private static void Checkpoint(Database database)
    {
        database.Prepare("PRAGMA wal_checkpoint(FULL)").Run();
    }

    /// <summary>Leaves the files as they are while the database is open, which is how the end of the process leaves them.</summary>
    private void Kill(Action<Database> work)
    {
        string[] files = [_directory.DatabaseFile, Log, Index];
        using (var database = Database.Open(_directory))
        {
            work(database);
            foreach (var file in files)
            {
                File.Copy(file, file + ".killed", overwrite: true);
            }
        }

        foreach (var file in files)
        {
            File.Move(file + ".killed", file, overwrite: true);
        }
    }

    private void Cut(long bytes)
    {
        using var file = File.OpenWrite(Log);
        file.SetLength(bytes);
    }

    private void Alter(int at)
    {
        var bytes = File.ReadAllBytes(Log);
        bytes[at < 0 ? bytes.Length + at : at] ^= 0x40;
        File.WriteAllBytes(Log, bytes);
    }
}
