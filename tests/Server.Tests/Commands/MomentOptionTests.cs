using Busroot.Server.Commands;

namespace Busroot.Server.Tests.Commands;

public class MomentOptionTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("90s", "2026-05-01T11:58:30Z")]
    [InlineData("1h30m", "2026-05-01T10:30:00Z")]
    [InlineData("7d", "2026-04-24T12:00:00Z")]
    [InlineData("0", "2026-05-01T12:00:00Z")]
    [InlineData("999999d", "0001-01-01T00:00:00Z")]
    [InlineData("2026-04-01", "2026-04-01T00:00:00Z")]
    [InlineData("2026-04-01T06:30", "2026-04-01T06:30:00Z")]
    [InlineData("2026-04-01T06:30+02:00", "2026-04-01T04:30:00Z")]
    public void A_moment_is_a_time_ago_or_a_date_and_time(string text, string moment) =>
        MomentOption.Read(text, Now).Should().Be(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("-1h")]
    [InlineData("yesterday")]
    [InlineData("2026-13-01")]
    public void Anything_else_is_none(string text) => MomentOption.Read(text, Now).Should().BeNull();
}
