using Busroot.Storage.Quarantine;
using Busroot.Storage.Readings;
using Busroot.Storage.Tests.History;

namespace Busroot.Storage.Tests.Quarantine;

public sealed class QuarantineReplayTests : IDisposable
{
    private static readonly DateTimeOffset Now = Frames.Start.AddHours(1);

    private readonly HistoryFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_reading_that_worked_this_time_is_resolved_once()
    {
        Keep("acme/a", "acme/b");

        Replay(new QuarantineReplay(1, "77b0", Now));
        Replay(new QuarantineReplay(1, "aaaa", Now.AddHours(1)), new QuarantineReplay(1, null, Now) { Fault = "TimeLimit", Message = "late" });

        _fixture.Quarantine.List(new QuarantineQuery()).Select(reading => reading.Sequence).Should().Equal(2);
        var resolved = _fixture.Quarantine.List(new QuarantineQuery { Resolved = true, DeviceId = "acme/a" })[0];
        (resolved.Resolution, resolved.ResolvedAt, resolved.ReplayRevision, resolved.Attempts).Should().Be((QuarantineResolution.Replayed, Now, "77b0", 0));
        _fixture.Quarantine.Count().Should().ContainSingle().Which.DeviceId.Should().Be("acme/b");
    }

    [Fact]
    public void A_reading_that_failed_again_stays_open_with_the_new_failure()
    {
        Keep("acme/a");

        Replay(new QuarantineReplay(1, "77b0", Now) { RuleId = "x/z", Fault = "TimeLimit", Message = "took 50 ms", Line = 3, Column = 4 });
        Replay(new QuarantineReplay(1, "77b1", Now) { RuleId = "x/z", Fault = "ScriptThrew", Message = "no" });

        var open = _fixture.Quarantine.List(new QuarantineQuery())[0];
        open.Attempts.Should().Be(2);
        open.Resolution.Should().BeNull();
        (open.Entry.RuleId, open.Entry.Revision, open.Entry.Fault, open.Entry.Message, open.Entry.Line).Should().Be(("x/z", "77b1", "ScriptThrew", "no", null));
    }

    [Fact]
    public void Open_entries_are_listed_oldest_first_for_a_replay_since_a_time()
    {
        Keep("acme/a", "acme/a", "acme/a", "acme/a");
        Replay(new QuarantineReplay(3, "77b0", Now));

        List(new QuarantineQuery { OldestFirst = true, Since = Frames.Start.AddMinutes(1), Limit = 1 }).Should().Equal(2);
        List(new QuarantineQuery { OldestFirst = true, After = 2 }).Should().Equal(4);
        List(new QuarantineQuery { Sequence = 1 }).Should().Equal(1);
        List(new QuarantineQuery { Resolved = true }).Should().Equal(4, 3, 2, 1);
    }

    [Fact]
    public void Entries_are_discarded_with_a_reason()
    {
        Keep("acme/a", "acme/b", "acme/a");

        _fixture.Quarantine.Discard(new QuarantineQuery { DeviceId = "acme/a" }, "test device", Now).Should().Be(2);
        _fixture.Quarantine.Discard(new QuarantineQuery { DeviceId = "acme/a" }, "again", Now).Should().Be(0);

        List(new QuarantineQuery()).Should().Equal(2);
        var discarded = _fixture.Quarantine.List(new QuarantineQuery { Resolved = true, Sequence = 1 })[0];
        (discarded.Resolution, discarded.Reason, discarded.ResolvedAt).Should().Be((QuarantineResolution.Discarded, "test device", Now));
        _fixture.Quarantine.Invoking(quarantine => quarantine.Discard(new QuarantineQuery(), " ", Now)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Resolved_entries_make_room_before_open_ones()
    {
        var store = new QuarantineStore(_fixture.Database, new QuarantineLimits { Entries = 3 });
        store.Append([Entry("acme/a", 0), Entry("acme/b", 1), Entry("acme/c", 2)]);
        store.Discard(new QuarantineQuery { DeviceId = "acme/b" }, "not needed", Now);

        store.Append([Entry("acme/d", 3)]);

        store.List(new QuarantineQuery { Resolved = true }).Select(reading => reading.Entry.DeviceId).Should().Equal("acme/d", "acme/c", "acme/a");
    }

    private static QuarantineEntry Entry(string device, int minutes) =>
        new(device, $"busroot/v1/dau/{device}", "x"u8.ToArray(), Frames.Start.AddMinutes(minutes)) { RuleId = "x/y", Revision = "3f9a", Fault = "InvalidPayload", Message = "not JSON", Line = 1 };

    private void Keep(params string[] devices) => _fixture.Quarantine.Append([.. devices.Select(Entry)]);

    private void Replay(params QuarantineReplay[] replays)
    {
        var commit = new ReadingCommit();
        commit.Replays.AddRange(replays);
        _fixture.Readings.Store(commit);
    }

    private IEnumerable<long> List(QuarantineQuery query) => _fixture.Quarantine.List(query).Select(reading => reading.Sequence);
}
