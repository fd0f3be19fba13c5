using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Busroot.Transformer;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;

namespace Busroot.Benchmarks.Transformer;

/// <summary>What rules with code keep in memory on a lane while they are idle; run with the argument <c>memory</c>.</summary>
internal static class RealmMemory
{
    private const int Rules = 200;
    private const int Lanes = 20;

    public static void Print()
    {
        Print("script", i => $"import {{ valid }} from 'busroot'\nconst scale = {i}\nfunction f(x) {{ return valid(x, {{ not: [-1] }}) }}\nexport default function (reading, device) {{ return {{ rssi: f(-65), electrical_kwh: scale }} }}");
        Print("function", i => $"var scale = {i};\nfunction f(x) {{ return x === -1 ? null : x }}\nlast = scale;\nmsg.payload = {{ rssi: f(-65), electrical_kwh: scale }};\nreturn msg;");
    }

    private static void Print(string kind, Func<int, string> code)
    {
        var folder = Directory.CreateTempSubdirectory("rules").FullName;
        for (var i = 0; i < Rules; i++)
        {
            var rule = Directory.CreateDirectory(Path.Combine(folder, "a", "b" + i.ToString(CultureInfo.InvariantCulture))).FullName;
            File.WriteAllText(Path.Combine(rule, "rule.json"), $$"""{ "description": "x", "payload": "json", "kind": "{{kind}}" }""");
            File.WriteAllText(Path.Combine(rule, "rule.js"), code(i));
        }

        var set = RuleSet.Load(folder, ScriptLimits.Default with { Time = TimeSpan.FromSeconds(10) });
        Directory.Delete(folder, recursive: true);
        var device = new DeviceContext("a/b", "a", null, ImmutableDictionary<string, VariableValue>.Empty);
        var output = new SignalBuffer();
        using var warm = new RuleRunner();
        Run(warm, set.Rules[0]);

        var lanes = new RuleRunner[Lanes];
        Measure("a lane without scripts", Lanes, i => lanes[i] = new RuleRunner());
        Measure($"{kind}, first rule of a lane", Lanes, i => Run(lanes[i], set.Rules[0]));
        Measure($"{kind}, each further rule", Rules - 1, i => Run(lanes[0], set.Rules[i + 1]));
        Array.ForEach(lanes, lane => lane.Dispose());
        GC.KeepAlive(set);

        void Run(RuleRunner lane, Rule rule)
        {
            output.Clear();
            var outcome = lane.Apply(rule, new RuleInput { Device = device, Payload = "{}"u8 }, output);
            if (outcome is not RuleOutcome.Produced)
            {
                throw new InvalidOperationException(outcome.ToString());
            }
        }
    }

    private static void Measure(string what, int times, Action<int> act)
    {
        var before = Used();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < times; i++)
        {
            act(i);
        }

        var each = watch.Elapsed.TotalMilliseconds / times;
        Console.WriteLine($"{what}: {(Used() - before) / times} bytes, {each:F3} ms");
    }

    private static long Used()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
