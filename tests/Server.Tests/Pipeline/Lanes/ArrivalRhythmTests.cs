using Busroot.Server.Pipeline.Lanes;

namespace Busroot.Server.Tests.Pipeline.Lanes;

public sealed class ArrivalRhythmTests
{
    private readonly ArrivalRhythm _rhythm = new();
    private long _now = 1_700_000_000_000;

    [Fact]
    public void Readings_at_their_usual_interval_are_no_backlog() =>
        Arrive(every: 5_000, times: 50).Should().NotContain(true);

    [Fact]
    public void Readings_that_follow_each_other_at_once_after_a_gap_are_backlog()
    {
        Arrive(every: 5_000, times: 20);

        Arrive(every: 600_000, times: 1).Should().Equal([false], "the first after an outage may be the oldest of the backlog or the newest reading: nothing tells");
        Arrive(every: 20, times: 100).Should().NotContain(false);
        Arrive(every: 5_000, times: 5).Should().NotContain(true);
    }

    [Fact]
    public void A_little_jitter_is_no_backlog()
    {
        Arrive(every: 5_000, times: 20);

        Arrive(every: 1_000, times: 3).Should().NotContain(true);
    }

    [Fact]
    public void A_device_that_sends_more_often_from_now_on_is_believed_after_a_while()
    {
        Arrive(every: 5_000, times: 20);
        Arrive(every: 100, times: 500);

        Arrive(every: 100, times: 10).Should().NotContain(true);
    }

    [Fact]
    public void The_first_readings_of_a_device_are_never_backlog() => Arrive(every: 1, times: 4).Should().NotContain(true);

    [Fact]
    public void A_busy_topic_has_no_backlog() => Arrive(every: 100, times: 20).Concat(Arrive(every: 1, times: 20)).Should().NotContain(true);

    [Fact]
    public void A_clock_that_is_set_back_does_no_harm()
    {
        Arrive(every: 5_000, times: 20);
        _now -= 3_600_000;

        Arrive(every: 5_000, times: 20).Skip(1).Should().NotContain(true);
    }

    private List<bool> Arrive(long every, int times) => [.. Enumerable.Range(0, times).Select(_ => _rhythm.Arrived(_now += every))];
}
