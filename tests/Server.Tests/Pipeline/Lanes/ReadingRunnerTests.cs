using System.Text;
using Busroot.Broker.Intake;
using Busroot.Mqtt;
using Busroot.Server.Pipeline;

namespace Busroot.Server.Tests.Pipeline.Lanes;

public sealed class ReadingRunnerTests
{
    private const string Counts = """
        if (p.fail) throw new Error("failed")
        if (p.skip) return
        device.state.n = (device.state.n ?? 0) + p.n
        return { production_count_good: device.state.n }
        """;

    private static readonly string[] Payloads =
        [.. Enumerable.Range(0, 50).Select(i => (i % 10) switch { 3 => """{"fail":1}""", 5 => """{"skip":1}""", 7 => "no json", _ => $$"""{"n":{{i}}}""" })];

    [Fact]
    public void A_candidate_changes_nothing_of_what_comes_of_readings()
    {
        var live = LaneUnderTest.Script(Counts);
        using var alone = new LaneUnderTest(live);
        using var shadowed = new LaneUnderTest(live);
        shadowed.Start(LaneUnderTest.Script("device.state = { other: p }\nif (p.n > 20) throw new Error(p.n)\nreturn { rssi: -p.n }"));

        var published = shadowed.Send("acme/a", Payloads);

        published.Should().NotBeEmpty().And.Equal(alone.Send("acme/a", Payloads));
        shadowed.Shadow.Counts.Readings.Should().Be(Payloads.Length);
        shadowed.Made.Frames.Bytes.ToArray().Should().Equal(alone.Made.Frames.Bytes.ToArray(), "what the history gets is the same to the byte");
        shadowed.Made.States.Select(State).Should().NotBeEmpty().And.Equal(alone.Made.States.Select(State));
        shadowed.Made.Quarantine.Select(entry => entry.Message).Should().NotBeEmpty().And.Equal(alone.Made.Quarantine.Select(entry => entry.Message));
        shadowed.Made.Readings.Length.Should().Be(alone.Made.Readings.Length);
        shadowed.Counters.Should().BeEquivalentTo(alone.Counters);
    }

    [Fact]
    public void Without_a_shadow_a_reading_allocates_nothing_and_neither_does_it_after_one()
    {
        using var lane = new LaneUnderTest(LaneUnderTest.Mapping("""{ "production_count_good": "n" }"""));
        var batch = Batch(lane);
        Allocated(lane, batch);
        Allocated(lane, batch).Should().Be(0);

        lane.Start(LaneUnderTest.Mapping("""{ "production_count_good": "m" }"""));
        Allocated(lane, batch).Should().BePositive("every reading differs");
        lane.Shadows.Stop("acme/live", "ann");
        Allocated(lane, batch);

        Allocated(lane, batch).Should().Be(0);
    }

    [Fact]
    public void Beside_a_candidate_that_gives_the_same_a_reading_allocates_nothing_either()
    {
        using var lane = new LaneUnderTest(LaneUnderTest.Mapping("""{ "production_count_good": "n" }"""));
        var batch = Batch(lane);
        lane.Start(LaneUnderTest.Mapping("""{ "production_count_good": { "path": "n" } }"""));
        Allocated(lane, batch);

        Allocated(lane, batch).Should().Be(0);
        lane.Shadow.Counts.Should().BeEquivalentTo(new { Readings = 2 * batch.Count, Equal = 2 * batch.Count });
    }

    private static ReadingBatch Batch(LaneUnderTest lane)
    {
        var batch = new ReadingBatch(lane: null!);
        var route = lane.RouteOf("acme/a");
        for (var i = 0; i < 100; i++)
        {
            batch.Add(route, new Reading { Topic = route.Topic, Payload = Encoding.UTF8.GetBytes($$"""{"n":{{i}}}"""), At = DateTimeOffset.UnixEpoch, Qos = QualityOfService.AtMostOnce });
        }

        return batch;
    }

    private static long Allocated(LaneUnderTest lane, ReadingBatch batch)
    {
        lane.Made.Clear();
        var before = GC.GetAllocatedBytesForCurrentThread();
        lane.RunAll(batch);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string State(Busroot.Storage.Readings.RuleState state) => $"{state.RuleId} {Encoding.UTF8.GetString(state.Json.Span)}";
}
