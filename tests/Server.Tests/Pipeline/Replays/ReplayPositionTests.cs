using Busroot.Server.Pipeline.Replays;

namespace Busroot.Server.Tests.Pipeline.Replays;

public class ReplayPositionTests
{
    [Fact]
    public void A_position_is_read_as_it_was_written()
    {
        ReplayPosition.TryParse(new ReplayPosition(7, long.MaxValue).ToString(), out var position).Should().BeTrue();

        position.Should().Be(new ReplayPosition(7, long.MaxValue));
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("-")]
    [InlineData("7-8-9")]
    [InlineData("-7-8")]
    [InlineData("a-b")]
    [InlineData("99999999999999999999-1")]
    public void Anything_else_is_none(string text) => ReplayPosition.TryParse(text, out _).Should().BeFalse();
}
