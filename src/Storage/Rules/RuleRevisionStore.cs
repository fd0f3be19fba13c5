using Busroot.Storage.Databases;
using Busroot.Transformer.Rules;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.Rules;

/// <summary>Keeps which rules are in force, the revisions of rules with their files, the newest <see cref="RevisionLimits.PerRule"/> of each, and where rules are read from.</summary>
/// <remarks>Threads: any.</remarks>
public sealed class RuleRevisionStore(Database database, RevisionLimits limits)
{
    private const string Columns = "rule_id, number, revision, digest, at, by, live";

    /// <summary>How much is kept.</summary>
    public RevisionLimits Limits { get; } = limits;

    /// <summary>The rules in force, or, before a server has looked at its rules directory, those that were when the last one ended.</summary>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public IReadOnlyList<(RuleRevision Revision, RuleSource Source)> LoadInForce() => database.Read(connection =>
        Read(connection, $"SELECT {Columns} FROM rule_revision JOIN rule_in_force USING (rule_id, number) ORDER BY rule_id")
            .ConvertAll(revision => (revision, Load(connection, revision.RuleId, revision.Number))));

    /// <summary>The absolute path of the directory the last server read its rules from; null when there was none.</summary>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public string? LoadDirectory() => database.Read(connection =>
    {
        using var command = connection.Command("SELECT path FROM rules_directory");
        return command.ExecuteScalar() as string;
    });

    /// <summary>Remembers the directory rules are read from; nothing is written when it is known already.</summary>
    /// <exception cref="StorageException">It was not kept.</exception>
    public void SaveDirectory(string path)
    {
        if (path != LoadDirectory())
        {
            database.Write(connection =>
            {
                connection.Execute("DELETE FROM rules_directory");
                connection.Execute("INSERT INTO rules_directory (path) VALUES ($1)", path);
            });
        }
    }

    /// <summary>The revisions of one rule, newest first; empty when none is kept.</summary>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public IReadOnlyList<RuleRevision> List(string ruleId) => database.Read(connection =>
        Read(connection, $"SELECT {Columns} FROM rule_revision WHERE rule_id = $1 ORDER BY number DESC", ruleId));

    /// <summary>The files of a revision; empty when it is not kept any more.</summary>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public RuleSource Load(string ruleId, long number) => database.Read(connection => Load(connection, ruleId, number));

    /// <summary>Keeps what is in force from now on, all of it or nothing.</summary>
    /// <param name="changes">The files of each rule that changes, and the revision they make.</param>
    /// <param name="gone">Rules that are in force no more; their revisions stay.</param>
    /// <param name="at">Now.</param>
    /// <param name="by">Who saw to it.</param>
    /// <returns>The changes as they were stored, in the order given.</returns>
    /// <exception cref="StorageException">Nothing was kept.</exception>
    /// <remarks>Cost: one transaction, that is one sync to disk; none when nothing changes.</remarks>
    public IReadOnlyList<RuleRevision> PutInForce(IReadOnlyList<(RuleSource Source, string Revision)> changes, IReadOnlyCollection<string> gone, DateTimeOffset at, string by)
    {
        var kept = new List<RuleRevision>();
        if (changes.Count + gone.Count > 0)
        {
            database.Write(connection =>
            {
                foreach (var (source, revision) in changes)
                {
                    kept.Add(Insert(connection, source, revision, at, by, wentLive: true));
                    connection.Execute("INSERT OR REPLACE INTO rule_in_force (rule_id, number) VALUES ($1, $2)", source.Id, kept[^1].Number);
                    MakeRoom(connection, kept[^1]);
                }

                foreach (var id in gone)
                {
                    connection.Execute("DELETE FROM rule_in_force WHERE rule_id = $1", id);
                }
            });
        }

        return kept;
    }

    /// <summary>Keeps files that were never in force and are about to be replaced.</summary>
    /// <param name="source">The files.</param>
    /// <param name="revision">What they make; empty when they make no rule.</param>
    /// <param name="at">Now.</param>
    /// <param name="by">Who replaces them.</param>
    /// <exception cref="StorageException">They were not kept.</exception>
    public void Keep(RuleSource source, string revision, DateTimeOffset at, string by) =>
        database.Write(connection => MakeRoom(connection, Insert(connection, source, revision, at, by, wentLive: false)));

    private static RuleSource Load(SqliteConnection connection, string ruleId, long number)
    {
        using var command = connection.Command("SELECT name, bytes FROM rule_file WHERE rule_id = $1 AND number = $2", ruleId, number);
        using var row = command.ExecuteReader();
        var files = new List<KeyValuePair<string, ReadOnlyMemory<byte>>>();
        while (row.Read())
        {
            files.Add(new(row.GetString(0), row.IsDBNull(1) ? ReadOnlyMemory<byte>.Empty : (byte[])row.GetValue(1)));
        }

        return RuleSource.Of(ruleId, files);
    }

    private static RuleRevision Insert(SqliteConnection connection, RuleSource source, string revision, DateTimeOffset at, string by, bool wentLive)
    {
        var number = 1 + connection.Number("SELECT max(number) FROM rule_revision WHERE rule_id = $1", source.Id);
        connection.Execute($"INSERT INTO rule_revision ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            source.Id, number, revision, source.Digest, at.ToUnixTimeMilliseconds(), by, wentLive ? 1 : 0);
        foreach (var (name, bytes) in source.Files)
        {
            connection.Execute("INSERT INTO rule_file (rule_id, number, name, bytes) VALUES ($1, $2, $3, $4)", source.Id, number, name, bytes.IsEmpty ? null : bytes.ToArray());
        }

        return new RuleRevision(source.Id, number, revision, source.Digest, DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()), by, wentLive);
    }

    private void MakeRoom(SqliteConnection connection, RuleRevision newest) => connection.Execute(
        """
        DELETE FROM rule_revision WHERE rule_id = $1 AND number <= $2
        AND number <> (SELECT max(number) FROM rule_revision WHERE rule_id = $1 AND live = 1)
        """, newest.RuleId, newest.Number - Limits.PerRule);

    private static List<RuleRevision> Read(SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = connection.Command(sql, values);
        using var row = command.ExecuteReader();
        var found = new List<RuleRevision>();
        while (row.Read())
        {
            found.Add(new RuleRevision(row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.Time(4), row.GetString(5), row.GetBoolean(6)));
        }

        return found;
    }
}
