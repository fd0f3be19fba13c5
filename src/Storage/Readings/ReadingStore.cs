using Busroot.Storage.Databases;
using Busroot.Storage.History;
using Busroot.Storage.Quarantine;
using Busroot.Storage.Sessions;

namespace Busroot.Storage.Readings;

/// <summary>Stores what batches of readings leave behind, all of it in one transaction.</summary>
/// <remarks>Threads: one caller at a time. Cost: a commit is one transaction, that is one sync to disk, whatever its size.</remarks>
public sealed class ReadingStore(Database database, HistoryStore history, QuarantineStore quarantine, SessionStore sessions)
{
    /// <summary>Everything rules remember, for the start. An entry that is damaged says so and hurts its device only.</summary>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public IReadOnlyList<RuleState> LoadStates() => LoadStates("");

    /// <summary>What the rules of one device remember.</summary>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public IReadOnlyList<RuleState> LoadStatesOf(string deviceId) => LoadStates("WHERE device_id = $1 ORDER BY rule_id", deviceId);

    /// <summary>The number of the last frame whose signals are known to have been handed to sessions; those after it are to be published again.</summary>
    public long LoadPublishedThrough() => history.PublishedThrough;

    /// <summary>Stores a commit: all of it is on disk when the call returns, or nothing. Its runs have their numbers then.</summary>
    /// <exception cref="StorageException">Nothing was kept; it may be tried again.</exception>
    public void Store(ReadingCommit commit)
    {
        if (commit.IsEmpty)
        {
            return;
        }

        HistoryAppend? append = null;
        quarantine.Write(commit.Quarantine, commit.Replays, () =>
        {
            append = history.Append(commit.Runs);
            WriteStates(commit.States);
            history.Mark(commit.Replayed);
            if (commit.Sessions is { } changes)
            {
                sessions.Write(changes);
            }

            if (commit.PublishedThrough is { } through)
            {
                history.Publish(through);
            }
        });
        history.Appended(append!, commit.Runs, commit.PublishedThrough);
    }

    private void WriteStates(List<RuleState> states)
    {
        var upsert = database.Prepare("INSERT OR REPLACE INTO rule_state (device_id, rule_id, json) VALUES ($1, $2, $3)");
        var delete = database.Prepare("DELETE FROM rule_state WHERE device_id = $1 AND rule_id = $2");
        foreach (var state in states)
        {
            if (state.Json.IsEmpty)
            {
                delete.With(state.DeviceId).With(state.RuleId).Run();
            }
            else
            {
                upsert.With(state.DeviceId).With(state.RuleId).With(state.Json.Span).Run();
            }
        }
    }

    private List<RuleState> LoadStates(string which, params object?[] values) => database.Read(connection =>
    {
        using var command = connection.Command($"SELECT device_id, rule_id, json FROM rule_state {which}", values);
        using var row = command.ExecuteReader();
        var states = new List<RuleState>();
        while (row.Read())
        {
            states.Add(new RuleState(row.GetString(0), row.GetString(1), (byte[])row[2]).Checked());
        }

        return states;
    });
}
