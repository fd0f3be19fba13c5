using Busroot.Storage.History;

namespace Busroot.Storage.Tests.History;

public sealed class DamageTests : IDisposable
{
    private readonly HistoryFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_damaged_block_hurts_its_device_only_and_is_reported_once()
    {
        _fixture.Store(Frames.Simple("acme/a"), Frames.Simple("acme/b"));
        _fixture.Compact();
        _fixture.Execute("UPDATE history_block SET data = x'00010203' WHERE device_id = 'acme/a'");
        _fixture.Store(Frames.Simple("acme/a"), Frames.Simple("acme/b"));
        _fixture.Reopen();

        _fixture.Compact();

        _fixture.Read("acme/a").Should().ContainSingle("the block that cannot be read is not merged away");
        _fixture.Read("acme/b").Should().HaveCount(2);
        _fixture.Read("acme/a");
        _fixture.History.Damage.Should().ContainSingle().Which.Should().Contain("acme/a").And.Contain("restore a backup");
        _fixture.History.Totals.Damaged.Should().Be(1);
        _fixture.Number("SELECT count(*) FROM history_block WHERE device_id = 'acme/a'").Should().Be(2);
    }

    [Fact]
    public void A_damaged_row_of_the_tail_stops_nothing_and_goes_when_it_is_too_old()
    {
        _fixture.Store(Frames.Simple("acme/a"));
        _fixture.Store(Frames.Simple("acme/a"), Frames.Simple("acme/b"));
        _fixture.Store(Frames.Simple("acme/a"));
        _fixture.Execute("UPDATE history_tail SET data = substr(data, 1, length(data) - 1) WHERE sequence = 3");
        _fixture.Reopen();

        _fixture.Compact();
        _fixture.Compact();

        _fixture.History.Read(new HistoryQuery { DeviceId = "acme/a" }).Select(frame => frame.Sequence).Should().Equal(4, 1);
        _fixture.History.Damage.Should().ContainSingle().Which.Should().Contain("frames 2 to 3");
        _fixture.Number("SELECT sequence FROM history_tail").Should().Be(3);
        _fixture.Time.Advance(TimeSpan.FromDays(8));
        _fixture.History.Prune();
        _fixture.History.Prune();
        _fixture.History.Totals.Frames.Should().Be(0);
        _fixture.Number("SELECT count(*) FROM history_tail").Should().Be(0);
    }

    [Fact]
    public void Signals_after_a_damaged_row_are_still_published_again()
    {
        var frame = Frames.Simple("acme/a") with { Signals = [new StoredSignals(null, "busroot/v1/acme/a", "{}"u8.ToArray(), false)] };
        _fixture.Store(frame);
        _fixture.Store(frame);
        _fixture.Store(frame);
        _fixture.Execute("UPDATE history_tail SET data = x'' WHERE sequence = 2");

        _fixture.History.ReadSignalsAfter(0).Select(stored => stored.Sequence).Should().Equal(1, 3);
    }

    [Theory]
    [InlineData("raw_bytes = raw_bytes + 1")]
    [InlineData("raw_bytes = -1")]
    [InlineData("raw_bytes = 9223372036854775807")]
    [InlineData("data = x''")]
    [InlineData("data = zeroblob(1000)")]
    [InlineData("first_device = 'acme/z', last_device = 'acme/z', devices = ' acme/z '")]
    public void Any_column_of_a_block_may_be_wrong(string damage)
    {
        _fixture.Store(Frames.Simple("acme/a"));
        _fixture.Compact();
        _fixture.Execute($"UPDATE history_block SET {damage}");

        _fixture.Read("acme/a").Should().BeEmpty();
        _fixture.Read("acme/z").Should().BeEmpty();
        _fixture.History.Totals.Damaged.Should().Be(1);
    }

    [Fact]
    public void Bits_that_flip_in_a_block_are_noticed()
    {
        var random = new Random(4);
        var frames = Enumerable.Range(0, 50).Select(_ => Frames.Any(random, "acme/a", Frames.Start)).ToList();
        _fixture.Store(frames);
        _fixture.Compact();
        var data = _fixture.Database.Read(connection =>
        {
            using var command = Storage.Databases.SqliteCalls.Command(connection, "SELECT data FROM history_block");
            return (byte[])command.ExecuteScalar()!;
        });
        var whole = _fixture.Read("acme/a");

        for (var i = 0; i < 200; i++)
        {
            var flipped = (byte[])data.Clone();
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
            _fixture.Execute("UPDATE history_block SET data = $1", flipped);
            var read = _fixture.Read("acme/a");
            (read.Count == 0 || read.SequenceEqual(whole)).Should().BeTrue("all is as it was, or nothing is told");
        }
    }
}
