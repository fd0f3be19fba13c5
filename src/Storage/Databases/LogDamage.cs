using System.Globalization;
using Busroot.Storage.Directories;

namespace Busroot.Storage.Databases;

/// <summary>Finds damage in a write-ahead log before SQLite opens it, and saves a copy: what cannot be read is overwritten from then on.</summary>
internal static class LogDamage
{
    /// <summary>Looks at the log of a directory's database.</summary>
    /// <param name="directory">Held by the caller; nobody has its database open.</param>
    /// <param name="time">Names the copy.</param>
    /// <returns>What is lost and where the copy is, for a person; null when nothing is known to be lost.</returns>
    /// <exception cref="StorageException">What can be read of the log contradicts the database file; nothing was changed.</exception>
    /// <exception cref="IOException">The log cannot be read or copied.</exception>
    public static string? SetAside(DataDirectory directory, TimeProvider time)
    {
        var file = directory.DatabaseFile + "-wal";
        var log = WriteAheadLog.Read(file);
        var index = WalIndex.Read(directory.DatabaseFile + "-shm") is { } known && (known.Salt == log.Salt || !log.HasHeader) ? known : default(WalIndex?);
        if (Describe(log, index) is not { } what)
        {
            return null;
        }

        var copy = string.Create(CultureInfo.InvariantCulture, $"{file}-damaged-{time.GetUtcNow():yyyyMMddTHHmmssZ}");
        if (index is { } folded && folded.InDatabase > log.ReadableFrames)
        {
            return TakeAway(file, copy, what, isAllInDatabase: folded.InDatabase >= folded.Frames);
        }

        var readable = log.ReadableFrames == 0
            ? "None of it can be read, so the data is as it was when the log was begun"
            : "What comes before the damage is kept, so the data is as it was at an earlier moment";
        if (!File.Exists(file))
        {
            return $"{file} is gone: {what}. {readable}. Find out what removed it; restore a backup if the last readings matter more than those since.";
        }

        File.Copy(file, copy, overwrite: true);
        return $"{file} is damaged: {what}. {readable}. The damaged file was copied to {copy}. Check the disk, unless persistence was buffered and the power failed; restore a backup if what was lost matters more than what came since.";
    }

    /// <summary>Says what a log lacks; null when it lacks nothing that is known to have been finished.</summary>
    /// <param name="log">The log.</param>
    /// <param name="index">Its index; null when there is none of this log.</param>
    private static string? Describe(WriteAheadLog log, WalIndex? index)
    {
        if (index is { } known && log.ReadableFrames < known.Frames
            && !(log.ReadableFrames == 0 && known.InDatabase >= known.Frames)) // all of it is in the database: the log is not needed
        {
            return $"of {known.Frames} pages of finished writes in it, only {log.ReadableFrames} can be read";
        }

        // One commit beyond the damage may be one that the power failed on, and that nobody was told of; when it began, those before it were on disk.
        return log.CommitsBeyond > 1 ? $"at least {log.CommitsBeyond - 1} finished writes in it come after a page that cannot be read" : null;
    }

    // SQLite would read old pages from what is left of the log, over newer ones that are in the database file already.
    private static string TakeAway(string file, string copy, string what, bool isAllInDatabase)
    {
        if (!isAllInDatabase)
        {
            throw new StorageException(StorageFault.Damaged,
                $"{file} is damaged: {what}. The database file already has newer pages than can be read of the log, so the two contradict each other. Nothing was changed. Check the disk and restore a backup, or move the directory away to start empty.");
        }

        File.Move(file, copy, overwrite: true);
        return $"{file} is damaged: {what}. Nothing is lost: all of it is in the database file. The damaged file is now {copy}. Check the disk.";
    }
}
