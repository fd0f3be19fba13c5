using Busroot.Storage.Databases;
using Busroot.Storage.Directories;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.Tests.Databases;

public sealed class PreparedStatementTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();
    private readonly DataDirectory _directory;
    private readonly Database _database;

    public PreparedStatementTests()
    {
        _directory = DataDirectory.Open(_temporary.Data);
        _database = Database.Open(_directory);
        _database.Write(connection => connection.Execute("CREATE TABLE item (number INTEGER NOT NULL PRIMARY KEY, text TEXT, blob BLOB, optional INTEGER, flag INTEGER) STRICT"));
    }

    public void Dispose()
    {
        _database.Dispose();
        _directory.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public void Every_kind_of_value_is_kept_as_it_is()
    {
        _database.Write(_ => Insert(long.MinValue, "ä", [0, 255], 7, flag: true));
        _database.Write(_ => Insert(2, null, [], null, flag: false));

        _database.Read(connection => connection.Number("SELECT count(*) FROM item WHERE number = $1 AND text = 'ä' AND blob = x'00FF' AND optional = 7 AND flag = 1", long.MinValue)).Should().Be(1);
        _database.Read(connection => connection.Number("SELECT count(*) FROM item WHERE number = 2 AND text IS NULL AND blob = x'' AND optional IS NULL AND flag = 0")).Should().Be(1);
    }

    [Fact]
    public void A_statement_that_was_refused_runs_again_with_new_values()
    {
        _database.Write(_ => Insert(1, "a", [], null, flag: false));

        FluentActions.Invoking(() => _database.Write(_ => Insert(1, "b", [], null, flag: false))).Should().Throw<StorageException>();
        _database.Write(_ => Insert(2, "c", [], null, flag: false));

        _database.Read(connection => connection.Number("SELECT count(*) FROM item")).Should().Be(2);
    }

    [Fact]
    public void What_is_not_sql_is_refused_when_it_is_prepared() =>
        FluentActions.Invoking(() => _database.Prepare("INSERT INTO nowhere VALUES (1)")).Should().Throw<SqliteException>();

    private void Insert(long number, string? text, byte[] blob, long? optional, bool flag) =>
        _database.Prepare("INSERT INTO item (number, text, blob, optional, flag) VALUES ($1, $2, $3, $4, $5)")
            .With(number).With(text).With(blob).With(optional).With(flag).Run();
}
