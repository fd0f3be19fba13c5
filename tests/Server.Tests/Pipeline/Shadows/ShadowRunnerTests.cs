using System.Globalization;
using Busroot.Server.Pipeline.Shadows;
using Busroot.Server.Rules;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Tests.Pipeline.Shadows;

public sealed class ShadowRunnerTests
{
    private static readonly Rule Live = LaneUnderTest.Mapping("""{ "production_count_good": "n", "rssi": "rssi" }""");

    [Fact]
    public void Readings_are_counted_by_how_the_candidate_compares()
    {
        using var lane = new LaneUnderTest(Live);
        lane.Start(LaneUnderTest.Script("""
            if (p.fail) throw new Error(p.fail)
            if (p.long) { while (true) {} }
            if (p.skip) return
            return { production_count_good: p.n && p.n + (p.off ?? 0), rssi: p.add ?? p.rssi }
            """));

        lane.Send("acme/a", """{"n":5,"rssi":-60}""", """{"n":5,"off":1e-7}""", "{}");
        lane.Send("acme/a", """{"n":5,"off":1}""", """{"n":5,"skip":1}""", """{"add":-7}""", """{"n":5,"fail":"no"}""", """{"n":6,"long":1}""", "no json");

        var counts = lane.Shadow.Counts;
        counts.Should().BeEquivalentTo(new ShadowCounts(9, 4, 1, 1, 1, 2, counts.Faults, 0, 0, 0, 0), "no time passes in this test");
        counts.Faults.Should().BeEquivalentTo(new Dictionary<string, long> { ["ScriptThrew"] = 1, ["StatementLimit"] = 1 });
        lane.Shadow.Differences!.Select(difference => difference.Payload).Should().Equal("""{"n":5,"off":1}""", """{"n":5,"skip":1}""", """{"add":-7}""", """{"n":5,"fail":"no"}""", """{"n":6,"long":1}""");
        lane.Shadow.Differences![0].Should().BeEquivalentTo(new
        {
            Device = "acme/a", Was = """{"production_count_good":5}""", Would = """{"production_count_good":6}""", Signals = new[] { "production_count_good: 5 -> 6" },
        });
        lane.Shadow.Differences![1].Would.Should().StartWith("nothing (");
        lane.Shadow.Differences![3].Would.Should().StartWith("failed: ").And.Contain("Error: no");
    }

    [Fact]
    public void A_candidate_that_can_what_the_live_rule_cannot_is_counted_too()
    {
        using var lane = new LaneUnderTest(LaneUnderTest.Script("return { rssi: p.rssi.value }"));
        lane.Start(LaneUnderTest.Script("return { rssi: p.rssi?.value }"));

        lane.Send("acme/a", """{"rssi":{"value":-5}}""", "{}");

        lane.Shadow.Counts.Should().BeEquivalentTo(new { Readings = 2, Equal = 1, Mended = 1 });
        lane.Made.Quarantine.Should().ContainSingle();
    }

    [Theory]
    [InlineData("""{ "path": "n", "delta": true }""")]
    [InlineData("script")]
    [InlineData("function")]
    [InlineData("codec")]
    public void Every_kind_of_rule_can_be_a_candidate(string kind)
    {
        using var lane = new LaneUnderTest(Live);
        lane.Start(kind switch
        {
            "script" => LaneUnderTest.Script("device.state.n = (device.state.n ?? 0) + 1; return { production_count_good: p.n, rssi: -device.state.n }"),
            "function" => LaneUnderTest.Function("var n = (context.get('n') || 0) + 1; context.set('n', n); return { payload: { production_count_good: msg.payload.n, rssi: -n } };"),
            "codec" => LaneUnderTest.Rule(
                """ "kind": "codec", "payload": "json", "codec": { "frame": "data", "encoding": "hex", "fPort": 1 }, "mapping": { "production_count_good": "n", "rssi": "uplink.rssi" }""",
                "function decodeUplink(input) { return { data: { n: input.bytes[0] } } }"),
            _ => LaneUnderTest.Mapping($$"""{ "production_complete_good": {{kind}}, "production_count_good": "n", "rssi": "rssi" }"""),
        });

        lane.Send("acme/a", """{"n":1,"rssi":-1,"data":"01"}""", """{"n":2,"rssi":-2,"data":"02"}""");

        lane.Shadow.Counts.Should().BeEquivalentTo(kind.StartsWith('{') ? new { Readings = 2, Equal = 1, Different = 1 } : new { Readings = 2, Equal = 2, Different = 0 });
        lane.StateText("acme/a").Should().BeEmpty();
    }

