using Busroot.Storage.Databases;
using Busroot.Storage.Directories;

namespace Busroot.Storage.Tests.Databases;

/// <summary>The files of a database as a process leaves them that is killed while it has them open.</summary>
internal sealed class KilledDatabase : IDisposable
{
    /// <summary>Writes it was left with at first, a commit each.</summary>
    public const int Writes = 20;

    /// <summary>What stands before the first frame of a log.</summary>
    public const int HeaderBytes = 32;

    /// <summary>A frame of a log: its header and a page.</summary>
    public const int FrameBytes = 24 + PageBytes;

    public const int PageBytes = 4096;
    private readonly TemporaryDirectory _temporary = new();
    private readonly DataDirectory _directory;
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public KilledDatabase()
    {
        _directory = DataDirectory.Open(_temporary.Data);
        Kill(database => Write(database, 1, Writes));
    }

    public string File => _directory.DatabaseFile;

    public string Log => File + "-wal";

    public string Index => File + "-shm";

    /// <summary>Where a damaged log is copied to.</summary>
    public string Copy => Log + "-damaged-20260102T030405Z";

    /// <summary>All that begins with the database's name, with its bytes.</summary>
    public Dictionary<string, byte[]> Files => Directory.GetFiles(_temporary.Data, "busroot.db*").ToDictionary(file => file, System.IO.File.ReadAllBytes);

    /// <summary>Opens it and closes it again in order.</summary>
    /// <returns>What was said of damage, and how many writes are there.</returns>
    public (string? Damage, long Writes) Open()
    {
        using var database = Database.Open(_directory, time: _time);
        return (database.Damage, database.Read(connection => connection.Number("SELECT count(*) FROM counter WHERE name LIKE 'write %'")));
    }

    /// <summary>Opens it, works on it, and leaves the files as they are while it is open.</summary>
    public void Kill(Action<Database> work)
    {
        string[] files = [File, Log, Index];
        using (var database = Database.Open(_directory))
        {
            work(database);
            foreach (var file in files)
            {
                System.IO.File.Copy(file, file + ".killed", overwrite: true);
            }
        }

        foreach (var file in files)
        {
            System.IO.File.Move(file + ".killed", file, overwrite: true);
        }
    }

    /// <summary>Puts files back as they were.</summary>
    public void Restore(Dictionary<string, byte[]> files)
    {
        foreach (var file in Files.Keys)
        {
            System.IO.File.Delete(file);
        }

        foreach (var (file, bytes) in files)
        {
            System.IO.File.WriteAllBytes(file, bytes);
        }
    }

    public void CutLog(long bytes)
    {
        using var file = System.IO.File.OpenWrite(Log);
        file.SetLength(bytes);
    }

    /// <param name="at">Which byte of the log becomes another; from the end when negative.</param>
    public void AlterLog(int at)
    {
        var bytes = System.IO.File.ReadAllBytes(Log);
        bytes[at < 0 ? bytes.Length + at : at] ^= 0x40;
        System.IO.File.WriteAllBytes(Log, bytes);
    }

    public static void Write(Database database, int first, int count)
    {
        for (var i = first; i < first + count; i++)
        {
            database.Write(connection => connection.Execute("INSERT INTO counter (name, value) VALUES ($1, 1)", $"write {i}"));
        }
    }

    /// <summary>Copies the log into the database, up to what a reader still needs.</summary>
    public static void Checkpoint(Database database) => database.Prepare("PRAGMA wal_checkpoint(PASSIVE)").Run();

    /// <summary>Leaves a log of which only the first half is in the database file.</summary>
    public void KillWithHalfInDatabase() => Kill(database => database.Read(reader =>
    {
        using var snapshot = reader.BeginTransaction(deferred: true);
        reader.Number("SELECT count(*) FROM counter"); // holds the pages after it back from the database
        Write(database, Writes + 1, Writes);
        Checkpoint(database);
        return true;
    }));

    public void Dispose()
    {
        _directory.Dispose();
        _temporary.Dispose();
    }
}
