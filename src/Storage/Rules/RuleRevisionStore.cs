using Busroot.Storage.Databases;
using Busroot.Transformer.Rules;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.Rules;

/// <summary>Keeps the revisions of rules with their files, the newest <see cref="KeptPerRule"/> of each rule.</summary>
/// <remarks>Threads: any.</remarks>
public sealed class RuleRevisionStore(Database database)
{
    /// <summary>How many revisions of a rule are kept; the last one that went live is among them, however old.</summary>
    public const int KeptPerRule = 50;

    private const string Columns = "rule_id, number, revision, digest, at, by, live";

    /// <summary>The revision of each rule that went live last.</summary>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public IReadOnlyDictionary<string, RuleRevision> LoadLive() => database.Read(connection => Read(connection,
            $"SELECT {Columns} FROM rule_revision AS r WHERE live = 1 AND number = (SELECT max(number) FROM rule_revision WHERE rule_id = r.rule_id AND live = 1)")
        .ToDictionary(revision => revision.RuleId, StringComparer.Ordinal));

    /// <summary>The revisions of one rule, newest first; empty when none is kept.</summary>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public IReadOnlyList<RuleRevision> List(string ruleId) => database.Read(connection =>
        Read(connection, $"SELECT {Columns} FROM rule_revision WHERE rule_id = $1 ORDER BY number DESC", ruleId));

    /// <summary>The files of a revision; empty when it is not kept any more.</summary>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public RuleSource Load(string ruleId, long number) => database.Read(connection =>
    {
        using var command = connection.Command("SELECT name, bytes FROM rule_file WHERE rule_id = $1 AND number = $2", ruleId, number);
        using var row = command.ExecuteReader();
        var files = new List<KeyValuePair<string, ReadOnlyMemory<byte>>>();
        while (row.Read())
        {
            files.Add(new(row.GetString(0), row.IsDBNull(1) ? ReadOnlyMemory<byte>.Empty : (byte[])row.GetValue(1)));
        }

        return RuleSource.Of(ruleId, files);
    });

    /// <summary>Keeps revisions, all of them or none.</summary>
    /// <param name="sources">The files of each and the revision they make; empty for files that make no rule.</param>
    /// <param name="at">Now.</param>
    /// <param name="by">Who.</param>
    /// <param name="wentLive">Whether they are in force from now on.</param>
    /// <returns>They as they were stored, in the order given.</returns>
    /// <exception cref="StorageException">None was kept.</exception>
    /// <remarks>Cost: one transaction, that is one sync to disk.</remarks>
    public IReadOnlyList<RuleRevision> Append(IReadOnlyList<(RuleSource Source, string Revision)> sources, DateTimeOffset at, string by, bool wentLive)
    {
        var kept = new List<RuleRevision>();
        if (sources.Count > 0)
        {
            database.Write(connection =>
            {
                foreach (var (source, revision) in sources)
                {
                    var number = 1 + connection.Number("SELECT max(number) FROM rule_revision WHERE rule_id = $1", source.Id);
                    kept.Add(new RuleRevision(source.Id, number, revision, source.Digest, DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()), by, wentLive));
                    Insert(connection, kept[^1], source);
                }
            });
        }

        return kept;
    }

    private static void Insert(SqliteConnection connection, RuleRevision revision, RuleSource source)
    {
        connection.Execute($"INSERT INTO rule_revision ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            revision.RuleId, revision.Number, revision.Revision, revision.Digest, revision.At.ToUnixTimeMilliseconds(), revision.By, revision.WentLive ? 1 : 0);
        foreach (var (name, bytes) in source.Files)
        {
            connection.Execute("INSERT INTO rule_file (rule_id, number, name, bytes) VALUES ($1, $2, $3, $4)", revision.RuleId, revision.Number, name, bytes.IsEmpty ? null : bytes.ToArray());
        }

        connection.Execute(
            """
            DELETE FROM rule_revision WHERE rule_id = $1 AND number <= $2
            AND number <> (SELECT max(number) FROM rule_revision WHERE rule_id = $1 AND live = 1)
            """, revision.RuleId, revision.Number - KeptPerRule);
    }

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
