using Busroot.Broker.Persistence;
using Busroot.Storage.Databases;
using Busroot.Storage.Directories;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.Tests.Databases;

public sealed class DatabaseTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();
    private readonly DataDirectory _directory;

    public DatabaseTests() => _directory = DataDirectory.Open(_temporary.Data);

    public void Dispose()
    {
        _directory.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public void Sqlite_keeps_no_count_of_its_memory()
    {
        using var database = Database.Open(_directory);

        SQLitePCL.raw.sqlite3_memory_used().Should().Be(0);
    }

    [Fact]
    public void A_write_is_synced_to_a_log_before_it_returns()
    {
        using var database = Database.Open(_directory);

        var settings = (Synchronous: 0L, Foreign: 0L);
        database.Write(connection => settings = (connection.Number("PRAGMA synchronous"), connection.Number("PRAGMA foreign_keys")));

        settings.Should().Be((2L, 1L)); // 2 is FULL
        File.Exists(_directory.DatabaseFile + "-wal").Should().BeTrue();
    }

    [Fact]
    public void A_buffered_write_is_left_to_the_operating_system()
    {
        using var database = Database.Open(_directory, PersistenceMode.Buffered);

        var synchronous = 0L;
        database.Write(connection => synchronous = connection.Number("PRAGMA synchronous"));

        synchronous.Should().Be(1); // NORMAL: synced when the log is folded into the database
    }

    [Fact]
    public void A_failed_write_keeps_nothing()
    {
        using var database = Database.Open(_directory);

        var failed = () => database.Write(connection =>
        {
            connection.Execute("INSERT INTO counter (name, value) VALUES ('x', 1)");
            throw new InvalidOperationException("stop");
        });

        failed.Should().Throw<InvalidOperationException>();
        database.Read(connection => connection.Number("SELECT count(*) FROM counter")).Should().Be(0);
    }

    [Fact]
    public void A_reader_cannot_write()
    {
        using var database = Database.Open(_directory);

        database.Invoking(d => d.Read(connection => connection.Execute("DELETE FROM counter"))).Should().Throw<StorageException>();
    }

    [Fact]
    public void What_was_written_is_there_after_the_process_died_without_closing()
    {
        using var database = Database.Open(_directory);
        database.Write(connection => connection.Execute("INSERT INTO counter (name, value) VALUES ('x', 7)"));

        // What a killed process leaves: the files as they are now, the log not folded in.
        var copy = Path.Combine(_temporary.Parent, "copy");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(_temporary.Data, "busroot.db*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var to = File.Create(Path.Combine(copy, Path.GetFileName(file)));
            from.CopyTo(to);
        }

        using var directory = DataDirectory.Open(copy);
        using var again = Database.Open(directory);
        again.Read(connection => connection.Number("SELECT value FROM counter WHERE name = 'x'")).Should().Be(7);
    }

    [Theory]
    [InlineData("this is not a database, it is a text of more than one hundred bytes, so that the header can be read and judged as wrong")]
    [InlineData("short")]
    public void A_file_that_is_no_database_is_refused_and_left_as_it_was(string content)
    {
        File.WriteAllText(_directory.DatabaseFile, content);

        Refused().Should().Be(StorageFault.Damaged);
        File.ReadAllText(_directory.DatabaseFile).Should().Be(content);
    }

    [Fact]
    public void A_database_whose_pages_were_overwritten_is_refused()
    {
        using (var database = Database.Open(_directory))
        {
            database.Write(connection => connection.Execute("INSERT INTO counter (name, value) VALUES ('x', 1)"));
        }

        using (var file = File.OpenWrite(_directory.DatabaseFile))
        {
            file.Position = 100; // after the file header: the schema's own page
            file.Write(Enumerable.Repeat((byte)0xA5, 3000).ToArray());
        }

        Refused().Should().Be(StorageFault.Damaged);
    }

    [Fact]
    public void A_database_of_another_program_is_refused_and_left_as_it_was()
    {
        Execute("CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup');");

        Refused().Should().Be(StorageFault.Damaged);
        Execute("INSERT INTO recipes VALUES ('bread');");
    }

    [Fact]
    public void A_database_of_a_newer_version_is_refused_with_both_numbers()
    {
        Database.Open(_directory).Dispose();
        Execute("PRAGMA user_version = 4711");

        FluentActions.Invoking(() => Database.Open(_directory)).Should().Throw<StorageException>()
            .WithMessage($"*schema 4711*knows {Schema.Steps.Length}*").Which.Fault.Should().Be(StorageFault.NewerSchema);
    }

    [Fact]
    public void A_full_disk_is_told_as_such_and_the_database_goes_on_afterwards()
    {
        using var database = Database.Open(_directory);
        database.Write(connection => connection.Execute("INSERT INTO counter (name, value) VALUES ('before', 1)"));
        SetPages(database, room: 2);

        database.Invoking(Fill).Should().Throw<StorageException>().WithMessage("*is full*").Which.Fault.Should().Be(StorageFault.DiskFull);

        SetPages(database, room: 1000);
        Fill(database);
        database.Read(connection => connection.Number("SELECT count(*) FROM counter")).Should().Be(2);

        static void Fill(Database database) => database.Write(connection =>
            connection.Execute("INSERT INTO counter (name, value) VALUES ($1, 1)", new string('x', 100_000)));

        static void SetPages(Database database, int room) => database.Write(connection =>
            connection.Execute($"PRAGMA max_page_count = {connection.Number("PRAGMA page_count") + room}"));
    }

    private StorageFault Refused() =>
        FluentActions.Invoking(() => Database.Open(_directory)).Should().Throw<StorageException>().Which.Fault;

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_directory.DatabaseFile};Pooling=False");
        connection.Open();
        connection.Execute(sql);
    }
}
