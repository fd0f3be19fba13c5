using System.Text;
using Busroot.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.Quarantine;

/// <summary>Keeps failed readings, within limits, until somebody has looked at them.</summary>
/// <remarks>Threads: any. Cost: an append is one transaction, that is one sync to disk, whatever its size.</remarks>
public sealed class QuarantineStore
{
    private const string Columns = """sequence, device_id, topic, arrived, qos, retain, dup, client_id, rule_id, revision, fault, message, line, "column", payload""";

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
            Append(entries, _ => { });
        }
    }

    /// <summary>Keeps readings and does more in the same transaction.</summary>
    internal void Append(IReadOnlyList<QuarantineEntry> entries, Action<SqliteConnection> more)
    {
        try
        {
            _database.Write(connection =>
            {
                Append(connection, entries);
                more(connection);
            });
            _room.Publish();
        }
        catch
        {
            _room.Distrust();
            throw;
        }
    }

    /// <summary>Lists entries, newest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not within 1 to <see cref="QuarantineQuery.MaximumLimit"/>.</exception>
    public IReadOnlyList<QuarantinedReading> List(QuarantineQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, QuarantineQuery.MaximumLimit);

        return _database.Read(connection =>
        {
            var (where, values) = Conditions(query);
            using var command = connection.Command($"SELECT {Columns} FROM quarantine {where} ORDER BY sequence DESC LIMIT {query.Limit}", values);
            using var row = command.ExecuteReader();
            var found = new List<QuarantinedReading>();
            while (row.Read())
            {
                found.Add(Reading(row));
            }

            return found;
        });
    }

    /// <summary>Counts entries by device, rule and failure; most entries first.</summary>
    /// <remarks>Cost: looks at every entry, about 0.1 s for 100,000.</remarks>
    public IReadOnlyList<QuarantineCount> Count() => _database.Read(connection =>
    {
        using var command = connection.Command(
            """
            SELECT device_id, rule_id, fault, count(*), min(arrived), max(arrived) FROM quarantine
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
        Insert(connection, entries);
        foreach (var entry in entries)
        {
            _room.Take(entry.DeviceId, entry.Payload.Length);
        }

        _room.DropOldest(connection);
    }

    private static void Insert(SqliteConnection connection, IReadOnlyList<QuarantineEntry> entries)
    {
        using var insert = connection.Command(
            """
            INSERT INTO quarantine (device_id, topic, arrived, qos, retain, dup, client_id, rule_id, revision, fault, message, line, "column", bytes, payload)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            """, new object?[15]);
        foreach (var entry in entries)
        {
            insert.Run(entry.DeviceId, entry.Topic, entry.Arrived.ToUnixTimeMilliseconds(), entry.Qos, entry.Retain, entry.Dup, entry.ClientId,
                entry.RuleId, entry.Revision, entry.Fault, Cut(entry.Message), entry.Line, entry.Column, entry.Payload.Length, entry.Payload.ToArray());
        }
    }

    private static (string Where, object?[] Values) Conditions(QuarantineQuery query)
    {
        var where = new StringBuilder();
        var values = new List<object?>();
        Add("device_id =", query.DeviceId);
        Add("rule_id =", query.RuleId);
        Add("fault =", query.Fault);
        Add("sequence <", query.Before);
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

    private static QuarantinedReading Reading(SqliteDataReader row) => new(
        row.GetInt64(0),
        new QuarantineEntry(row.GetString(1), row.GetString(2), (byte[])row.GetValue(14), row.Time(3))
        {
            Qos = row.GetInt32(4),
            Retain = row.GetBoolean(5),
            Dup = row.GetBoolean(6),
            ClientId = row.GetString(7),
            RuleId = row.Text(8),
            Revision = row.Text(9),
            Fault = row.GetString(10),
            Message = row.GetString(11),
            Line = row.Integer(12),
            Column = row.Integer(13),
        });

    private static string Cut(string message) =>
        message.Length <= QuarantineEntry.MaximumMessageLength ? message : message[..(QuarantineEntry.MaximumMessageLength - 1)] + "…";
}
