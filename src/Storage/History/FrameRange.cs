using System.Globalization;
using Busroot.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.History;

/// <summary>The frames a query asks for: first the rows that may hold them, then the frames themselves.</summary>
/// <param name="query">What is asked for.</param>
/// <param name="floor">The last number of the device's frames that are in blocks though they are in the tail too.</param>
internal sealed class FrameRange(HistoryQuery query, long floor)
{
    private readonly long _after = query.After ?? 0;
    private readonly long _before = query.Before ?? long.MaxValue;
    private readonly long _from = query.From?.ToUnixTimeMilliseconds() ?? long.MinValue;
    private readonly long _last = (query.To?.ToUnixTimeMilliseconds() ?? long.MaxValue) - 1;

    public string DeviceId => query.DeviceId;

    public SqliteCommand TailCommand(SqliteConnection connection) => connection.Command(
        $"""
        SELECT sequence, readings, data FROM history_tail
        WHERE sequence > $1 AND sequence - readings + 1 < $2 AND last_at >= $3 AND first_at <= $4 {(query.Outcome == FrameOutcome.Unmapped ? "AND unmapped > 0" : "")}
        ORDER BY sequence {Direction}
        """, Math.Max(_after, floor), _before, _from, _last);

    /// <summary>The blocks that may hold what is asked for, in the order asked for.</summary>
    /// <remarks>Each compaction left a batch of blocks, sorted by device. Cost: some microseconds a batch, and the blocks themselves as they are taken.</remarks>
    public IEnumerable<Block> Blocks(SqliteConnection connection)
    {
        using var ofBatch = connection.Command(
            $"""
            SELECT {Block.Columns} FROM history_block
            WHERE batch = $1 AND first_device <= $2 AND last_device >= $2 AND instr(devices, $3) > 0
              AND last_sequence > $4 AND first_sequence < $5 AND last_at >= $6 AND first_at <= $7 {Outcomes}
            ORDER BY number {Direction}
            """, null, query.DeviceId, $" {query.DeviceId} ", _after, _before, _from, _last);
        foreach (var batch in Batches(connection))
        {
            ofBatch.Parameters[0].Value = batch;
            using var row = ofBatch.ExecuteReader();
            while (row.Read())
            {
                yield return Block.Of(row);
            }
        }
    }

    /// <summary>Removes from a row of the tail what is in blocks already; a row can hold both, while its device is being moved.</summary>
    public void LeaveOutMoved(List<EncodedFrame> frames) => frames.RemoveAll(frame => frame.Sequence <= floor);

    /// <summary>Adds the frames that are asked for, in the order asked for, until there are enough.</summary>
    public void Take(List<EncodedFrame> frames, List<StoredFrame> found)
    {
        for (var i = 0; i < frames.Count && found.Count < query.Limit; i++)
        {
            var frame = frames[query.OldestFirst ? i : frames.Count - 1 - i];
            if (Includes(frame))
            {
                found.Add(frame.ToStored());
            }
        }
    }

    /// <summary>The batches that may hold what is asked for; the number of a batch is that of its last frame.</summary>
    private IEnumerable<long> Batches(SqliteConnection connection)
    {
        using var next = connection.Command(
            query.OldestFirst ? "SELECT min(batch) FROM history_block WHERE batch > $1"
            : "SELECT max(batch) FROM history_block WHERE batch < $1 AND batch > $2", query.OldestFirst ? _after : FirstBeyond(connection), _after);
        while (next.ExecuteScalar() is long batch)
        {
            yield return batch;
            next.Parameters[0].Value = batch;
        }
    }

    // The batch that the first frame not asked for is in holds frames before it too.
    private long FirstBeyond(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT min(batch) + 1 FROM history_block WHERE batch >= $1", _before);
        return command.ExecuteScalar() as long? ?? long.MaxValue;
    }

    private string Direction => query.OldestFirst ? "ASC" : "DESC";

    private string Outcomes => query.Outcome is { } outcome ? string.Create(CultureInfo.InvariantCulture, $"AND outcomes & {1 << (int)outcome} <> 0") : "";

    private bool Includes(in EncodedFrame frame) =>
        frame.Sequence > _after && frame.Sequence < _before && frame.Milliseconds >= _from && frame.Milliseconds <= _last
        && (query.Outcome is null || frame.Outcome == query.Outcome)
        && frame.DeviceId == query.DeviceId;
}