    [Fact]
    public void The_candidate_begins_with_a_copy_of_what_the_live_rule_remembers_and_goes_its_own_way()
    {
        using var lane = new LaneUnderTest(LaneUnderTest.Script("device.state.n = (device.state.n ?? 0) + 1; return { production_count_good: device.state.n }"));
        lane.Send("acme/a", "{}", "{}");
        lane.Start(LaneUnderTest.Script("device.state.n += p.step ?? 1; device.state.mine = 1; return { production_count_good: device.state.n }"));

        lane.Send("acme/a", "{}", """{"step":10}""", "{}").Should().EndWith("""busroot/v1/acme/a {"production_count_good":5}""");

        lane.Shadow.Counts.Should().BeEquivalentTo(new { Readings = 3, Equal = 1, Different = 2 });
        lane.Shadow.Differences!.SelectMany(difference => difference.Signals).Should().Equal("production_count_good: 4 -> 13", "production_count_good: 5 -> 14");
        lane.StateText("acme/a").Should().Be("""{"n":5}""");
    }

    [Fact]
    public void What_is_remembered_is_copied_anew_when_it_was_changed_by_hand_or_by_a_replay()
    {
        const string Count = "device.state.n = (device.state.n ?? 0) + 1; return { production_count_good: device.state.n }";
        using var lane = new LaneUnderTest(LaneUnderTest.Script(Count));
        lane.Start(LaneUnderTest.Script(Count + " // the same"));

        lane.Send("acme/a", "{}");
        lane.Replace("acme/a", """{"n":50}""");
        lane.Send("acme/a", "{}");
        lane.Replay("acme/a", "{}").Should().Equal("""busroot/v1/acme/a {"production_count_good":52}""");
        lane.Send("acme/a", "{}").Should().Equal("""busroot/v1/acme/a {"production_count_good":53}""");

        lane.Shadow.Counts.Should().BeEquivalentTo(new { Readings = 3, Equal = 3 }, "a replay is no live reading");
    }

    [Fact]
    public void Stations_are_compared_whatever_their_order()
    {
        using var lane = new LaneUnderTest(LaneUnderTest.Mapping("""{ "stations": { "ST-1": { "rssi": "a" }, "ST-2": { "rssi": "b" } } }"""));
        lane.Start(LaneUnderTest.Script("""return [{ station: "ST-2", signals: { rssi: p.b } }, { station: "ST-1", signals: { rssi: p.x ?? p.a } }]"""));

        lane.Send("acme/a", """{"a":-1,"b":-2}""", """{"a":-1,"b":-2,"x":-3}""").Should().HaveCount(4);

        lane.Shadow.Counts.Should().BeEquivalentTo(new { Readings = 2, Equal = 1, Different = 1 });
        lane.Shadow.Differences!.Single().Signals.Should().Equal("ST-1 rssi: -1 -> -3");
    }

    [Fact]
    public void Site_values_of_a_device_hold_for_the_candidate()
    {
        using var lane = new LaneUnderTest(Live);
        lane.Start(LaneUnderTest.Mapping("""{ "production_count_good": "${key}" }""", """ "variables": { "key": "m" },"""));

        lane.Send("acme/a", """{"n":5,"m":5}""");

        lane.Shadow.Counts.Equal.Should().Be(1);
    }

    [Fact]
    public void Timers_of_a_candidate_publish_nothing_and_what_goes_on_later_is_not_compared()
    {
        var time = new ManualTime();
        using var lane = new LaneUnderTest(time, Live);
        lane.Accounts.Set("acme", "shared", "7");
        lane.Start(LaneUnderTest.Function("""
            setTimeout(() => node.send({ payload: { rssi: -99 } }), 100);
            global.set('#:(account)::shared', global.get('#:(account)::shared') + 1);
            var n = global.get('#:(account)::shared');
            if (msg.payload.wait) await new Promise(resolve => setTimeout(resolve, 100));
            return { payload: { production_count_good: n } };
            """));

        lane.Send("acme/a", """{"n":8}""").Should().Equal("""busroot/v1/acme/a {"production_count_good":8}""");
        time.Advance(TimeSpan.FromSeconds(1));
        lane.RunDue();
        lane.Send("acme/a", """{"n":9,"wait":1}""", """{"n":10}""").Should().HaveCount(2);
        time.Advance(TimeSpan.FromSeconds(1));
        lane.RunDue();
        lane.Send("acme/a", """{"n":11}""").Should().HaveCount(1);

        lane.Shadow.Counts.Should().BeEquivalentTo(new { Readings = 4, Unfinished = 2, Equal = 2 }, "one awaits and the next one waits for it; both have come to their end before the last");
        lane.Made.Signals.Count.Should().Be(4, "each reading's, and no timer's");
        lane.Accounts.Get("acme", "shared").Should().Be("7");
    }

