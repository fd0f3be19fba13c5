using System.Globalization;
using System.Text.Json;
using Busroot.Transformer.State;
using FsCheck;
using FsCheck.Fluent;

namespace Busroot.Transformer.Tests.Scripting;

/// <summary>What helpers that remember promise over any sequence of readings, one second apart.</summary>
public class StatefulHelperProperties
{
    [Fact]
    public void Monotonic_gives_what_is_not_below_the_greatest_before() =>
        Holds<byte>("monotonic('k', v, { patience: 1000 })", values =>
            values.Select((value, i) => value >= values.Take(i).DefaultIfEmpty((byte)0).Max() ? value.ToString(CultureInfo.InvariantCulture) : "null"));

    [Fact]
    public void Dedupe_knows_the_last_ids_that_were_new() =>
        Holds<byte>("dedupe('k', v % 6, 3)", values =>
        {
            var known = new List<int>();
            return values.Select(value =>
            {
                if (known.TakeLast(3).Contains(value % 6))
                {
                    return "false";
                }

                known.Add(value % 6);
                return "true";
            }).ToArray();
        });

    [Fact]
    public void Hysteresis_changes_only_at_its_two_limits() =>
        Holds<byte>("hysteresis('k', v, 170, 85)", values =>
        {
            var state = "0";
            return values.Select(value => state = value >= 170 ? "1" : value <= 85 ? "0" : state).ToArray();
        });

    [Fact]
    public void Rising_counts_each_change_from_0_to_1_once() =>
        Holds<bool>("rising('k', v)", values => values.Select((value, i) => value && i > 0 && !values[i - 1] ? "1" : "0"));

    [Fact]
    public void Debounce_follows_only_what_has_lasted() =>
        Always<bool>("debounce('k', v, 3000, 2000)", (values, results) => results.Select((result, i) =>
        {
            var flag = result == "1";
            var changed = i > 0 && result != results[i - 1];
            var lasted = (bool wanted) => values.Take(i + 1).Reverse().TakeWhile(value => value == wanted).Count() > (wanted ? 3 : 2); // n+1 readings span n seconds
            return (!changed || lasted(flag)) && (!lasted(!flag) || changed);
        }).All(kept => kept));

    [Fact]
    public void The_energy_of_all_intervals_adds_up_to_that_of_the_whole_time() =>
        Always<ushort>("integrate('k', v)", (values, results) =>
        {
            var trapezoids = values.Skip(1).Select((value, i) => (value + values[i]) / 2.0 / 3.6e6).Sum();
            return results[0] == "null" && Math.Abs(results.Skip(1).Sum(result => double.Parse(result, CultureInfo.InvariantCulture)) - trapezoids) < 1e-9;
        });

    [Fact]
    public void Latest_gives_the_last_value_that_was_there() =>
        Holds<byte>("latest('k', v % 3 ? v : null)", values =>
            values.Select((_, i) => values.Take(i + 1).LastOrDefault(value => value % 3 != 0) is > 0 and var last ? last.ToString(CultureInfo.InvariantCulture) : "null"));

    [Fact]
    public void Delta_counts_all_that_was_made_over_restarts_that_are_known() =>
        Holds<byte>("delta('k', v % 100, { restarted: v >= 200 })", values =>
            values.Select((value, i) => i == 0 ? "null" : value >= 200 || value % 100 < values[i - 1] % 100 ? $"{value % 100}" : $"{(value % 100) - (values[i - 1] % 100)}"));

    private static void Holds<T>(string call, Func<T[], IEnumerable<string>> expected) => Always<T>(call, (values, results) => results.SequenceEqual(expected(values)));

    private static void Always<T>(string call, Func<T[], string[], bool> holds)
    {
        using var files = new ScriptFiles();
        var rule = ScriptFiles.Body($"const v = reading.payload.v; const {{ {string.Join(", ", Busroot.Transformer.Scripting.BusrootModule.Names)} }} = busroot; warn(JSON.stringify({call}))");
        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyArray<T>>(), given =>
        {
            var state = new DeviceState();
            var values = given.Get;
            var results = values.Select((value, i) => files.Note(rule, JsonSerializer.Serialize(new { v = value }), state, TimeSpan.FromSeconds(i))).ToArray();
            return holds(values, results);
        }).QuickCheckThrowOnFailure();
    }
}
