using Busroot.Storage.History;
using Busroot.Storage.Readings;

namespace Busroot.Storage.Tests.History;

public sealed class PruningTests
{
    [Fact]
    public void What_is_too_old_goes_in_small_steps_and_the_rest_stays()
    {
        using var fixture = new HistoryFixture();
        fixture.Store(Enumerable.Range(0, 200).Select(i => Frames.Simple($"acme/d{i}", FrameOutcome.Unmapped))); // each has a block for itself
        fixture.Compact();
        fixture.Time.Advance(TimeSpan.FromDays(5));
        fixture.Store(Frames.Simple("acme/d0", at: fixture.Time.GetUtcNow()), Frames.Simple("acme/x", FrameOutcome.Unmapped, at: fixture.Time.GetUtcNow()));
        fixture.Compact();
        fixture.History.Prune().Should().BeFalse("nothing is older than 7 days");
        fixture.Time.Advance(TimeSpan.FromDays(2));

        var steps = 1;
        while (fixture.History.Prune())
        {
            steps++;
        }

        steps.Should().Be(4, "200 blocks are more than three steps of 64");
        fixture.Read("acme/d0").Should().ContainSingle();
        fixture.Read("acme/d1").Should().BeEmpty();
        fixture.History.Totals.Should().BeEquivalentTo(new { Frames = 2, Unmapped = 1, Oldest = Frames.Start.AddDays(5).AddMinutes(61) });
        var totals = fixture.History.Totals;
        fixture.Reopen();
        fixture.History.Totals.Should().Be(totals);
    }

    [Fact]
    public void What_is_gone_is_not_remembered_as_run_again()
    {
        using var fixture = new HistoryFixture();
        fixture.Store(Frames.Simple("acme/a", FrameOutcome.Unmapped));
        var commit = new ReadingCommit();
        commit.Replayed.Add(new ReplayedUnmapped("acme/a", 1));
        fixture.Readings.Store(commit);
        fixture.Compact();
        fixture.Time.Advance(TimeSpan.FromDays(8));
        fixture.Store(Frames.Simple("acme/a", FrameOutcome.Unmapped, at: fixture.Time.GetUtcNow()));
        fixture.Compact();

        while (fixture.History.Prune())
        {
        }

        fixture.Number("SELECT count(*) FROM history_replayed").Should().Be(0);
        fixture.History.Unmapped().Should().ContainSingle().Which.Frames.Should().Be(1);
    }

    [Fact]
    public void What_is_too_much_goes_oldest_first()
    {
        using var fixture = new HistoryFixture(new HistoryLimits { Bytes = 40_000 });
        var random = new Random(2);
        for (var i = 0; i < 20; i++)
        {
            fixture.Store(Frames.Simple($"acme/d{i}", payload: string.Concat(Enumerable.Range(0, 6_000).Select(_ => (char)random.Next(32, 127))), at: fixture.Time.GetUtcNow()));
            fixture.Compact();
        }

        while (fixture.History.Prune())
        {
        }

        fixture.History.Totals.StoredBytes.Should().BeInRange(30_000, 40_000);
        fixture.History.Totals.Frames.Should().BeInRange(5, 8);
        fixture.Read("acme/d19").Should().ContainSingle();
        fixture.Read("acme/d0").Should().BeEmpty();
    }

    [Fact]
    public void What_is_in_the_tail_is_not_pruned_before_it_was_moved()
    {
        using var fixture = new HistoryFixture();
        fixture.Store(Frames.Simple("acme/a"));
        fixture.Time.Advance(TimeSpan.FromDays(30));

        fixture.History.Prune().Should().BeFalse();
        fixture.Read("acme/a").Should().ContainSingle();
        fixture.Compact();
        fixture.History.Prune();

        fixture.Read("acme/a").Should().BeEmpty();
        fixture.History.Totals.Should().Be(new HistoryTotals(0, 0, 0, 0, null, 0));
    }
}
