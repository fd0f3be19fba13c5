using Busroot.Server.Settings;

namespace Busroot.Server.Tests.Settings;

public class SettingFormTests
{
    [Theory]
    [InlineData("0", 0L, "0")]
    [InlineData("262144", 262_144L, "256KiB")]
    [InlineData("256KiB", 262_144L, "256KiB")]
    [InlineData("256 kib", 262_144L, "256KiB")]
    [InlineData("64MiB", 67_108_864L, "64MiB")]
    [InlineData("1500B", 1_500L, "1500")]
    [InlineData("2TiB", 2_199_023_255_552L, "2TiB")]
    public void A_size_is_bytes_or_has_a_binary_unit(string text, long bytes, string shown)
    {
        new SizeForm().Parse(text).Should().Be(bytes);
        new SizeForm().Show(bytes).Should().Be(shown);
    }

    [Theory]
    [InlineData("")]
    [InlineData("KiB")]
    [InlineData("-1")]
    [InlineData("1.5MiB")]
    [InlineData("64KB")]
    [InlineData("64K")]
    [InlineData("9999999999999TiB")]
    [InlineData("99999999999999999999")]
    [InlineData("1e6")]
    [InlineData("١")]
    public void Anything_else_is_no_size(string text) => new SizeForm().Parse(text).Should().BeNull();

    [Theory]
    [InlineData("0", 0, "0")]
    [InlineData("0s", 0, "0")]
    [InlineData("10s", 10_000, "10s")]
    [InlineData("90s", 90_000, "1m30s")]
    [InlineData("1h30m", 5_400_000, "1h30m")]
    [InlineData("1h 30m", 5_400_000, "1h30m")]
    [InlineData("7d", 604_800_000, "7d")]
    [InlineData("250ms", 250, "250ms")]
    [InlineData("18h12m15s", 65_535_000, "18h12m15s")]
    public void A_time_has_units(string text, long milliseconds, string shown)
    {
        new TimeForm().Parse(text).Should().Be(TimeSpan.FromMilliseconds(milliseconds));
        new TimeForm().Show(TimeSpan.FromMilliseconds(milliseconds)).Should().Be(shown);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("10")]
    [InlineData("-10s")]
    [InlineData("1.5h")]
    [InlineData("30m1h")]
    [InlineData("00:00:10")]
    [InlineData("9999999999s")]
    public void Anything_else_is_no_time(string text) => new TimeForm().Parse(text).Should().BeNull();

    [Fact]
    public void The_longest_time_that_can_be_written_does_not_overflow() =>
        new TimeForm().Parse("999999d9999999h999999999m999999999s999999999ms").Should().BeOfType<TimeSpan>();

    [Theory]
    [InlineData("a/#", true)]
    [InlineData("$share/g/a/+", true)]
    [InlineData("a/#/b", false)]
    [InlineData("", false)]
    public void A_filter_is_what_a_subscriber_may_ask_for(string text, bool valid) => (new FiltersForm().Parse(text) is not null).Should().Be(valid);
}
