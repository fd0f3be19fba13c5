using Microsoft.Data.Sqlite;

namespace Busroot.Storage;

/// <summary>Says in one sentence each what could not be stored or read, why, and what to do.</summary>
public sealed class StorageException(StorageFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    // SQLite's primary result codes, https://sqlite.org/rescode.html
    private const int IoError = 10, Corrupt = 11, Full = 13, CannotOpen = 14, ReadOnly = 8, NotADatabase = 26, Busy = 5;

    /// <summary>The kind of failure.</summary>
    public StorageFault Fault { get; } = fault;

    /// <summary>Says that a row holds what it cannot hold.</summary>
    /// <param name="file">The database file.</param>
    /// <param name="error">What the reader of the row reported.</param>
    internal static StorageException Contradiction(string file, Exception error) => new(StorageFault.Damaged,
        $"{file} is damaged: a row holds a value that it cannot hold ({error.Message.TrimEnd('.')}). Restore a backup, or move the file and those that begin with its name away to start empty.", error);

    /// <summary>Puts what SQLite reported into words an operator can act on.</summary>
    /// <param name="file">The database file.</param>
    /// <param name="error">What SQLite reported.</param>
    internal static StorageException From(string file, SqliteException error) => error.SqliteErrorCode switch
    {
        Corrupt or NotADatabase => new(StorageFault.Damaged,
            $"{file} is damaged or is no Busroot database ({error.Message}). Restore a backup, or move the file and those that begin with its name away to start empty.", error),
        Full => new(StorageFault.DiskFull,
            $"The disk that holds {file} is full; nothing of the last change was kept. Free some space; the change can then be tried again.", error),
        CannotOpen or ReadOnly => new(StorageFault.NotWritable,
            $"{file} cannot be written ({error.Message}). Give this user write access to the file and its directory, or choose another with --data.", error),
        Busy => new(StorageFault.InUse, $"{file} is being changed by another program. Stop that program and try again.", error),
        IoError => new(StorageFault.Failed, $"Reading or writing {file} failed ({error.Message}). Check the disk.", error),
        _ => new(StorageFault.Failed, $"{file}: {error.Message}", error),
    };
}

/// <summary>Why storage failed; a closed set, so it can be a metric tag.</summary>
public enum StorageFault
{
    /// <summary>Another server or command holds the data directory.</summary>
    InUse,

    /// <summary>The directory or file cannot be created or written.</summary>
    NotWritable,

    /// <summary>The file is no database, or its pages contradict each other.</summary>
    Damaged,

    /// <summary>A newer version of this program has written the database.</summary>
    NewerSchema,

    /// <summary>No space is left.</summary>
    DiskFull,

    /// <summary>Anything else; the message has the cause.</summary>
    Failed,
}
