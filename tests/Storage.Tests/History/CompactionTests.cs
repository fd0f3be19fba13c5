using System.Text;
using Busroot.Storage.History;
using Busroot.Storage.Readings;

namespace Busroot.Storage.Tests.History;

public sealed class CompactionTests : IDisposable
{
    private readonly HistoryFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_young_and_small_tail_is_left_alone()
    {
        _fixture.Store(Frames.Simple("acme/a"));
        _fixture.Time.Advance(TimeSpan.FromMinutes(59));

        _fixture.History.Compact(CancellationToken.None).Should().BeFalse();

        _fixture.Number("SELECT count(*) FROM history_tail").Should().Be(1);
    }

    [Fact]
    public void A_large_tail_is_moved_however_young_it_is()
    {
        for (var i = 0; i < 9; i++)
        {
            _fixture.Store(Frames.Simple("acme/a", payload: new string('x', 2_000_000)));
        }

        while (_fixture.History.Compact(CancellationToken.None))
        {
        }

        _fixture.Number("SELECT count(*) FROM history_tail").Should().Be(0, "no more than 16 MB and what goes over it is taken at once, and 18 MB are there");
        _fixture.Read("acme/a").Should().HaveCount(9);
    }

    [Fact]
    public void Frames_whose_signals_are_not_published_stay_in_the_tail()
    {
        _fixture.Store(Frames.Simple("acme/a"));
        var commit = new ReadingCommit();
        commit.Runs.Add(HistoryFixture.Run(Frames.Simple("acme/a")));
        _fixture.Readings.Store(commit);

        _fixture.Compact();

        _fixture.Number("SELECT sequence FROM history_tail").Should().Be(2);
        _fixture.Number("SELECT last_sequence FROM history_block").Should().Be(1);
    }

    [Fact]
    public void A_kill_between_any_two_steps_neither_loses_nor_doubles_a_frame()
    {
        var random = new Random(7);
        var frames = Enumerable.Range(1, 1600).Select(i => Frames.Any(random, $"acme/d{i % 600}", Frames.Start) with { Sequence = i }).ToList();
        foreach (var run in frames.Chunk(160))
        {
            _fixture.Store(run);
        }

        _fixture.Time.Advance(TimeSpan.FromMinutes(61));
        var steps = 0;
        for (var more = true; more; steps++)
        {
            more = _fixture.History.Compact(CancellationToken.None);
            using var killed = _fixture.Killed();
            Check(killed);
            killed.History.Totals.Should().Be(_fixture.History.Totals with { StoredBytes = killed.History.Totals.StoredBytes });
            while (killed.History.Compact(CancellationToken.None))
            {
            }

            Check(killed);
            killed.Number("SELECT (SELECT count(*) FROM history_tail) + (SELECT count(*) FROM history_compaction)").Should().Be(0);
        }

        steps.Should().BeGreaterThanOrEqualTo(4, "600 devices take three steps of at most 256 blocks, and the tail is deleted after them");

        void Check(HistoryFixture fixture)
        {
            foreach (var device in new[] { "acme/d0", "acme/d63", "acme/d99", "acme/d599" })
            {
                fixture.Read(device).Should().Equal(frames.Where(frame => frame.DeviceId == device).Select(Frames.Describe));
            }

            fixture.History.Unmapped().Sum(device => device.Frames).Should().Be(frames.Count(frame => frame.Outcome == FrameOutcome.Unmapped));
        }
    }

    [Fact]
    public void A_device_with_more_than_a_step_holds_is_cut_and_goes_on_after_a_kill()
    {
        var random = new Random(9);
        string Noise() => string.Concat(Enumerable.Range(0, 7_500).Select(_ => (char)random.Next(32, 127)));
        _fixture.Store(Enumerable.Range(0, 400).Select(_ => Frames.Simple("acme/a", payload: Noise())));
        _fixture.Time.Advance(TimeSpan.FromMinutes(61));
        _fixture.History.Compact(CancellationToken.None).Should().BeTrue();

        using var killed = _fixture.Killed();

        killed.Number("SELECT device_through FROM history_compaction").Should().BeInRange(1, 399);
        killed.Read("acme/a").Should().Equal(_fixture.Read("acme/a")).And.HaveCount(400).And.OnlyHaveUniqueItems();
        while (killed.History.Compact(CancellationToken.None))
        {
        }

        killed.Read("acme/a").Should().Equal(_fixture.Read("acme/a"));
        killed.Number("SELECT count(DISTINCT last_sequence) FROM history_block").Should().BeGreaterThan(30);
    }

