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

    public SqliteCommand BlockCommand(SqliteConnection connection) => connection.Command(
        $"""
        SELECT {Block.Columns} FROM history_block
        WHERE device_id = $1 AND last_sequence > $2 AND first_sequence < $3 AND last_at >= $4 AND first_at <= $5 {Outcomes}
        ORDER BY last_sequence {Direction}
        """, query.DeviceId, _after, _before, _from, _last);

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

    private string Direction => query.OldestFirst ? "ASC" : "DESC";

    private string Outcomes => query.Outcome is { } outcome ? string.Create(CultureInfo.InvariantCulture, $"AND outcomes & {1 << (int)outcome} <> 0") : "";

    private bool Includes(in EncodedFrame frame) =>
        frame.Sequence > _after && frame.Sequence < _before && frame.Milliseconds >= _from && frame.Milliseconds <= _last
        && (query.Outcome is null || frame.Outcome == query.Outcome)
        && frame.DeviceId == query.DeviceId;
}
