using Busroot.Server.Pipeline.Shadows;

namespace Busroot.Server.Tests.Pipeline.Shadows;

public sealed class ShadowTimeTests
{
    private readonly ManualTime _time = new();
    private readonly ShadowTime _share;

    public ShadowTimeTests() => _share = new ShadowTime(new ShadowLimits(), _time);

    [Fact]
    public void Fifty_milliseconds_can_be_used_at_once_and_a_tenth_of_the_time_after_that()
    {
        Use(49);
        _share.IsLeft().Should().BeTrue("some is left");
        Use(31);
        _share.IsLeft().Should().BeFalse("24 ms too much were used");

        Pass(150);
        _share.IsLeft().Should().BeFalse();
        Pass(100);
        _share.IsLeft().Should().BeTrue();
    }

    [Fact]
    public void No_more_is_saved_up_than_that()
    {
        Pass(60_000);
        _share.IsLeft();

        Use(51);
        _share.IsLeft().Should().BeTrue("what passes while it runs counts as well: 5 ms");
        Use(10);
        _share.IsLeft().Should().BeFalse();
    }

    [Fact]
    public void What_was_used_is_told()
    {
        var began = _share.Begin();
        Pass(7);

        _share.End(began).Should().Be(TimeSpan.FromMilliseconds(7));
    }

    private void Use(double milliseconds)
    {
        var began = _share.Begin();
        Pass(milliseconds);
        _share.End(began);
    }

    private void Pass(double milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
}
