using System.Globalization;
using Busroot.Storage.Directories;

namespace Busroot.Storage.Databases;

/// <summary>Finds damage in a write-ahead log before SQLite opens it, and saves a copy: what cannot be read is overwritten from then on.</summary>
/// <remarks>
/// SQLite reads a log up to its first bad frame. That gives the database as it was at an earlier moment, unless pages from after that frame are in the
/// database file already: then it would mix old pages with new ones, and the log is refused, or not needed, if all of it is there.
/// </remarks>
internal sealed class LogDamage
{
    private readonly string _database;
    private readonly string _file;
    private readonly WriteAheadLog _log;
    private readonly WalIndex? _index;

    private LogDamage(string database)
    {
        _database = database;
        _file = database + "-wal";
        _log = WriteAheadLog.Read(_file);
        _index = WalIndex.Read(database + "-shm") is { } index && (index.Salt == _log.Salt || !_log.HasHeader) ? index : null;
    }

    private bool IsAllInDatabase => _index is { } index && index.InDatabase >= Math.Max(index.Frames, _log.LastCommit);

    private bool IsOutgrown => _index?.Begun > _log.ReadableFrames || OutgrownLog.Is(_log, _file, _database);

    private bool IsEmpty => !File.Exists(_file) || new FileInfo(_file).Length == 0;

    /// <summary>Looks at the log of a directory's database.</summary>
    /// <param name="directory">Held by the caller; nobody has its database open.</param>
    /// <param name="time">Names the copy.</param>
    /// <returns>What is damaged, what is lost and where the copy is, for a person; null when no damage is known.</returns>
    /// <exception cref="StorageException">What can be read of the log does not fit the database file; nothing was changed.</exception>
    /// <exception cref="IOException">A file cannot be read or copied.</exception>
    public static string? SetAside(DataDirectory directory, TimeProvider time)
    {
        var damage = new LogDamage(directory.DatabaseFile);
        damage.RefuseWithoutDatabase();
        return damage.Describe() is { } what
            ? damage.SetAside(what, string.Create(CultureInfo.InvariantCulture, $"{damage._file}-damaged-{time.GetUtcNow():yyyyMMddTHHmmssZ}"))
            : null;
    }

    // SQLite deletes the log of an empty database.
    private void RefuseWithoutDatabase()
    {
        if (_log.ReadableFrames > 0 && (!File.Exists(_database) || new FileInfo(_database).Length == 0))
        {
            throw new StorageException(StorageFault.Damaged,
                $"{_database} is gone or empty, but its write-ahead log {_file} holds finished writes. Put the database back, or move the log away too to start empty.");
        }
    }

    // What the log lacks; null when it lacks nothing that is known to have been finished.
    private string? Describe()
    {
        if (_index is { } index && _log.ReadableFrames < index.Frames)
        {
            return $"of {index.Frames} pages of finished writes in it, only {_log.ReadableFrames} can be read";
        }

        // One commit beyond the damage may be one that the power failed on, and that nobody was told of; when it began, those before it were on disk.
        return _log.CommitsBeyond > 1 ? $"at least {_log.CommitsBeyond - 1} finished writes in it come after a page that cannot be read" : null;
    }

    private string? SetAside(string what, string copy)
    {
        if (IsAllInDatabase)
        {
            return IsEmpty ? null : TakeAway(what, copy);
        }

        if (IsOutgrown)
        {
            throw new StorageException(StorageFault.Damaged,
                $"{_file} is damaged: {what}, and {_database} already holds pages that are newer than those. Read together they would be a mixture of old and new, so nothing was changed. "
                + "Check the disk. Restore a backup, or move the files that begin with the database's name away to start empty.");
        }

        return Copy(what, copy);
    }

    private string TakeAway(string what, string copy)
    {
        File.Move(_file, copy, overwrite: true);
        return $"{_file} is damaged: {what}. Nothing is lost: all of it is in {_database}. The damaged file is now {copy}. Check the disk.";
    }

    private string Copy(string what, string copy)
    {
        var readable = _log.ReadableFrames == 0
            ? "None of it can be read, so the data is as it was when the log was begun"
            : "What comes before the damage is kept, so the data is as it was at an earlier moment";
        if (!File.Exists(_file))
        {
            return $"{_file} is gone: {what}. {readable}. Find out what removed it; restore a backup if the last readings matter more than those since.";
        }

        File.Copy(_file, copy, overwrite: true);
        return $"{_file} is damaged: {what}. {readable}. The damaged file was copied to {copy}. Check the disk, unless persistence was buffered and the power failed; restore a backup if what was lost matters more than what came since.";
    }
}
