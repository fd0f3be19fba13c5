using System.Text;
using Busroot.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.History;

/// <summary>Reads frames out of the tail and the blocks; the parts of a device never overlap, and its blocks are older than its tail.</summary>
internal sealed class HistoryReader(HistoryDamage damage)
{
    /// <inheritdoc cref="HistoryStore.Read"/>
    public IReadOnlyList<StoredFrame> Read(SqliteConnection connection, HistoryQuery query)
    {
        using var snapshot = connection.BeginTransaction(deferred: true); // a step of compaction in between would move frames from one to the other
        var range = new FrameRange(query, CompactionMark.Load(connection).FloorOf(query.DeviceId));
        var texts = new TextPool();
        var parts = query.OldestFirst
            ? Blocks(connection, range, texts).Concat(TailRuns(connection, range, texts))
            : TailRuns(connection, range, texts).Concat(Blocks(connection, range, texts));
        var found = new List<StoredFrame>();
        foreach (var frames in parts)
        {
            range.Take(frames, found);
            if (found.Count == query.Limit)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>The first row of the tail after a number that can be read; null when there is none.</summary>
    public TailRow? NextRow(SqliteConnection connection, long sequence)
    {
        using var command = connection.Command("SELECT sequence, readings, data FROM history_tail WHERE sequence > $1 ORDER BY sequence", sequence);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            if (ReadRow(row, new TextPool()) is { } found)
            {
                found.Frames.RemoveAll(frame => frame.Sequence <= sequence);
                return found;
            }
        }

        return null;
    }

    /// <summary>The rows of the tail within bounds, oldest first; those that cannot be read are reported and left out.</summary>
    public IEnumerable<TailRow> Rows(SqliteConnection connection, long after, long through, TextPool texts)
    {
        using var command = connection.Command(
            "SELECT sequence, readings, data FROM history_tail WHERE sequence > $1 AND sequence <= $2 ORDER BY sequence", after, through);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            if (ReadRow(row, texts) is { } found)
            {
                yield return found;
            }
        }
    }

    /// <summary>Reads a block's frames; null when it is damaged, which is reported.</summary>
    public List<EncodedFrame>? Open(Block block, TextPool texts)
    {
        try
        {
            var frames = new List<EncodedFrame>();
            EncodedRun.Read(BlockCompression.Decompress(block.Data, block.RawBytes), block.FirstSequence - 1, texts, frames);
            return frames.TrueForAll(frame => block.Covers(frame.DeviceId)) ? frames : throw new InvalidDataException("it holds frames of another device");
        }
        catch (InvalidDataException error)
        {
            damage.ReportBlock(block, error.Message);
            return null;
        }
    }

    /// <inheritdoc cref="HistoryStore.Unmapped"/>
    public IReadOnlyList<UnmappedDevice> Unmapped(SqliteConnection connection)
    {
        using var snapshot = connection.BeginTransaction(deferred: true);
        var found = new UnmappedCounts();
        using (var command = connection.Command(
            "SELECT first_device, sum(unmapped), min(first_at), max(last_at) FROM history_block WHERE unmapped > 0 GROUP BY first_device"))
        using (var row = command.ExecuteReader())
        {
            while (row.Read())
            {
                found.Add(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3));
            }
        }

        var mark = CompactionMark.Load(connection);
        using var tail = connection.Command("SELECT sequence, readings, data FROM history_tail WHERE unmapped > 0 ORDER BY sequence");
        using var run = tail.ExecuteReader();
        var texts = new TextPool();
        while (run.Read())
        {
            foreach (var frame in ReadRow(run, texts)?.Frames ?? [])
            {
                if (frame.Outcome == FrameOutcome.Unmapped && frame.Sequence > mark.FloorOf(frame.DeviceId))
                {
                    found.Add(frame.DeviceId, 1, frame.Milliseconds, frame.Milliseconds);
                }
            }
        }

        foreach (var (deviceId, frames) in ReplayedFrames.Count(connection))
        {
            found.Subtract(deviceId, frames);
        }

        return found.List();
    }

    private IEnumerable<List<EncodedFrame>> TailRuns(SqliteConnection connection, FrameRange range, TextPool texts)
    {
        using var command = range.TailCommand(connection);
        using var row = command.ExecuteReader();
        var device = Encoding.UTF8.GetBytes(range.DeviceId);
        while (row.Read())
        {
            // Most runs of a large fleet are without the device; looking for its name is a hundred times faster than reading the run.
            var data = (byte[])row[2];
            if (data.AsSpan().IndexOf(device) >= 0 && ReadRow(row.GetInt64(0), row.GetInt64(1), data, texts) is { } found)
            {
                range.LeaveOutMoved(found.Frames);
                yield return found.Frames;
            }
        }
    }

    private IEnumerable<List<EncodedFrame>> Blocks(SqliteConnection connection, FrameRange range, TextPool texts) =>
        range.Blocks(connection).Select(block => Open(block, texts)).OfType<List<EncodedFrame>>();

    private TailRow? ReadRow(SqliteDataReader row, TextPool texts) => ReadRow(row.GetInt64(0), row.GetInt64(1), (byte[])row[2], texts);

    private TailRow? ReadRow(long last, long readings, byte[] data, TextPool texts)
    {
        try
        {
            var frames = new List<EncodedFrame>();
            EncodedRun.Read(data, last - readings, texts, frames);
            return frames.Count == readings ? new TailRow(last, data.Length, frames) : throw new InvalidDataException("a frame is missing");
        }
        catch (InvalidDataException error)
        {
            damage.ReportRow(last, readings, error.Message);
            return null;
        }
    }
}
