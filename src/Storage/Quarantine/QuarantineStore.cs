using System.Text;
using Busroot.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.Quarantine;

/// <summary>Keeps failed readings, within limits, until somebody has looked at them.</summary>
/// <remarks>Threads: any. Cost: an append is one transaction, that is one sync to disk, whatever its size.</remarks>
public sealed class QuarantineStore
{
    private readonly Database _database;
    private readonly QuarantineRoom _room;

    /// <summary>Opens the quarantine of a database.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public QuarantineStore(Database database, QuarantineLimits limits)
    {
        _database = database;
        _room = new QuarantineRoom(limits);
        database.Write(_room.Measure);
    }

    /// <summary>Keeps readings in the order given; when it returns they are on disk, all of them.</summary>
    /// <param name="entries">Any number; none costs nothing.</param>
    /// <exception cref="StorageException">None of them was kept.</exception>
    public void Append(IReadOnlyList<QuarantineEntry> entries)
    {
        if (entries.Count > 0)
        {
            Write(entries, [], () => { });
        }
    }

    /// <summary>Ends open entries that nobody needs any more; they stay listed as discarded until others need their room.</summary>
    /// <param name="query">Which; its limit, order and page are not used.</param>
    /// <param name="reason">Why, for whoever looks later; not blank, kept up to <see cref="QuarantineEntry.MaximumMessageLength"/> characters.</param>
    /// <param name="at">Now.</param>
    /// <returns>How many were open.</returns>
    /// <exception cref="ArgumentException">The reason is blank.</exception>
    /// <exception cref="StorageException">Nothing was changed.</exception>
    public int Discard(QuarantineQuery query, string reason, DateTimeOffset at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var discarded = 0;
        _database.Write(connection =>
        {
            var (where, values) = Conditions(query with { Resolved = false, Before = null, After = null });
            discarded = connection.Execute(
                $"UPDATE quarantine SET resolution = 'discarded', resolved_at = ${values.Length + 1}, reason = ${values.Length + 2} {where}",
                [.. values, at.ToUnixTimeMilliseconds(), QuarantineRows.Cut(reason)]);
        });
        return discarded;
    }

    /// <summary>Keeps readings, marks those that were run again, and does more, all in one transaction.</summary>
    /// <param name="entries">New entries, oldest first.</param>
    /// <param name="replays">What became of entries that were run again; one that is not open any more is left as it is.</param>
    /// <param name="more">Runs in the transaction on the writing connection.</param>
    internal void Write(IReadOnlyList<QuarantineEntry> entries, IReadOnlyList<QuarantineReplay> replays, Action more)
    {
        try
        {
            _database.Write(connection =>
            {
                if (entries.Count > 0)
                {
                    Append(connection, entries);
                }

                if (replays.Count > 0)
                {
                    QuarantineRows.Mark(connection, replays);
                }

                more();
            });
            _room.Publish();
        }
        catch
        {
            _room.Distrust();
            throw;
        }
    }

    /// <summary>Lists entries, open ones unless the query asks for all, newest first unless it asks for the oldest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not within 1 to <see cref="QuarantineQuery.MaximumLimit"/>.</exception>
    public IReadOnlyList<QuarantinedReading> List(QuarantineQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, QuarantineQuery.MaximumLimit);

        return _database.Read(connection =>
        {
            var (where, values) = Conditions(query);
            using var command = connection.Command($"SELECT {QuarantineRows.Columns} FROM quarantine {where} ORDER BY sequence {(query.OldestFirst ? "ASC" : "DESC")} LIMIT {query.Limit}", values);
            using var row = command.ExecuteReader();
            var found = new List<QuarantinedReading>();
            while (row.Read())
            {
                found.Add(QuarantineRows.Read(row));
            }

            return found;
        });
    }

    /// <summary>Counts open entries by device, rule and failure; most entries first.</summary>
    /// <remarks>Cost: reads an index of the open entries.</remarks>
    public IReadOnlyList<QuarantineCount> Count() => _database.Read(connection =>
    {
        using var command = connection.Command(
            """
            SELECT device_id, rule_id, fault, count(*), min(arrived), max(arrived) FROM quarantine WHERE resolution IS NULL
            GROUP BY device_id, rule_id, fault ORDER BY count(*) DESC, device_id, rule_id, fault
            """);
        using var row = command.ExecuteReader();
        var counts = new List<QuarantineCount>();
        while (row.Read())
        {
            counts.Add(new QuarantineCount(row.GetString(0), row.Text(1), row.GetString(2), row.GetInt64(3), row.Time(4), row.Time(5)));
        }

        return counts;
    });

    /// <summary>How full it is now.</summary>
    /// <remarks>Cost: none; kept in memory.</remarks>
    public QuarantineTotals Totals => _room.Totals;

    private void Append(SqliteConnection connection, IReadOnlyList<QuarantineEntry> entries)
    {
        _room.Measure(connection);
        QuarantineRows.Insert(connection, entries);
        foreach (var entry in entries)
        {
            _room.Take(entry.DeviceId, entry.Payload.Length);
        }

        _room.DropOldest(connection);
    }

    private static (string Where, object?[] Values) Conditions(QuarantineQuery query)
    {
        var where = new StringBuilder();
        var values = new List<object?>();
        Add("device_id =", query.DeviceId);
        Add("rule_id =", query.RuleId);
        Add("fault =", query.Fault);
        Add("sequence <", query.Before);
        Add("sequence >", query.After);
        Add("sequence =", query.Sequence);
        Add("arrived >=", query.Since?.ToUnixTimeMilliseconds());
        if (!query.Resolved)
        {
            where.Append(where.Length == 0 ? "WHERE " : " AND ").Append("resolution IS NULL");
        }

        return (where.ToString(), [.. values]);

        void Add(string condition, object? value)
        {
            if (value is not null)
            {
                values.Add(value);
                where.Append(values.Count == 1 ? "WHERE " : " AND ").Append(condition).Append(" $").Append(values.Count);
            }
        }
    }
}
