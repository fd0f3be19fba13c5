using Busroot.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.Tests.Databases;

public sealed class MigrationTests : IDisposable
{
    private readonly SqliteConnection _connection;

    public MigrationTests()
    {
        SQLitePCL.Batteries_V2.Init();
        _connection = new SqliteConnection("Data Source=:memory:");
        _connection.Open();
    }

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Only_the_steps_not_yet_taken_are_taken()
    {
        string[] steps = ["CREATE TABLE a (x INTEGER) STRICT", "INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (2)"];

        Migration.Apply(_connection, "file", steps[..2]);
        Migration.Apply(_connection, "file", steps);
        Migration.Apply(_connection, "file", steps);

        _connection.Number("SELECT group_concat(x) = '1,2' FROM a").Should().Be(1);
        _connection.Number("PRAGMA user_version").Should().Be(3);
        _connection.Number("PRAGMA application_id").Should().Be(Schema.ApplicationId);
    }

    [Fact]
    public void A_step_that_fails_leaves_the_version_before_it()
    {
        string[] steps = ["CREATE TABLE a (x INTEGER) STRICT", "INSERT INTO a VALUES (1); INSERT INTO nowhere VALUES (1)"];

        FluentActions.Invoking(() => Migration.Apply(_connection, "file", steps)).Should().Throw<SqliteException>();

        _connection.Number("PRAGMA user_version").Should().Be(1);
        _connection.Number("SELECT count(*) FROM a").Should().Be(0);
    }

    [Fact]
    public void Quarantined_readings_and_their_numbering_outlive_the_step_that_gave_them_marks()
    {
        Migration.Apply(_connection, "file", Schema.Steps[..3]);
        _connection.Execute(
            """
            INSERT INTO quarantine (sequence, device_id, topic, arrived, qos, retain, dup, client_id, fault, message, bytes, payload)
            VALUES (5, 'acme/a', 't', 1, 1, 0, 0, 'c', 'TimeLimit', 'm', 2, x'0102'), (9, 'acme/a', 't', 1, 1, 0, 0, 'c', 'TimeLimit', 'm', 2, x'0102');
            DELETE FROM quarantine WHERE sequence = 9;
            """);

        Migration.Apply(_connection, "file");
        _connection.Execute("INSERT INTO quarantine (device_id, topic, arrived, qos, retain, dup, client_id, fault, message, bytes, payload) VALUES ('b', 't', 1, 1, 0, 0, 'c', 'f', 'm', 0, x'')");

        _connection.Number("SELECT sequence FROM quarantine WHERE device_id = 'acme/a' AND payload = x'0102' AND resolution IS NULL AND attempts = 0").Should().Be(5);
        _connection.Number("SELECT sequence FROM quarantine WHERE device_id = 'b'").Should().Be(10, "9 was used");
    }

    [Fact]
    public void Every_table_refuses_values_of_another_type()
    {
        Migration.Apply(_connection, "file");

        _connection.Number("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'")
            .Should().Be(0);
    }
}
