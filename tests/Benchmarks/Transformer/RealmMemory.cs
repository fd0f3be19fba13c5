using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Busroot.Transformer;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Signals;

namespace Busroot.Benchmarks.Transformer;

/// <summary>What rules with code keep in memory on a lane while they are idle; run with the argument <c>memory</c>.</summary>
internal static class RealmMemory
{
    private const int Rules = 200;

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

        var set = RuleSet.Load(folder);
        Directory.Delete(folder, recursive: true);
        var device = new DeviceContext("a/b", "a", null, ImmutableDictionary<string, VariableValue>.Empty);
        var output = new SignalBuffer();
        using var warm = new RuleRunner();
        Run(warm, set.Rules[0]);

        var before = Used();
        var watch = Stopwatch.StartNew();
        using var runner = new RuleRunner();
        Run(runner, set.Rules[0]);
        Console.WriteLine($"{kind}, first rule of a lane: {watch.Elapsed.TotalMilliseconds:F2} ms, {Used() - before} bytes");
        before = Used();
        watch.Restart();
        for (var i = 1; i < Rules; i++)
        {
            Run(runner, set.Rules[i]);
        }

        Console.WriteLine($"{kind}, each further rule: {watch.Elapsed.TotalMilliseconds / (Rules - 1):F3} ms, {(Used() - before) / (Rules - 1)} bytes");
        GC.KeepAlive(set);

        void Run(RuleRunner lane, Rule rule)
        {
            output.Clear();
            if (lane.Apply(rule, new RuleInput { Device = device, Payload = "{}"u8 }, output) is not RuleOutcome.Produced)
            {
                throw new InvalidOperationException("the rule failed");
            }
        }
    }

    private static long Used()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
