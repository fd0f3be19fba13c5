using Busroot.Server.Rules;
using Busroot.Storage.Databases;
using Busroot.Storage.Directories;
using Busroot.Storage.Rules;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Busroot.Server.Tests.Rules;

/// <summary>A rules directory and a data directory, and the rules in force as a server would have them.</summary>
internal sealed class RulesOnDisk : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly DataDirectory _data;
    private readonly Database _database;

    public RulesOnDisk()
    {
        _data = DataDirectory.Open(_directory.Data);
        _database = Database.Open(_data);
        Store = new RuleRevisionStore(_database, Limits);
    }

    public string Directory => _directory.Rules;

    public static RevisionLimits Limits { get; } = new() { PerRule = 8, FileBytes = 16 * 1024 };

    public RuleRevisionStore Store { get; }

    public ManualTime Time { get; } = new();

    public LogLines Log { get; } = new();

    /// <summary>A rule that gives <c>rssi</c> the value -<paramref name="marker"/>, with an example that says so.</summary>
    public static string RuleJson(int marker, string devices = "*/x-*") =>
        $$"""{ "description": "gives {{marker}}", "devices": ["{{devices}}"], "payload": "json", "kind": "mapping", "mapping": { "rssi": { "expr": "-{{marker}}" } } }""";

    public static string Example(int marker) =>
        $$"""[ { "description": "the marker", "messages": [ { "payload": "{}", "expect": [ { "signals": { "rssi": -{{marker}} } } ] } ] } ]""";

    public LiveRules Start() => new(Directory, Store, Time, Log.CreateLogger<LiveRules>());

    public RulesOnDisk With(string file, string text)
    {
        var path = Path.Combine(Directory, file);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public RulesOnDisk WithRule(string id, int marker, string devices = "*/x-*") =>
        With($"{id}/rule.json", RuleJson(marker, devices)).With($"{id}/examples.json", Example(marker));

    public string Text(string file) => File.ReadAllText(Path.Combine(Directory, file));

    public void Remove(string id) => System.IO.Directory.Delete(Path.Combine(Directory, id), recursive: true);

    /// <summary>From now on the database refuses new revisions, as on a full disk.</summary>
    public void RefuseRevisions() => Execute("CREATE TRIGGER refuse BEFORE INSERT ON rule_revision BEGIN SELECT raise(ABORT, 'no room'); END");

    public void TakeRevisions() => Execute("DROP TRIGGER refuse");

    public void Dispose()
    {
        _database.Dispose();
        _data.Dispose();
        _directory.Dispose();
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_data.DatabaseFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
