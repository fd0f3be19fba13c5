using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Busroot.Transformer;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;

namespace Busroot.Benchmarks.NodeRed;

/// <summary>One reading through a Node-RED function or a codec, from payload bytes to signal bytes; the rule is that of RuleBenchmarks.</summary>
[MemoryDiagnoser]
public class FunctionBenchmarks
{
    private const string Body = """
        var p = msg.payload;
        msg.payload = {
            production_count_good: p.regs[0] * 65536 + p.regs[1],
            electrical_kwh: (p.regs[2] * 65536 + p.regs[3]) / 100,
            productive: p.status === "RUN" ? 1 : 0,
            rssi: parseInt(p.rssi, 10)
        };
        msg.topic = msg.topic.replace("/dau/", "/");
        return msg;
        """;

    private const string Codec = """
        function decodeUplink(input) {
            var b = input.bytes;
            return { data: { good: (b[0] << 24) + (b[1] << 16) + (b[2] << 8) + b[3], kwh: ((b[4] << 24) + (b[5] << 16) + (b[6] << 8) + b[7]) / 100 } };
        }
        """;

    private readonly RuleRunner _runner = new();
    private readonly SignalBuffer _output = new();
    private readonly DeviceContext _device = new("acme/press-1", "acme", null, ImmutableDictionary<string, VariableValue>.Empty);
    private readonly DeviceState _state = new();
    private readonly byte[] _topic = "busroot/v1/dau/acme/press-1"u8.ToArray();
    private readonly byte[] _payload = """{"regs":[0,1234,1,4567],"status":"RUN","rssi":"-65","n":12345,"v":1}"""u8.ToArray();
    private readonly byte[] _frame = [0, 0, 4, 210, 0, 1, 17, 215];
    private Rule _function = null!;
    private Rule _undeclared = null!;
    private Rule _awaiting = null!;
    private Rule _context = null!;
    private Rule _codec = null!;

    [GlobalSetup]
    public void Load()
    {
        _function = RuleOf(Body, "\"kind\": \"function\"");
        _undeclared = RuleOf("seen = (typeof seen === 'undefined' ? 0 : seen) + 1;\n" + Body, "\"kind\": \"function\"");
        _awaiting = RuleOf("await null;\n" + Body, "\"kind\": \"function\"");
        _context = RuleOf("context.set('n', (context.get('n') || 0) + 1);\n" + Body, "\"kind\": \"function\"");
        _codec = RuleOf(Codec, "\"kind\": \"codec\", \"payload\": \"bytes\", \"mapping\": { \"production_count_good\": \"good\", \"electrical_kwh\": \"kwh\" }");
    }

    [Benchmark(Baseline = true)]
    public int Function() => Run(_function, _payload);

    [Benchmark]
    public int FunctionWithAnUndeclaredVariable() => Run(_undeclared, _payload);

    [Benchmark]
    public int FunctionThatAwaits() => Run(_awaiting, _payload);

    [Benchmark]
    public int FunctionWithContext() => Run(_context, _payload);

    [Benchmark]
    public int CodecWithMapping() => Run(_codec, _frame);

    private static Rule RuleOf(string code, string kind)
    {
        var folder = Directory.CreateTempSubdirectory("rules").FullName;
        var rule = Directory.CreateDirectory(Path.Combine(folder, "a", "b")).FullName;
        File.WriteAllText(Path.Combine(rule, "rule.json"), $$"""{ "description": "benchmark", {{kind}} }""");
        File.WriteAllText(Path.Combine(rule, "rule.js"), code);
        var rules = RuleSet.Load(folder, ScriptLimits.Default with { Time = TimeSpan.FromSeconds(10) }); // a busy machine is not the rule's fault
        Directory.Delete(folder, recursive: true);
        return rules.Rules.SingleOrDefault() ?? throw new InvalidOperationException(string.Join(Environment.NewLine, rules.Problems));
    }

    private int Run(Rule rule, byte[] payload)
    {
        _output.Clear();
        var outcome = _runner.Apply(rule, new RuleInput { Device = _device, Topic = _topic, Payload = payload, State = _state }, _output);
        return outcome is RuleOutcome.Produced ? _output[0].Length : throw new InvalidOperationException(outcome.ToString());
    }
}
