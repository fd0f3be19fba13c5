using Busroot.Storage.History;
using Busroot.Storage.Readings;
using FsCheck;
using FsCheck.Fluent;

namespace Busroot.Storage.Tests.History;

public sealed class HistoryStoreTests : IDisposable
{
    private readonly HistoryFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Frames_are_numbered_without_gaps_in_the_order_of_runs_and_commits()
    {
        var commit = new ReadingCommit();
        commit.Runs.Add(HistoryFixture.Run(Frames.Simple("acme/a"), Frames.Simple("acme/b")));
        commit.Runs.Add(new FrameBuffer());
        commit.Runs.Add(HistoryFixture.Run(Frames.Simple("acme/a")));

        _fixture.Readings.Store(commit);
        _fixture.Store(Frames.Simple("acme/a"));

        commit.Runs.Select(run => (run.FirstSequence, run.LastSequence, run.Count)).Should().Equal((1, 2, 2), (3, 2, 0), (3, 3, 1));
        _fixture.History.Read(new HistoryQuery { DeviceId = "acme/a", OldestFirst = true }).Select(frame => frame.Sequence).Should().Equal(1, 3, 4);
        _fixture.History.LastSequence.Should().Be(4);
        _fixture.Reopen();
        _fixture.History.LastSequence.Should().Be(4);
    }

    [Fact]
    public void Numbers_are_not_used_again_when_everything_is_gone()
    {
        _fixture.Store(Frames.Simple("acme/a"), Frames.Simple("acme/a"));
        _fixture.Compact();
        _fixture.Time.Advance(TimeSpan.FromDays(30));
        _fixture.History.Prune();

        _fixture.Reopen();
        _fixture.Store(Frames.Simple("acme/a"));

        _fixture.History.Read(new HistoryQuery { DeviceId = "acme/a" }).Select(frame => frame.Sequence).Should().Equal(3);
    }

