using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Busroot.Transformer;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;

namespace Busroot.Benchmarks.Transformer;

/// <summary>One reading through one rule, from payload bytes to signal bytes; the same rule in every kind.</summary>
[MemoryDiagnoser]
public class RuleBenchmarks
{
    private const string Script = """
        export default function (reading) {
          const { regs, status, rssi } = reading.payload
          return {
            production_count_good: regs[0] * 65536 + regs[1],
            electrical_kwh: (regs[2] * 65536 + regs[3]) / 100,
            productive: status === "RUN" ? 1 : 0,
            rssi: parseInt(rssi, 10)
          }
        }
        """;

    private const string Stateful = """
        export default function (reading, device) {
          const { regs, rssi } = reading.payload
          const good = regs[0] * 65536 + regs[1]
          const made = good - (device.state.good ?? good)
          device.state.good = good
          return { production_complete_good: made, rssi: parseInt(rssi, 10) }
        }
        """;

    private const string Mapping = """
        "production_count_good": { "expr": "payload.regs[0] * 65536 + payload.regs[1]" },
        "electrical_kwh": { "expr": "(payload.regs[2] * 65536 + payload.regs[3]) / 100" },
        "productive": { "path": "status", "map": { "RUN": 1 }, "default": 0 },
        "rssi": "rssi"
        """;

    private const string EngineMapping = """
        "production_count_good": { "expr": "payload.regs.slice(0, 2).reduce((high, low) => high * 65536 + low)" }, "rssi": "rssi"
        """;

    private const string PathsOnly = """
        "production_count_good": "n", "electrical_kwh": { "path": "regs[3]", "scale": 0.01 }, "productive": { "path": "status", "map": { "RUN": 1 }, "default": 0 }, "rssi": "rssi"
        """;

    private const string Fields = """
        { "binary": { "fields": { "good": { "offset": 0, "type": "u32" }, "kwh": { "offset": 4, "type": "u32", "scale": 0.01 }, "on": { "offset": 8, "type": "u8", "bit": 0 }, "rssi": { "offset": 9, "type": "i8" } } } }
        """;

    private const string Named = """
        "production_count_good": "good", "electrical_kwh": "kwh", "productive": "on", "rssi": "rssi"
        """;

    private readonly RuleRunner _runner = new();
    private readonly SignalBuffer _output = new();
    private readonly DeviceState _state = new();
    private readonly DeviceContext _device = new("acme/press-1", "acme", null, ImmutableDictionary<string, VariableValue>.Empty);
    private readonly byte[] _topic = "busroot/v1/dau/acme/press-1"u8.ToArray();
    private readonly byte[] _payload = """{"regs":[0,1234,1,4567],"status":"RUN","rssi":"-65","n":12345,"v":1}"""u8.ToArray();
    private readonly byte[] _frame = [0, 0, 4, 210, 0, 1, 17, 215, 1, 191];
    private readonly byte[] _numbered = """{"regs":[0,1234,1,4567],"status":"RUN","rssi":"-65","n":12345,"v":1,"id":4711}"""u8.ToArray();
    private readonly PlainEngine _plain = new(Script);
    private Rule _script = null!;
    private Rule _remembering = null!;
    private Rule _stateful = null!;
    private Rule _mapping = null!;
    private Rule _engineMapping = null!;
    private Rule _paths = null!;
    private Rule _fields = null!;
    private Rule _dedupe = null!;
    private int _at;

    [GlobalSetup]
    public void Load()
    {
        _script = RuleOf(Script);
        _remembering = RuleOf("let n = 0\nconst seen = new Map()\n" + Script.Replace("const {", "n++\n  seen.set(n, n)\n  const {", StringComparison.Ordinal));
        _stateful = RuleOf(Stateful);
        _mapping = RuleOf(null, Mapping);
        _engineMapping = RuleOf(null, EngineMapping);
        _paths = RuleOf(null, PathsOnly);
        _fields = RuleOf(null, Named, Fields);
        _dedupe = RuleOf(null, PathsOnly, more: "\"dedupe\": { \"path\": \"id\", \"window\": \"10m\" },");
    }

    [Benchmark(Baseline = true)]
    public int KindScript() => Run(_script, _payload);

    [Benchmark]
    public int KindScriptWithVariablesAtTheTop() => Run(_remembering, _payload);

    [Benchmark]
    public int KindScriptThatKeepsState() => Run(_stateful, _payload);

    /// <summary>The same script in an engine as it comes, texts in and out: no sandbox, no limits, no check of the signals.</summary>
    [Benchmark]
    public int PlainEngineWithParseAndStringify() => _plain.Run(_payload);

    [Benchmark]
    public int KindMapping() => Run(_paths, _payload);

    [Benchmark]
    public int KindMappingOfABinaryFieldTable() => Run(_fields, _frame);

    /// <summary>The key is new each time, since the readings are an hour apart.</summary>
    [Benchmark]
    public int KindMappingWithDedupe() => Run(_dedupe, _numbered);

    [Benchmark]
    public int KindMappingWithExpressions() => Run(_mapping, _payload);

    [Benchmark]
    public int KindMappingWithAnExpressionForTheEngine() => Run(_engineMapping, _payload);

    private static Rule RuleOf(string? script, string mapping = "", string payload = "\"json\"", string more = "")
    {
        var folder = Directory.CreateTempSubdirectory("rules").FullName;
        var rule = Directory.CreateDirectory(Path.Combine(folder, "a", "b")).FullName;
        var what = script is null ? $$""" "kind": "mapping", "mapping": { {{mapping}} } """ : "\"kind\": \"script\"";
        File.WriteAllText(Path.Combine(rule, "rule.json"), $$"""{ "description": "benchmark", "payload": {{payload}}, {{more}} {{what}} }""");
        if (script is not null)
        {
            File.WriteAllText(Path.Combine(rule, "rule.js"), script);
        }

        var rules = RuleSet.Load(folder, ScriptLimits.Default with { Time = TimeSpan.FromSeconds(10) });
        Directory.Delete(folder, recursive: true);
        return rules.Rules.SingleOrDefault() ?? throw new InvalidOperationException(string.Join(Environment.NewLine, rules.Problems));
    }

    private int Run(Rule rule, byte[] payload)
    {
        _output.Clear();
        var at = DateTimeOffset.UnixEpoch.AddHours(_at++ % 1_000_000);
        var outcome = _runner.Apply(rule, new RuleInput { Device = _device, Topic = _topic, Payload = payload, At = at, State = _state }, _output);
        return outcome is RuleOutcome.Produced ? _output[0].Length : throw new InvalidOperationException(outcome.ToString());
    }
}
