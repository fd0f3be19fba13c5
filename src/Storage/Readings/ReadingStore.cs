using Busroot.Storage.Databases;
using Busroot.Storage.Quarantine;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.Readings;

/// <summary>Stores what a batch of readings leaves behind: what no rule could use, and what rules remember.</summary>
/// <remarks>Threads: one caller at a time. Cost: a batch is one transaction, that is one sync to disk, whatever its size.</remarks>
public sealed class ReadingStore(Database database, QuarantineStore quarantine)
{
    /// <summary>Everything rules remember, for the start.</summary>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public IReadOnlyList<RuleState> LoadStates() => database.Read(connection =>
    {
        using var command = connection.Command("SELECT device_id, rule_id, json FROM rule_state");
        using var row = command.ExecuteReader();
        var states = new List<RuleState>();
        while (row.Read())
        {
            states.Add(new RuleState(row.GetString(0), row.GetString(1), (byte[])row[2]));
        }

        return states;
    });

    /// <summary>Stores a batch: all of it is on disk when the call returns, or nothing.</summary>
    /// <param name="failed">Readings for the quarantine, oldest first.</param>
    /// <param name="states">Changes of state, in order; of several for one device and rule the last counts.</param>
    /// <exception cref="StorageException">Nothing was kept; it may be tried again.</exception>
    public void Store(IReadOnlyList<QuarantineEntry> failed, IReadOnlyList<RuleState> states)
    {
        if (states.Count == 0)
        {
            quarantine.Append(failed);
            return;
        }

        quarantine.Append(failed, connection => Write(connection, states));
    }

    private static void Write(SqliteConnection connection, IReadOnlyList<RuleState> states)
    {
        using var upsert = connection.Command("INSERT OR REPLACE INTO rule_state (device_id, rule_id, json) VALUES ($1, $2, $3)", new object?[3]);
        using var delete = connection.Command("DELETE FROM rule_state WHERE device_id = $1 AND rule_id = $2", new object?[2]);
        foreach (var state in states)
        {
            if (state.Json.IsEmpty)
            {
                delete.Run(state.DeviceId, state.RuleId);
            }
            else
            {
                upsert.Run(state.DeviceId, state.RuleId, state.Json.ToArray());
            }
        }
    }
}

/// <summary>What one rule remembers of one device.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="RuleId">The rule; its revisions share the state.</param>
/// <param name="Json">UTF-8, a JSON object; empty when there is nothing to remember any more.</param>
public sealed record RuleState(string DeviceId, string RuleId, ReadOnlyMemory<byte> Json);
