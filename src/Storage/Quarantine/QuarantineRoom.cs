using Busroot.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.Quarantine;

/// <summary>Knows how full the quarantine is and drops the oldest entries when it is too full.</summary>
/// <remarks>Used inside write transactions, which wait for each other; only <see cref="Totals"/> and <see cref="Distrust"/> are for other threads.</remarks>
internal sealed class QuarantineRoom(QuarantineLimits limits)
{
    internal const string OfDevice = "device_id = $1", OfAll = "$1 IS NULL";

    private const string DroppedCounter = "quarantine_dropped";

    private readonly Dictionary<string, long> _ofDevice = new(StringComparer.Ordinal);
    private readonly HashSet<string> _crowded = new(StringComparer.Ordinal);
    private QuarantineTotals _totals = new(0, 0, 0);
    private long _entries;
    private long _bytes;
    private long _dropped;
    private volatile bool _distrusted = true;

    /// <summary>As of the last finished change.</summary>
    public QuarantineTotals Totals => Volatile.Read(ref _totals);

    /// <summary>Has everything counted again before the next change: one that failed has left numbers but no rows.</summary>
    public void Distrust() => _distrusted = true;

    /// <summary>Counts what is there, unless the numbers are known.</summary>
    public void Measure(SqliteConnection connection)
    {
        if (!_distrusted)
        {
            return;
        }

        _ofDevice.Clear();
        _crowded.Clear();
        (_entries, _bytes) = (0, 0);
        using var command = connection.Command("SELECT device_id, count(*), sum(bytes) FROM quarantine GROUP BY device_id");
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            _ofDevice[row.GetString(0)] = row.GetInt64(1);
            _entries += row.GetInt64(1);
            _bytes += row.GetInt64(2);
        }

        _dropped = connection.Number("SELECT value FROM counter WHERE name = $1", DroppedCounter);
        _distrusted = false;
        Publish();
    }

    /// <summary>Counts one more entry.</summary>
    public void Take(string deviceId, int bytes)
    {
        _entries++;
        _bytes += bytes;
        var ofDevice = _ofDevice[deviceId] = _ofDevice.GetValueOrDefault(deviceId) + 1;
        if (ofDevice > limits.EntriesPerDevice)
        {
            _crowded.Add(deviceId);
        }
    }

    /// <summary>Which entries make room first. Cost: an index has each order.</summary>
    public static string OldestFirst(string which) => $"SELECT sequence, device_id, bytes FROM quarantine WHERE {which} ORDER BY resolution IS NULL, sequence";

    /// <summary>Deletes what is over the limits: first of each device that has too many, then over all; resolved entries before open ones, then the oldest.</summary>
    public void DropOldest(SqliteConnection connection)
    {
        var before = _dropped;
        foreach (var device in _crowded)
        {
            Drop(connection, OfDevice, device, () => _ofDevice[device] > limits.EntriesPerDevice);
        }

        Drop(connection, OfAll, null, () => _entries > limits.Entries || _bytes > limits.PayloadBytes);
        if (_dropped != before)
        {
            connection.Execute("INSERT INTO counter (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2", DroppedCounter, _dropped);
        }

        _crowded.Clear();
    }

    /// <summary>Shows the numbers to other threads.</summary>
    public void Publish() => Volatile.Write(ref _totals, new QuarantineTotals(_entries, _bytes, _dropped));

    private void Drop(SqliteConnection connection, string which, string? device, Func<bool> tooFull)
    {
        if (!tooFull())
        {
            return;
        }

        var gone = new List<long>();
        using (var command = connection.Command(OldestFirst(which), device))
        using (var row = command.ExecuteReader())
        {
            while (tooFull() && row.Read())
            {
                gone.Add(row.GetInt64(0));
                Forget(row.GetString(1), row.GetInt64(2));
            }
        }

        using var delete = connection.Command("DELETE FROM quarantine WHERE sequence = $1", new object?[1]);
        gone.ForEach(sequence => delete.Run(sequence));
    }

    private void Forget(string device, long bytes)
    {
        _dropped++;
        _entries--;
        _bytes -= bytes;
        if (--_ofDevice[device] == 0)
        {
            _ofDevice.Remove(device);
        }
    }
}
