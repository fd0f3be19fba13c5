using System.Text;
using Busroot.Transformer.Dedupe;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;
using FsCheck;
using FsCheck.Fluent;

namespace Busroot.Transformer.Tests.Dedupe;

public class DedupeProperties
{
    private static readonly Rule Rule = RuleFiles.Mapping("""{ "rssi": "r" }""", more: "\"dedupe\": { \"path\": \"id\", \"window\": \"60s\" },");

    [Fact]
    public void Whatever_comes_when_a_reading_is_ignored_exactly_when_its_key_ran_within_the_window()
    {
        var readings = Gen.Choose(0, 12).Zip(Gen.Choose(-20, 50)).ListOf().ToArbitrary();

        Prop.ForAll(readings, Agrees).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void What_is_remembered_stays_within_its_bounds_and_the_newest_is_always_there()
    {
        var readings = Gen.Choose(0, 4000).Zip(Gen.Choose(1, 200)).ArrayOf(400).ToArbitrary();

        Prop.ForAll(readings, StaysWithinBounds).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    // The plainest thing that could be right: every reading that ran, and when.
    private static bool Agrees(IEnumerable<(int Key, int Seconds)> readings)
    {
        using var runner = new RuleRunner();
        var (state, at) = (new DeviceState(), DateTimeOffset.UnixEpoch.AddYears(50));
        var ran = new List<(int Key, DateTimeOffset At)>();
        foreach (var (key, seconds) in readings)
        {
            at = at.AddSeconds(Math.Max(seconds, 0)); // time goes on; some readings come at once
            var isSeen = ran.Exists(one => one.Key == key && at - one.At <= TimeSpan.FromSeconds(60));
            if (Runs(runner, state, $$"""{"id":{{key}},"r":-1}""", at) == isSeen)
            {
                return false;
            }

            if (!isSeen)
            {
                ran.Add((key, at));
            }
        }

        return true;
    }

    private static bool StaysWithinBounds((int Key, int Length)[] readings)
    {
        using var runner = new RuleRunner();
        var (state, at) = (new DeviceState(), DateTimeOffset.UnixEpoch.AddYears(50));
        foreach (var (key, length) in readings)
        {
            var payload = $$"""{"id":"{{new string('é', length / 2)}}{{key}}","r":-1}""";
            Runs(runner, state, payload, at);
            var stored = state.Of(Rule.SeenId);
            if (stored.Length > SeenReadings.MostBytes || Runs(runner, state, payload, at))
            {
                return false;
            }
        }

        return Encoding.UTF8.GetString(state.Of(Rule.SeenId).Span).Split("],[").Length <= SeenReadings.MostKeys;
    }

    private static bool Runs(RuleRunner runner, DeviceState state, string payload, DateTimeOffset at) => runner.Apply(
        Rule, new RuleInput { Device = new DeviceContext("acme/x", "acme", null, []), Payload = Encoding.UTF8.GetBytes(payload), At = at, State = state }, new SignalBuffer()) is RuleOutcome.Produced;
}
