using Busroot.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.History;

/// <summary>Decides when frames leave the tail, and moves them a step at a time.</summary>
/// <remarks>Threads: one at a time. What was under way when the program ended is finished first.</remarks>
internal sealed class Compaction(Database database, HistoryAccount account, HistoryReader reader, HistoryDamage damage, TimeProvider time)
{
    /// <summary>A tail larger than this is moved. A query of a device's newest frames looks through all of it.</summary>
    private const long FullTailBytes = 16 * 1024 * 1024;

    /// <summary>A tail with frames older than this is moved, however small it is. Blocks are not written again, so those of a small fleet must not come too often.</summary>
    private static readonly TimeSpan FullTailAge = TimeSpan.FromHours(1);

    private CompactionMove? _move;

    /// <returns>Whether there is more to do now.</returns>
    public bool Step(CancellationToken cancellationToken)
    {
        _move ??= Begin(cancellationToken);
        if (_move is null)
        {
            return false;
        }

        if (!_move.Step(cancellationToken))
        {
            _move = null;
        }

        return true;
    }

    private CompactionMove? Begin(CancellationToken cancellationToken) => database.Read(connection =>
    {
        var mark = CompactionMark.Load(connection);
        if (mark.Through == 0)
        {
            mark = new CompactionMark(Due(connection), "", 0);
        }

        return mark.Through == 0 ? null : Load(connection, mark, cancellationToken);
    });

    private CompactionMove Load(SqliteConnection connection, CompactionMark mark, CancellationToken cancellationToken)
    {
        var rows = new List<TailRow>();
        foreach (var row in reader.Rows(connection, 0, mark.Through, new TextPool()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Add(row);
        }

        return new CompactionMove(database, account, mark, rows);
    }

    /// <summary>The last frame of what is to be moved now; 0 for nothing. Damaged rows stay where they are until they are too old.</summary>
    private long Due(SqliteConnection connection)
    {
        using var command = connection.Command(
            "SELECT sequence, last_at, length(data) FROM history_tail WHERE sequence <= $1 ORDER BY sequence", account.PublishedThrough);
        using var row = command.ExecuteReader();
        var damaged = damage.Rows.ToHashSet();
        var (through, bytes, isOld) = (0L, 0L, false);
        var old = (time.GetUtcNow() - FullTailAge).ToUnixTimeMilliseconds();
        while (bytes < FullTailBytes && row.Read())
        {
            if (!damaged.Contains(row.GetInt64(0)))
            {
                through = row.GetInt64(0);
                isOld |= row.GetInt64(1) <= old;
                bytes += row.GetInt64(2);
            }
        }

        return isOld || bytes >= FullTailBytes ? through : 0;
    }
}
