using Busroot.Broker.Persistence;
using Busroot.Storage.Directories;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Busroot.Storage.Databases;

/// <summary>The SQLite file of one data directory: one connection that writes, others that read beside it.</summary>
/// <remarks>
/// Write-ahead log. Durable, <c>synchronous=FULL</c>: a finished write is on disk, also after the power fails. Buffered, <c>synchronous=NORMAL</c>: it is
/// with the operating system, and the last ones may be gone after a power failure, in order and never in part. Threads: any; writes wait for each other.
/// </remarks>
public sealed class Database : IDisposable
{
    private readonly Lock _turn = new();
    private readonly SqliteConnection _writer;
    private readonly Dictionary<string, PreparedStatement> _prepared = [];
    private readonly string _file;

    static Database()
    {
        SQLitePCL.Batteries_V2.Init();

        // Before the first connection: nobody reads SQLite's count of its own memory, and keeping it takes a lock of the whole process at every allocation.
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    private Database(string file, SqliteConnection writer, string? damage)
    {
        _file = file;
        _writer = writer;
        Damage = damage;
    }

    /// <summary>How the write-ahead log was damaged when it was opened, what is lost, and where a copy of it is, for a person; null when no damage is known.</summary>
    public string? Damage { get; }

    /// <summary>Opens the directory's database, creates it if need be and brings its tables up to this version.</summary>
    /// <param name="directory">Held by the caller as long as the database is open.</param>
    /// <param name="persistence">When a write counts as finished; <see cref="PersistenceMode.None"/> is as buffered.</param>
    /// <param name="time">Names the copy of a damaged log; the system's when null.</param>
    /// <exception cref="StorageException">The file is damaged, not writable, no Busroot database, or of a newer version; it is left as it was.</exception>
    public static Database Open(DataDirectory directory, PersistenceMode persistence = PersistenceMode.Durable, TimeProvider? time = null)
    {
        var file = directory.DatabaseFile;
        SqliteConnection? writer = null;
        try
        {
            var damage = LogDamage.SetAside(directory, time ?? TimeProvider.System); // first: SQLite would drop it without a word
            directory.CreateDatabaseFile();
            writer = Connect(file, SqliteOpenMode.ReadWrite);
            Migration.Apply(writer, file); // synced, whatever comes after it
            writer.Execute(persistence == PersistenceMode.Durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            return new Database(file, writer, damage);
        }
        catch (SqliteException error)
        {
            writer?.Dispose();
            throw StorageException.From(file, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.NotWritable, $"{file} cannot be opened ({error.Message}). Give this user access to it.", error);
        }
        catch
        {
            writer?.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file; the write-ahead log is folded into it.</summary>
    public void Dispose()
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Dispose(); // first: they keep the file open
        }

        _writer.Dispose();
    }

    /// <summary>A statement of the writing connection, compiled when it is first asked for. For work that runs in <see cref="Write"/>.</summary>
    internal PreparedStatement Prepare(string sql)
    {
        if (!_prepared.TryGetValue(sql, out var statement))
        {
            statement = new PreparedStatement(_writer, sql);
            _prepared.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>Runs one transaction on the writing connection: all of it is finished afterwards or, on any error, nothing of it.</summary>
    /// <exception cref="StorageException">SQLite refused; nothing was kept.</exception>
    internal void Write(Action<SqliteConnection> work)
    {
        lock (_turn)
        {
            try
            {
                using var transaction = _writer.BeginTransaction(deferred: false);
                work(_writer);
                transaction.Commit();
            }
            catch (SqliteException error)
            {
                throw StorageException.From(_file, error);
            }
            catch (Exception error) when (IsContradiction(error))
            {
                throw StorageException.Contradiction(_file, error);
            }
        }
    }

    /// <summary>Runs work on a connection of its own that sees the last finished write and cannot change anything.</summary>
    /// <exception cref="StorageException">SQLite refused, for instance because a page is damaged.</exception>
    internal T Read<T>(Func<SqliteConnection, T> work)
    {
        try
        {
            using var reader = Connect(_file, SqliteOpenMode.ReadOnly);
            return work(reader);
        }
        catch (SqliteException error)
        {
            throw StorageException.From(_file, error);
        }
        catch (Exception error) when (IsContradiction(error))
        {
            throw StorageException.Contradiction(_file, error);
        }
    }

    // A value of another kind than its column's: a page that was altered, but is still a page.
    private static bool IsContradiction(Exception error) => error is InvalidCastException or InvalidOperationException { Source: "Microsoft.Data.Sqlite" };

    private static SqliteConnection Connect(string file, SqliteOpenMode mode)
    {
        // No pool: it would keep the file open after Dispose, and reads are an operator's, not a message's.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, ForeignKeys = true }.ToString());
        try
        {
            connection.Open();
            connection.Execute("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;");
            if (mode == SqliteOpenMode.ReadWrite)
            {
                connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