    [Fact]
    public void Small_blocks_of_a_device_become_few_large_ones()
    {
        for (var i = 0; i < 64; i++)
        {
            _fixture.Store(Enumerable.Range(0, 20).Select(n => Frames.Simple("acme/a", payload: $"{{\"count\":{(i * 20) + n},\"name\":\"press\"}}")));
            _fixture.Compact();
        }

        _fixture.Number("SELECT count(*) FROM history_block").Should().BeLessThan(8, "64 compactions of 20 frames");
        _fixture.Read("acme/a").Should().HaveCount(1280).And.OnlyHaveUniqueItems();
        _fixture.Number("SELECT sum(readings) FROM history_block").Should().Be(1280);
    }

    [Theory]
    [InlineData(100, 3)] // frames enough for full blocks
    [InlineData(3, 12)] // a device that sends every five seconds, over a compaction of five minutes
    public void Frames_with_their_signals_take_less_room_than_their_payloads_alone(int framesAMinute, int compactions)
    {
        var random = new Random(1);
        var count = 0;
        for (var i = 0; i < compactions; i++)
        {
            foreach (var _ in Enumerable.Range(0, 20))
            {
                _fixture.Time.Advance(TimeSpan.FromMinutes(1));
                _fixture.Store(Enumerable.Range(0, 10 * framesAMinute).Select(n => Reading(random, $"acme/press-{n % 10}", count += 3)));
            }

            _fixture.Compact();
        }

        var totals = _fixture.History.Totals;
        ((double)totals.StoredBytes / totals.PayloadBytes).Should().BeLessThan(0.6);
        ((double)_fixture.Number("SELECT (SELECT page_count FROM pragma_page_count) - (SELECT freelist_count FROM pragma_freelist_count)") * 4096 / totals.PayloadBytes)
            .Should().BeLessThan(1.5);
    }

    private StoredFrame Reading(Random random, string device, int count)
    {
        var now = _fixture.Time.GetUtcNow();
        var rssi = -50 - random.Next(30);
        var payload = $"{{\"ts\":{now.ToUnixTimeMilliseconds()},\"inputs\":{{\"I1\":{count},\"I2\":{count / 7}}},\"rssi\":{rssi},\"temperature\":{random.Next(200, 300)},\"current\":{random.Next(1000)}}}";
        var signals = Encoding.UTF8.GetBytes($"{{\"production_count_good\":{count},\"productive\":1,\"rssi\":{rssi}}}");
        return Frames.Simple(device, payload: payload, at: now) with
        {
            Qos = 1, PacketId = (ushort)(count % 65_535), ClientId = $"{device}/opta", RuleId = "arduino/opta-dau", Revision = "3f9a",
            Signals = [new StoredSignals(null, $"busroot/v1/{device}", signals, false)],
        };
    }

    [Fact]
    public void A_full_block_is_never_written_again()
    {
        _fixture.Store(Enumerable.Range(0, 2000).Select(n => Frames.Simple("acme/a", payload: $"{{\"count\":{n},\"name\":\"press\"}}")));
        _fixture.Compact();
        var full = _fixture.Number("SELECT min(last_sequence) FROM history_block");
        _fixture.Store(Enumerable.Range(0, 2000).Select(n => Frames.Simple("acme/a", payload: $"{{\"count\":{n},\"name\":\"press\"}}")));
        _fixture.Compact();

        _fixture.Number("SELECT min(last_sequence) FROM history_block").Should().Be(full);
        _fixture.Number("SELECT max(raw_bytes) FROM history_block").Should().BeLessThan(66_000);
    }

    [Fact]
    public void A_step_that_cannot_be_written_is_tried_again()
    {
        _fixture.Store(Frames.Simple("acme/a"));
        _fixture.Time.Advance(TimeSpan.FromMinutes(61));
        _fixture.Execute("CREATE TRIGGER refuse BEFORE INSERT ON history_block BEGIN SELECT raise(ABORT, 'no'); END");
        _fixture.History.Invoking(history => history.Compact(CancellationToken.None)).Should().Throw<StorageException>();
        _fixture.Read("acme/a").Should().ContainSingle();
        var totals = _fixture.History.Totals;

        _fixture.Execute("DROP TRIGGER refuse");
        _fixture.Compact();

        _fixture.Read("acme/a").Should().ContainSingle();
        _fixture.History.Totals.Should().Be(totals with { StoredBytes = _fixture.History.Totals.StoredBytes });
    }

    [Fact]
    public void It_stops_when_it_is_asked_to() => _fixture.Invoking(fixture =>
    {
        fixture.Store(Frames.Simple("acme/a"));
        fixture.Time.Advance(TimeSpan.FromMinutes(61));
        fixture.History.Compact(new CancellationToken(canceled: true));
    }).Should().Throw<OperationCanceledException>();
}
