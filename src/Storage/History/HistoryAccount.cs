using Busroot.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.History;

/// <summary>Keeps count of the history in memory, and in the database as of some frame, so that opening need not look at every block.</summary>
/// <remarks>
/// What is saved counts everything up to the frame <c>history_through</c>; the tail rows after it are added when it is loaded. So
/// appending a run, which is the frequent change, saves nothing. Threads: any.
/// </remarks>
internal sealed class HistoryAccount
{
    private readonly Lock _turn = new();
    private Change _sum;
    private long _through;
    private long _published;
    private long? _oldest;

    /// <summary>What a change adds; negative for what goes.</summary>
    public readonly record struct Change(long Frames, long PayloadBytes, long Unmapped, long BlockBytes, long TailBytes)
    {
        public static Change operator +(Change a, Change b) => new(
            a.Frames + b.Frames, a.PayloadBytes + b.PayloadBytes, a.Unmapped + b.Unmapped, a.BlockBytes + b.BlockBytes, a.TailBytes + b.TailBytes);
    }

    public long LastSequence => Get(() => _through);

    public long PublishedThrough => Get(() => _published);

    public long TailBytes => Get(() => _sum.TailBytes);

    public long StoredBytes => Get(() => _sum.TailBytes + _sum.BlockBytes);

    public HistoryTotals Totals(int damaged) => Get(() => new HistoryTotals(
        _sum.Frames, _sum.PayloadBytes, _sum.TailBytes + _sum.BlockBytes, _sum.Unmapped,
        _oldest is { } oldest && _sum.Frames > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(oldest) : null, damaged));

    public void Load(SqliteConnection connection)
    {
        long Saved(string name) => connection.Number("SELECT value FROM counter WHERE name = $1", name);
        var through = Saved("history_through");
        using var command = connection.Command(
            """
            SELECT coalesce(sum(readings), 0), coalesce(sum(payload_bytes), 0), coalesce(sum(unmapped), 0), max(sequence),
                   (SELECT coalesce(sum(length(data)), 0) FROM history_tail) FROM history_tail WHERE sequence > $1
            """, through);
        using var row = command.ExecuteReader();
        row.Read();
        _sum = new Change(
            Saved("history_frames") + row.GetInt64(0), Saved("history_payload_bytes") + row.GetInt64(1), Saved("history_unmapped") + row.GetInt64(2),
            Saved("history_block_bytes"), row.GetInt64(4));
        _through = row.IsDBNull(3) ? through : row.GetInt64(3);
        _published = Saved("published_through");
        _oldest = Oldest(connection);
    }

    /// <summary>Saves, inside a transaction, what will be true when it is finished and <see cref="Apply"/> was called.</summary>
    public void Save(SqliteConnection connection, Change change)
    {
        var (sum, through) = Get(() => (_sum + change, _through));
        connection.Execute(
            """
            INSERT OR REPLACE INTO counter (name, value) VALUES
                ('history_through', $1), ('history_frames', $2), ('history_payload_bytes', $3), ('history_unmapped', $4), ('history_block_bytes', $5)
            """, through, sum.Frames, sum.PayloadBytes, sum.Unmapped, sum.BlockBytes);
    }

    public void Apply(Change change)
    {
        lock (_turn)
        {
            _sum += change;
        }
    }

    /// <summary>Counts runs that were appended.</summary>
    public void Appended(Change change, long through, long firstAt)
    {
        lock (_turn)
        {
            _sum += change;
            _through = through;
            _oldest ??= firstAt;
        }
    }

    public void Published(long through)
    {
        lock (_turn)
        {
            _published = through;
        }
    }

    /// <summary>Finds out again which frame is the oldest.</summary>
    public void FindOldest(SqliteConnection connection)
    {
        var oldest = Oldest(connection);
        lock (_turn)
        {
            _oldest = oldest;
        }
    }

    private static long? Oldest(SqliteConnection connection)
    {
        using var command = connection.Command(
            """
            SELECT coalesce((SELECT first_at FROM history_block ORDER BY last_at LIMIT 1), (SELECT first_at FROM history_tail ORDER BY sequence LIMIT 1))
            """);
        return command.ExecuteScalar() as long?;
    }

    private T Get<T>(Func<T> read)
    {
        lock (_turn)
        {
            return read();
        }
    }
}