    [Fact]
    public void Pages_go_on_where_the_last_one_ended_through_tail_and_blocks()
    {
        foreach (var commit in Enumerable.Range(0, 20))
        {
            _fixture.Store(Frames.Simple("acme/a"), Frames.Simple("acme/b"), Frames.Simple("acme/a"));
            if (commit % 6 == 5)
            {
                _fixture.Compact();
            }
        }

        var newest = new List<long>();
        var oldest = new List<long>();
        for (IReadOnlyList<StoredFrame> page; (page = _fixture.History.Read(Page() with { Before = newest.Count == 0 ? null : newest[^1] })).Count > 0;)
        {
            newest.AddRange(page.Select(frame => frame.Sequence));
        }

        for (IReadOnlyList<StoredFrame> page; (page = _fixture.History.Read(Page() with { OldestFirst = true, After = oldest.Count == 0 ? null : oldest[^1] })).Count > 0;)
        {
            oldest.AddRange(page.Select(frame => frame.Sequence));
        }

        var all = Enumerable.Range(0, 20).SelectMany(commit => new long[] { (commit * 3) + 1, (commit * 3) + 3 }).ToList();
        oldest.Should().Equal(all);
        newest.Should().Equal(Enumerable.Reverse(all));

        static HistoryQuery Page() => new() { DeviceId = "acme/a", Limit = 7 };
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_query_can_ask_for_a_time_and_an_outcome(bool compacted)
    {
        var outcomes = Enum.GetValues<FrameOutcome>();
        _fixture.Store(Enumerable.Range(0, 50).Select(i => Frames.Simple("acme/a", outcomes[i % 5], at: Frames.Start.AddSeconds(i))));
        if (compacted)
        {
            _fixture.Compact();
        }

        Read(new HistoryQuery { DeviceId = "acme/a", From = Frames.Start.AddSeconds(10), To = Frames.Start.AddSeconds(13), OldestFirst = true }).Should().Equal(11, 12, 13);
        Read(new HistoryQuery { DeviceId = "acme/a", Outcome = FrameOutcome.Failed, Limit = 3 }).Should().Equal(48, 43, 38);
        Read(new HistoryQuery { DeviceId = "acme/a", Outcome = FrameOutcome.Unmapped, From = Frames.Start.AddSeconds(40), OldestFirst = true }).Should().Equal(44, 49);
        Read(new HistoryQuery { DeviceId = "acme/b" }).Should().BeEmpty();
        Read(new HistoryQuery { DeviceId = "acme" }).Should().BeEmpty("a part of a name is not the device");

        IEnumerable<long> Read(HistoryQuery query) => _fixture.History.Read(query).Select(frame => frame.Sequence);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(HistoryQuery.MaximumLimit + 1)]
    public void A_page_has_a_sensible_size(int limit) =>
        _fixture.History.Invoking(history => history.Read(new HistoryQuery { DeviceId = "acme/a", Limit = limit })).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Signals_that_were_not_published_yet_come_again_in_order()
    {
        var random = new Random(5);
        _fixture.Store(Frames.Any(random, "acme/a", Frames.Start));
        var commit = new ReadingCommit();
        var frames = Enumerable.Range(2, 30).Select(i => Frames.Any(random, $"acme/d{i % 3}", Frames.Start) with { Sequence = i }).ToList();
        commit.Runs.Add(HistoryFixture.Run(frames.Take(10)));
        commit.Runs.Add(HistoryFixture.Run(frames.Skip(10)));
        _fixture.Readings.Store(commit);

        using var restarted = _fixture.Killed();

        restarted.Readings.LoadPublishedThrough().Should().Be(1);
        restarted.History.ReadSignalsAfter(1).Select(Frames.Describe).Should().Equal(frames.Where(frame => frame.Signals.Count > 0).Select(Frames.Describe));
        restarted.History.ReadSignalsAfter(15).Select(frame => frame.Sequence).Should().Equal(frames.Where(frame => frame.Signals.Count > 0 && frame.Sequence > 15).Select(frame => frame.Sequence));
        restarted.History.ReadSignalsAfter(31).Should().BeEmpty();
    }

    [Fact]
    public void Devices_without_a_rule_are_counted_in_tail_and_blocks()
    {
        _fixture.Store(Frames.Simple("acme/a", FrameOutcome.Unmapped), Frames.Simple("acme/b", FrameOutcome.Unmapped), Frames.Simple("acme/c"));
        _fixture.Compact();
        var later = Frames.Start.AddHours(1);
        _fixture.Store(Frames.Simple("acme/b", FrameOutcome.Unmapped, at: later), Frames.Simple("acme/c", at: later));

        _fixture.History.Unmapped().Should().Equal(
            new UnmappedDevice("acme/b", 2, Frames.Start, later), new UnmappedDevice("acme/a", 1, Frames.Start, Frames.Start));
        _fixture.History.Totals.Unmapped.Should().Be(3);
    }

    [Fact]
    public void Frames_that_have_run_since_are_not_counted_as_waiting()
    {
        _fixture.Store(Frames.Simple("acme/a", FrameOutcome.Unmapped), Frames.Simple("acme/b", FrameOutcome.Unmapped), Frames.Simple("acme/b", FrameOutcome.Unmapped));
        var commit = new ReadingCommit();
        commit.Replayed.AddRange([new ReplayedUnmapped("acme/a", 1), new ReplayedUnmapped("acme/b", 2)]);
        _fixture.Readings.Store(commit);

        _fixture.History.Unmapped().Should().Equal(new UnmappedDevice("acme/b", 1, Frames.Start, Frames.Start));
        _fixture.Compact();
        _fixture.History.Unmapped().Should().Equal(new UnmappedDevice("acme/b", 1, Frames.Start, Frames.Start));
    }

    [Fact]
    public void Totals_are_the_same_after_a_restart()
    {
        var random = new Random(3);
        for (var i = 0; i < 6; i++)
        {
            _fixture.Store(Enumerable.Range(0, 50).Select(n => Frames.Any(random, $"acme/d{n % 7}", Frames.Start.AddMinutes(i))));
            if (i % 2 == 1)
            {
                _fixture.Compact();
            }

            using var restarted = _fixture.Killed();
            restarted.History.Totals.Should().Be(_fixture.History.Totals);
        }

        var totals = _fixture.History.Totals;
        totals.Frames.Should().Be(300);
        totals.Oldest.Should().Be(Frames.Start);
        totals.StoredBytes.Should().Be(_fixture.Number("SELECT (SELECT coalesce(sum(length(data)), 0) FROM history_tail) + (SELECT sum(length(data) + length(devices)) FROM history_block)"));
    }

    [Fact]
    public void A_publish_is_found_again_by_sender_identifier_topic_and_payload()
    {
        var frame = Frames.Simple("acme/a") with { Qos = 1, PacketId = 7, ClientId = "acme/a/x" };
        _fixture.Store(frame, Frames.Simple("acme/b") with { Qos = 1, PacketId = 9, ClientId = "acme/b/x" });

        Find(_fixture, 7).Should().Be(1);
        Find(_fixture, 8).Should().BeNull();
        Find(_fixture, 7, client: "acme/a/y").Should().BeNull();
        Find(_fixture, 7, payload: "{\"count\":2}").Should().BeNull();
        Find(_fixture, 7, since: Frames.Start.AddMilliseconds(1)).Should().BeNull();
        _fixture.Store(Frames.Simple("acme/a") with { Qos = 1, PacketId = 8, ClientId = "acme/a/x" });
        Find(_fixture, 8).Should().Be(3, "it was added after the first question");
        _fixture.Compact();
        Find(_fixture, 7).Should().Be(1);
        using var restarted = _fixture.Killed();
        Find(restarted, 7).Should().Be(1, "it is in a block");
        Find(restarted, 8).Should().Be(3);
    }

    [Fact]
    public void Only_the_newest_publishes_of_a_device_are_looked_at()
    {
        _fixture.Store(Enumerable.Range(1, 150).Select(Publish));
        _fixture.Compact();
        _fixture.Store(Enumerable.Range(151, 150).Select(Publish));

        Find(_fixture, 300 - RecentPublishes.PerDevice).Should().BeNull();
        Find(_fixture, 300 - RecentPublishes.PerDevice + 1).Should().NotBeNull();
        Find(_fixture, 300).Should().Be(300);

        static StoredFrame Publish(int i) => Frames.Simple("acme/a") with { Qos = 1, PacketId = (ushort)i, ClientId = "acme/a/x" };
    }

    [Fact]
    public void What_was_compacted_between_two_questions_is_still_found()
    {
        _fixture.Store(Frames.Simple("acme/a") with { Qos = 1, PacketId = 1, ClientId = "acme/a/x" });
        Find(_fixture, 1).Should().Be(1);
        _fixture.Store(Frames.Simple("acme/a") with { Qos = 1, PacketId = 2, ClientId = "acme/a/x" });
        _fixture.Compact();

        Find(_fixture, 2).Should().Be(2);
        _fixture.Store(Frames.Simple("acme/b"));
        Find(_fixture, 1).Should().Be(1);
    }

    [Fact]
    public void A_commit_that_fails_leaves_no_frame_and_its_numbers_to_the_next()
    {
        _fixture.Store(Frames.Simple("acme/a"));
        var commit = new ReadingCommit();
        commit.Runs.Add(HistoryFixture.Run(Frames.Simple("acme/a")));
        commit.Quarantine.Add(new Storage.Quarantine.QuarantineEntry("acme/a", "t", default, Frames.Start) { Qos = 3, Fault = "TimeLimit", Message = "m" });
        var before = _fixture.History.Totals;

        _fixture.Readings.Invoking(readings => readings.Store(commit)).Should().Throw<StorageException>();

        _fixture.History.Totals.Should().Be(before);
        commit.Runs[0].LastSequence.Should().Be(0);
        commit.Quarantine.Clear();
        _fixture.Readings.Store(commit);
        commit.Runs[0].LastSequence.Should().Be(2);
        _fixture.Read("acme/a").Should().HaveCount(2);
    }

    /// <summary>Any order of commits, steps of compaction, restarts and kills.</summary>
    [Fact]
    public void Nothing_is_lost_doubled_or_changed_whatever_happens_in_between() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var fixture = new HistoryFixture();
        var expected = new List<StoredFrame>();
        try
        {
            for (var step = 0; step < 25; step++)
            {
                switch (random.Next(8))
                {
                    case < 4:
                        var frames = Enumerable.Range(expected.Count + 1, random.Next(1, 40)).Select(i =>
                            Frames.Any(random, $"acme/d{random.Next(5)}", fixture.Time.GetUtcNow().AddMilliseconds(random.Next(1000))) with { Sequence = i }).ToList();
                        fixture.Store(frames);
                        expected.AddRange(frames);
                        break;
                    case < 6:
                        fixture.Time.Advance(TimeSpan.FromMinutes(random.Next(6)));
                        fixture.History.Compact(CancellationToken.None);
                        break;
                    case 6:
                        fixture.Reopen();
                        break;
                    default:
                        var killed = fixture.Killed();
                        fixture.Dispose();
                        fixture = killed;
                        break;
                }

                var device = $"acme/d{random.Next(5)}";
                fixture.Read(device).Should().Equal(expected.Where(frame => frame.DeviceId == device).Select(Frames.Describe));
            }

            fixture.History.Totals.Frames.Should().Be(expected.Count);
            fixture.History.Totals.PayloadBytes.Should().Be(expected.Sum(frame => frame.Payload.Length));
            fixture.History.Unmapped().Sum(device => device.Frames).Should().Be(expected.Count(frame => frame.Outcome == FrameOutcome.Unmapped));
            return true;
        }
        finally
        {
            fixture.Dispose();
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    private static long? Find(HistoryFixture fixture, int packetId, string client = "acme/a/x", string payload = "{\"count\":1}", DateTimeOffset? since = null) =>
        fixture.History.FindPublish("acme/a", client, (ushort)packetId, "busroot/v1/dau/acme/a"u8, System.Text.Encoding.UTF8.GetBytes(payload), since ?? Frames.Start);
}
