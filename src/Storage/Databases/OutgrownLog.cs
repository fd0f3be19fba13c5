using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Busroot.Storage.Databases;

/// <summary>Tells whether a database file has pages that its damaged log can no longer give: SQLite would lay the log's older pages over newer ones of the file.</summary>
internal sealed class OutgrownLog : IDisposable
{
    private readonly WriteAheadLog _log;
    private readonly SafeFileHandle _frames;
    private readonly SafeFileHandle _database;
    private readonly Dictionary<uint, long> _before = [];
    private readonly byte[] _page;
    private readonly byte[] _other;

    private OutgrownLog(WriteAheadLog log, string logFile, string databaseFile)
    {
        _log = log;
        _frames = File.OpenHandle(logFile, share: FileShare.ReadWrite);
        _database = File.OpenHandle(databaseFile, share: FileShare.ReadWrite);
        (_page, _other) = (new byte[log.PageBytes], new byte[log.PageBytes]);
    }

    /// <summary>Compares the pages of the log after the damage with those of the database.</summary>
    /// <param name="log">What was read of the log.</param>
    /// <param name="logFile">Its file.</param>
    /// <param name="databaseFile">The file it belongs to.</param>
    /// <remarks>
    /// The database's is from the log when the log has another page of that number before it: a page that was written as it had been is no sign of anything.
    /// Cost: reads the log twice and a page of the database for each of the log; only when a log is damaged.
    /// </remarks>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static bool Is(WriteAheadLog log, string logFile, string databaseFile)
    {
        if (log.LastCommit <= log.ReadableFrames || !File.Exists(databaseFile))
        {
            return false;
        }

        using var outgrown = new OutgrownLog(log, logFile, databaseFile);
        return outgrown.IsAnyPageBeyond();
    }

    public void Dispose()
    {
        _frames.Dispose();
        _database.Dispose();
    }

    private bool IsAnyPageBeyond()
    {
        for (var number = 1L; number <= _log.LastCommit; number++)
        {
            if (PageOf(number) is not { } page)
            {
                continue;
            }

            if (number > _log.ReadableFrames && IsInDatabase(page, number))
            {
                return true;
            }

            _before[page] = number;
        }

        return false;
    }

    private bool IsInDatabase(uint page, long number) =>
        _before.TryGetValue(page, out var before)
        && Read(_frames, PageAt(number), _page)
        && Read(_frames, PageAt(before), _other) && !_page.AsSpan().SequenceEqual(_other)
        && Read(_database, (page - 1L) * _page.Length, _other) && _page.AsSpan().SequenceEqual(_other);

    /// <returns>The number of the page in a frame; null when the frame is not of this log.</returns>
    private uint? PageOf(long number)
    {
        Span<byte> header = stackalloc byte[16];
        RandomAccess.Read(_frames, header, WriteAheadLog.FrameAt(number, _page.Length));
        var page = BinaryPrimitives.ReadUInt32BigEndian(header);
        return page != 0 && BinaryPrimitives.ReadUInt64BigEndian(header[8..]) == _log.Salt ? page : null;
    }

    private long PageAt(long number) => WriteAheadLog.FrameAt(number, _page.Length) + WriteAheadLog.FrameHeaderBytes;

    private static bool Read(SafeFileHandle file, long at, byte[] page) => RandomAccess.Read(file, page, at) == page.Length;
}
