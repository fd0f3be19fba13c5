using System.Text;
using Busroot.Broker.Persistence;
using Busroot.Storage.Quarantine;
using Busroot.Storage.Readings;
using Busroot.Storage.Sessions;
using Busroot.Storage.Tests.History;

namespace Busroot.Storage.Tests.Readings;

public sealed class ReadingStoreTests : IDisposable
{
    private readonly HistoryFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Everything_of_a_commit_is_there_after_a_kill()
    {
        _fixture.Readings.Store(Commit(1));

        using var killed = _fixture.Killed();

        killed.Read("acme/a").Should().ContainSingle();
        killed.Quarantine.List(new QuarantineQuery()).Should().ContainSingle();
        killed.Readings.LoadStates().Should().ContainSingle().Which.Json.ToArray().Should().Equal("{\"n\":1}"u8.ToArray());
        killed.Readings.LoadPublishedThrough().Should().Be(1);
        new SessionStore(killed.Database).Load().Sessions.Should().ContainSingle();
    }

    [Theory]
    [InlineData("history_tail")]
    [InlineData("quarantine")]
    [InlineData("rule_state")]
    [InlineData("session")]
    public void When_one_table_refuses_nothing_of_the_commit_is_kept_and_it_can_be_tried_again(string table)
    {
        _fixture.Readings.Store(Commit(1));
        var commit = Commit(2);
        _fixture.Execute($"CREATE TRIGGER refuse BEFORE INSERT ON {table} BEGIN SELECT raise(ABORT, 'no'); END");

        _fixture.Readings.Invoking(readings => readings.Store(commit)).Should().Throw<StorageException>();

        using (var killed = _fixture.Killed())
        {
            killed.Read("acme/a").Should().ContainSingle();
            killed.Quarantine.Totals.Entries.Should().Be(1);
            killed.Readings.LoadStates().Should().ContainSingle().Which.Json.ToArray().Should().Equal("{\"n\":1}"u8.ToArray());
            killed.Readings.LoadPublishedThrough().Should().Be(1);
            new SessionStore(killed.Database).Load().Sessions.Should().ContainSingle();
        }

        _fixture.Execute("DROP TRIGGER refuse");
        _fixture.Readings.Store(commit);
        _fixture.Read("acme/a").Should().HaveCount(2);
        _fixture.Quarantine.Totals.Entries.Should().Be(2);
        _fixture.Readings.LoadPublishedThrough().Should().Be(2);
    }

    [Fact]
    public void An_empty_commit_costs_no_transaction()
    {
        _fixture.Database.Dispose();

        _fixture.Readings.Store(new ReadingCommit());
    }

    [Theory]
    [InlineData("7B226E223A")]
    [InlineData("5B315D")]
    [InlineData("00FF")]
    [InlineData("7B7D7B7D")]
    public void A_damaged_state_is_told_and_the_others_are_there(string hex)
    {
        var commit = new ReadingCommit();
        commit.States.Add(new RuleState("acme/a", "x/y", "{\"n\":1}"u8.ToArray()));
        commit.States.Add(new RuleState("acme/b", "x/y", "{\"n\":2}"u8.ToArray()));
        _fixture.Readings.Store(commit);
        _fixture.Execute("UPDATE rule_state SET json = $1 WHERE device_id = 'acme/a'", Convert.FromHexString(hex));

        var states = _fixture.Readings.LoadStates().ToDictionary(state => state.DeviceId);

        states["acme/a"].Trouble.Should().NotBeNullOrEmpty();
        states["acme/b"].Trouble.Should().BeNull();
    }

    [Fact]
    public void The_last_state_counts_and_an_empty_one_is_deleted()
    {
        var commit = new ReadingCommit();
        commit.States.Add(new RuleState("acme/a", "x/y", "{\"n\":1}"u8.ToArray()));
        commit.States.Add(new RuleState("acme/a", "x/y", "{\"n\":2}"u8.ToArray()));
        commit.States.Add(new RuleState("acme/b", "x/y", "{\"n\":2}"u8.ToArray()));
        commit.States.Add(new RuleState("acme/b", "x/y", default));

        _fixture.Readings.Store(commit);

        Encoding.UTF8.GetString(_fixture.Readings.LoadStates().Should().ContainSingle().Which.Json.Span).Should().Be("{\"n\":2}");
    }

    private static ReadingCommit Commit(int number)
    {
        var commit = new ReadingCommit { PublishedThrough = number, Sessions = new SessionChanges() };
        commit.Runs.Add(HistoryFixture.Run(Frames.Simple("acme/a")));
        commit.Quarantine.Add(new QuarantineEntry("acme/a", "t", default, Frames.Start) { Fault = "TimeLimit", Message = "m" });
        commit.States.Add(new RuleState("acme/a", "x/y", Encoding.UTF8.GetBytes($"{{\"n\":{number}}}")));
        commit.Sessions.Sessions[number] = new StoredSession(number, "core", $"core/{number}", TimeSpan.FromHours(1), null);
        return commit;
    }
}
