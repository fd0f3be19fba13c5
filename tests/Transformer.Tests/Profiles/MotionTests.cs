using Busroot.Transformer.Profiles;

namespace Busroot.Transformer.Tests.Profiles;

public class MotionTests
{
    [Theory]
    [InlineData("5 5 5", MotionKind.Constant)]
    [InlineData("5 5 6 9", MotionKind.Rises)]
    [InlineData("65530 65534 3", MotionKind.RisesAndRestarts)]
    [InlineData("4294967290 4294967295 12 40", MotionKind.RisesAndRestarts)]
    [InlineData("100 101 102 2 3", MotionKind.RisesAndRestarts)]
    [InlineData("5 6 6 7 7 0 0 1 1 2", MotionKind.RisesAndRestarts)]
    [InlineData("3 0 2 0 0 5 1", MotionKind.UpAndDown)]
    [InlineData("0 1 0 0 1 2 0", MotionKind.UpAndDown)]
    [InlineData("120 3 118 0 97", MotionKind.UpAndDown)]
    [InlineData("20.1 20.4 20.2", MotionKind.UpAndDown)]
    [InlineData("9 8 7", MotionKind.UpAndDown)]
    public void Numbers_stand_rise_start_again_or_go_up_and_down(string values, object kind) => Of(values).Kind.Should().Be((MotionKind)kind);

    [Fact]
    public void A_wrap_is_told_from_a_restart()
    {
        var motion = Of("60000 65000 500 3000 100 200 65100 65530 4");

        (motion.Wraps, motion.WrapsAt, motion.Restarts).Should().Be((2, 16, 1));
        motion.FallsAt.Should().HaveCount(3);
        Of("65530 65534 3").LargestStep.Should().Be(5);
    }

    [Fact]
    public void What_rises_by_one_a_second_follows_the_clock()
    {
        Of("10 20 30 40 50 60").FollowsClock.Should().BeTrue("ten seconds lie between readings");
        Of("10000 20000 30000 40000 50000").FollowsClock.Should().BeTrue("so do milliseconds");
        Of("10 13 30 33 50 51").FollowsClock.Should().BeFalse();
    }

    [Fact]
    public void The_rise_in_an_hour_is_known_after_a_minute()
    {
        Of("1 2 3").PerHour.Should().BeNull();
        Of(string.Join(' ', Enumerable.Range(0, 13))).PerHour.Should().Be(360);
    }

    [Fact]
    public void The_largest_numbers_there_are_do_no_harm()
    {
        var motion = Of($"{double.MaxValue:R} {double.MinValue:R} {double.MaxValue:R} 0");

        motion.Kind.Should().Be(MotionKind.UpAndDown);
        (motion.PerHour is null || double.IsFinite(motion.PerHour.Value)).Should().BeTrue();
    }

    private static Motion Of(string values) =>
        Motion.Of([.. values.Split(' ').Select((value, i) => new Sample(10_000L * i, double.Parse(value, System.Globalization.CultureInfo.InvariantCulture)))]);
}
