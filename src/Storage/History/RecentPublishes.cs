using Busroot.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.History;

/// <summary>Knows the newest QoS 1 and 2 frames of each device by their keys, as far as it was asked.</summary>
/// <remarks>
/// Filled from the tail at the first question and kept up from there, so that a fleet that reconnects after a restart does not have the
/// tail read once a device. Threads: any, one at a time.
/// </remarks>
internal sealed class RecentPublishes(HistoryReader reader)
{
    /// <summary>Frames of a device that are looked at: as many as a client may have unanswered, unless the operator allows more.</summary>
    public const int PerDevice = 256;

    private readonly Lock _turn = new();
    private readonly Dictionary<string, Newest> _devices = new(StringComparer.Ordinal);
    private long _through;

    public long? Find(SqliteConnection connection, string deviceId, PublishKey publish, long since)
    {
        lock (_turn)
        {
            using var snapshot = connection.BeginTransaction(deferred: true);
            CatchUp(connection);
            if (!_devices.TryGetValue(deviceId, out var newest))
            {
                _devices.Add(deviceId, newest = new Newest());
            }

            if (newest.Find(publish, since) is { } known)
            {
                return known;
            }

            if (!newest.IsComplete)
            {
                Complete(connection, deviceId, newest);
            }

            return newest.Find(publish, since);
        }
    }

    public void Clear()
    {
        lock (_turn)
        {
            _devices.Clear();
            _through = 0;
        }
    }

    private void CatchUp(SqliteConnection connection)
    {
        // Frames that were compacted before they were seen here are in blocks now: begin again.
        var next = connection.Number(
            """
            SELECT coalesce((SELECT sequence - readings + 1 FROM history_tail ORDER BY sequence LIMIT 1),
                            (SELECT value + 1 FROM counter WHERE name = 'history_through'), 1)
            """);
        if (next > _through + 1)
        {
            _devices.Clear();
            _through = next - 1;
        }

        foreach (var row in reader.Rows(connection, _through, long.MaxValue, new TextPool()))
        {
            foreach (var frame in row.Frames)
            {
                Take(frame);
            }

            _through = row.LastSequence;
        }
    }

    private void Take(in EncodedFrame frame)
    {
        if (frame.Qos == 0)
        {
            return;
        }

        if (!_devices.TryGetValue(frame.DeviceId, out var newest))
        {
            _devices.Add(frame.DeviceId, newest = new Newest());
        }

        newest.Add(new Seen(PublishKey.Of(frame), frame.Sequence, frame.Milliseconds));
    }

    /// <summary>Adds what is older than the tail.</summary>
    private void Complete(SqliteConnection connection, string deviceId, Newest newest)
    {
        foreach (var block in new FrameRange(new HistoryQuery { DeviceId = deviceId }, floor: 0).Blocks(connection))
        {
            var frames = reader.Open(block, new TextPool()) ?? [];
            for (var i = frames.Count - 1; i >= 0; i--)
            {
                if (frames[i].Qos > 0 && frames[i].DeviceId == deviceId && !newest.AddOlder(new Seen(PublishKey.Of(frames[i]), frames[i].Sequence, frames[i].Milliseconds)))
                {
                    break;
                }
            }

            if (newest.IsFull)
            {
                break;
            }
        }

        newest.IsComplete = true;
    }

    private readonly record struct Seen(PublishKey Key, long Sequence, long Milliseconds);

    /// <summary>The newest publishes of one device, oldest first.</summary>
    private sealed class Newest
    {
        private readonly Queue<Seen> _seen = new();
        private readonly List<Seen> _older = [];

        /// <summary>True when blocks were looked at.</summary>
        public bool IsComplete { get; set; }

        public bool IsFull => _seen.Count + _older.Count >= PerDevice;

        public void Add(Seen seen)
        {
            _seen.Enqueue(seen);
            if (_seen.Count > PerDevice)
            {
                _seen.Dequeue();
            }

            while (_seen.Count + _older.Count > PerDevice)
            {
                _older.RemoveAt(_older.Count - 1);
            }
        }

        /// <summary>Adds one that is older than all; false when there is no room.</summary>
        public bool AddOlder(Seen seen)
        {
            if (IsFull)
            {
                return false;
            }

            if (_seen.Count == 0 || seen.Sequence < _seen.Peek().Sequence) // else it is in the tail and in a block, while it is moved
            {
                _older.Add(seen);
            }

            return true;
        }

        public long? Find(PublishKey publish, long since)
        {
            foreach (var seen in _seen.Concat(_older))
            {
                if (seen.Key == publish && seen.Milliseconds >= since)
                {
                    return seen.Sequence;
                }
            }

            return null;
        }
    }
}