    [Fact]
    public void A_live_rule_that_changes_is_compared_from_then_on_and_counting_begins_anew()
    {
        using var lane = new LaneUnderTest(Live);
        lane.Start(LaneUnderTest.Script("device.state.n = (device.state.n ?? 0) + 1; return { production_count_good: device.state.n }"));
        lane.Send("acme/a", """{"n":1}""", """{"n":5}""");
        lane.Shadow.Should().Match<ShadowView>(shadow => shadow.Before == null && shadow.Live == Live.Revision && shadow.Counts.Readings == 2);

        var changed = LaneUnderTest.Mapping("""{ "production_count_good": "m" }""");
        lane.Use(changed);
        lane.Send("acme/a", """{"m":3}""");

        lane.Shadow.Should().Match<ShadowView>(shadow => shadow.Before == Live.Revision && shadow.Live == changed.Revision);
        lane.Shadow.Counts.Should().BeEquivalentTo(new { Readings = 1, Equal = 1 }, "the candidate still remembers two readings");
        lane.Shadow.Differences.Should().BeEmpty();
    }

    [Fact]
    public void More_devices_than_are_followed_are_left_out()
    {
        using var lane = new LaneUnderTest(Live);
        lane.Start(LaneUnderTest.Mapping("""{ "production_count_good": "n" }"""));

        for (var i = 0; i < LaneUnderTest.Limits.Devices + 5; i++)
        {
            lane.Send(i.ToString("'acme/'0", CultureInfo.InvariantCulture), """{"n":1}""").Should().HaveCount(1);
        }

        lane.Shadow.Counts.Should().BeEquivalentTo(new { Readings = LaneUnderTest.Limits.Devices, LeftOut = 5 });
    }

    [Fact]
    public void Devices_that_remember_too_much_begin_anew_with_each_reading()
    {
        using var lane = new LaneUnderTest(Live);
        lane.Start(LaneUnderTest.Script("const n = device.state.n ?? 0; device.state.n = n + 1; device.state.fill = 'x'.repeat(60000); return { production_count_good: n }"));
        var most = (int)(LaneUnderTest.Limits.StateBytes / 60_000);

        for (var i = 0; i < most + 5; i++)
        {
            lane.Send($"acme/d{i}", """{"n":0}""");
        }

        lane.Send("acme/d0", """{"n":1}""");
        lane.Send($"acme/d{most + 4}", """{"n":0}""");

        lane.Shadow.Counts.Should().BeEquivalentTo(new { Readings = most + 7, Equal = most + 7, LeftOut = 0 });
    }

    [Fact]
    public void A_candidate_that_has_used_its_share_of_time_is_left_out_until_there_is_some_again()
    {
        using var lane = new LaneUnderTest(new SteppingTime(TimeSpan.FromMilliseconds(10)), Live);
        lane.Start(LaneUnderTest.Mapping("""{ "production_count_good": "n", "rssi": "rssi" }"""));

        for (var i = 0; i < 100; i++)
        {
            lane.Send("acme/a", """{"n":1}""").Should().HaveCount(1, "live readings are never left out");
        }

        var counts = lane.Shadow.Counts;
        (counts.Readings + counts.LeftOut).Should().Be(100);
        counts.Equal.Should().Be(counts.Readings).And.BeInRange(5, 50);
    }

    [Fact]
    public void A_candidate_that_keeps_failing_ends_by_itself_and_says_why()
    {
        using var lane = new LaneUnderTest(Live);
        lane.Start(LaneUnderTest.Script("throw new Error('always')"));

        for (var i = 0; i < LaneUnderTest.Limits.Failures + 20; i++)
        {
            lane.Send("acme/a", """{"n":1}""").Should().HaveCount(1);
        }

        lane.Shadow.Counts.Should().BeEquivalentTo(new { Readings = LaneUnderTest.Limits.Failures, Failed = LaneUnderTest.Limits.Failures });
        lane.Shadow.Reason.Should().StartWith("100 readings in a row failed in a lane, the last one: ").And.Contain("Error: always");
        lane.Log.All.Should().ContainSingle(line => line.StartsWith("Warning 4708 ", StringComparison.Ordinal));
        lane.Invoking(known => known.Start(LaneUnderTest.Script("return {}"))).Should().NotThrow("one that has ended makes room for another");
    }

    [Fact]
    public void A_candidate_that_keeps_meeting_limits_ends_sooner()
    {
        using var lane = new LaneUnderTest(Live);
        lane.Start(LaneUnderTest.Script("if (p.n === 2) while (true) {}\nreturn { production_count_good: p.n }"));

        for (var i = 0; i < 20; i++)
        {
            lane.Send("acme/a", """{"n":1}""", """{"n":2}""");
        }

        lane.Shadow.Counts.Failed.Should().Be(LaneUnderTest.Limits.LimitedRuns);
        lane.Shadow.Reason.Should().Be("10 of its last 20 runs in a lane met a limit, the last one: " + lane.Shadow.Differences![^1].Would["failed: ".Length..]);
    }

    // A step passes whenever somebody looks.
    private sealed class SteppingTime(TimeSpan step) : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks += step.Ticks;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromTicks(_ticks);
    }
}
