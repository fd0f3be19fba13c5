using Busroot.Transformer.State;

namespace Busroot.Transformer.Tests.Scripting;

public class ScriptRuleTests
{
    [Fact]
    public void A_script_turns_a_payload_into_signals()
    {
        var rule = ScriptFiles.Rule("""
            import { valid } from "busroot"

            export default function (reading, device) {
              const { c1, kWh1 } = reading.payload
              return { production_complete_good: c1, electrical_kwh: valid(kWh1, { not: [-1] }) }
            }
            """);

        ScriptFiles.RunOnce(rule, """{"c1":2,"kWh1":-1}""").Should().Be("""{"production_complete_good":2}""");
        ScriptFiles.RunOnce(rule, """{"c1":2,"kWh1":12.5}""").Should().Be("""{"production_complete_good":2,"electrical_kwh":12.5}""");
    }

    [Theory]
    [InlineData("return [{ station: 'ST-1', signals: { rssi: -65 } }, { signals: { productive: true } }]", "ST-1:{\"rssi\":-65} {\"productive\":1}")]
    [InlineData("return { production_count: 5 }", "{\"production_count_good\":5}")]
    [InlineData("return { rssi: null, productive: undefined, production_count_good: 1 }", "{\"production_count_good\":1}")]
    [InlineData("return null", "ignored: no signal in this payload")]
    [InlineData("", "ignored: no signal in this payload")]
    [InlineData("return {}", "ignored: no signal in this payload")]
    [InlineData("return []", "ignored: no signal in this payload")]
    [InlineData("busroot.ignore('a heartbeat')", "ignored: a heartbeat")]
    public void What_a_script_returns_is_published(string body, string expected) =>
        ScriptFiles.RunOnce(ScriptFiles.Body(body)).Should().Be(expected);

    [Theory]
    [InlineData("return { rsi: 1 }", "UnknownSignal", "\"rsi\" is not a signal; did you mean \"rssi\"?")]
    [InlineData("return { rssi: '-65' }", "InvalidValue", "rssi is the text \"-65\"; expected a number of dBm from -200 to 20")]
    [InlineData("return { electrical_kwh: NaN }", "InvalidValue", "electrical_kwh is NaN; expected a number of at least 0")]
    [InlineData("return { production_count: 1, production_count_good: 1 }", "InvalidValue", "production_count_good is given twice")]
    [InlineData("return { station: 'a', signals: {} }", "UnknownSignal", "return an array of { station, signals }")]
    [InlineData("return [{ station: 'a/b', signals: { rssi: 1 } }]", "InvalidValue", "[0].station is the text \"a/b\"")]
    [InlineData("return [{ rssi: 1 }]", "ScriptThrew", "[0] has a member \"rssi\"")]
    [InlineData("return [1]", "ScriptThrew", "[0] of the returned array is not an object")]
    [InlineData("return 5", "ScriptThrew", "this one returned 5")]
    [InlineData("return new Map()", "ScriptThrew", "this one returned an object that is no plain one")]
    [InlineData("return new Proxy({}, {})", "ScriptThrew", "this one returned an object that is no plain one")]
    [InlineData("return { get rssi() { throw 1 } }", "ScriptThrew", "rssi is computed by a getter")]
    public void What_no_rule_may_return_is_a_failure_that_names_it(string body, string fault, string message) =>
        ScriptFiles.RunOnce(ScriptFiles.Body(body)).Should().StartWith(fault).And.Contain(message);

    [Fact]
    public void The_reading_and_the_device_are_what_the_rules_document_says()
    {
        var rule = ScriptFiles.Body("""
            const seen = [reading.text, reading.bytes.length, reading.topic, reading.level(3), reading.level(-1), reading.at.toISOString(), reading.retain, reading.dup,
              reading.qos, device.id, device.account, device.name, JSON.stringify(device.variables), JSON.stringify(device.state), Date.now() === +reading.at, new Date().getTimezoneOffset()]
            throw new Error(seen.join(' | '))
            """, more: "\"variables\": { \"input\": \"c1\", \"scale\": 2, \"off\": null },");
        using var lane = new ScriptFiles();

        lane.Run(rule, "{\"a\":1}", ScriptFiles.Device("press-1", ("scale", VariableValue.Of(3)), ("other", VariableValue.Of(1)))).Should().Contain(
            "Error: {\"a\":1} | 7 | busroot/v1/dau/acme/press-1/x | acme | x | 2026-11-22T08:00:00.000Z | false | false | 0 | acme/press-1 | acme |  | {");
        lane.Run(rule, "{\"a\":1}", ScriptFiles.Device("press-1", ("scale", VariableValue.Of(3)))).Should().Contain("\"scale\":3").And.Contain("| {} | true | 0");
    }

    [Fact]
    public void The_first_reading_is_not_lost_to_the_time_the_engine_needs_to_get_going()
    {
        using var files = new RuleFiles();
        var set = files.With("a/script/rule.json", ScriptFiles.Json()).With("a/script/rule.js", "export default reading => { for (let i = 0; i < 9; i++) ; return { rssi: -1 } }")
            .With("a/expr/rule.json", RuleFiles.RuleJson("""{ "rssi": { "expr": "[1, 2, 3, 4].map(x => { for (let i = 0; i < 9; i++) ; return -1 })[0]" } }""")).Load(Busroot.Transformer.Scripting.ScriptLimits.Default);
        foreach (var rule in set.Rules)
        {
            using var lane = new ScriptFiles(new SlowStart());
            lane.Run(rule).Should().Be("""{"rssi":-1}""");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_reading_out_of_the_backlog_says_so_to_scripts_and_expressions(bool backlog)
    {
        using var lane = new ScriptFiles();
        var (script, mapping) = (ScriptFiles.Body("return { productive: reading.backlog }"), RuleFiles.Mapping("""{ "productive": { "expr": "backlog" } }"""));
        foreach (var rule in new[] { script, mapping })
        {
            lane.Output.Clear();
            lane.Runner.Apply(rule, new RuleInput { Device = ScriptFiles.Device(), Payload = "{}"u8, Backlog = backlog }, lane.Output).Should().BeOfType<RuleOutcome.Produced>();
            System.Text.Encoding.UTF8.GetString(lane.Output.GetPayload(lane.Output[0])).Should().Be(backlog ? "{\"productive\":1}" : "{\"productive\":0}");
        }
    }

    [Theory]
    [InlineData("\"text\"", "12.5 kWh", "return { electrical_kwh: busroot.num(reading.payload, { unit: true }) }", "{\"electrical_kwh\":12.5}")]
    [InlineData("\"csv\"", "a,b\n1,2,3\n", "return { production_count_good: Number(reading.payload[2]) }", "{\"production_count_good\":3}")]
    [InlineData("{\"csv\":{\"header\":true}}", "n,kwh\n1,2.5\n", "return { electrical_kwh: Number(reading.payload.kwh) }", "{\"electrical_kwh\":2.5}")]
    [InlineData("{\"hex\":{\"fields\":{\"kwh\":{\"offset\":0,\"type\":\"u16\"}}}}", "01 02", "return { electrical_kwh: reading.payload.kwh }", "{\"electrical_kwh\":258}")]
    [InlineData("\"json-lenient\"", "{\"a\":nan,\"b\":2}", "return { electrical_kwh: reading.payload.a, production_count_good: reading.payload.b }", "{\"production_count_good\":2}")]
    public void Every_payload_format_reaches_the_script(string format, string payload, string body, string expected) =>
        ScriptFiles.RunOnce(ScriptFiles.Body(body, format), payload).Should().Be(expected);

    [Theory]
    [InlineData("{\"a\":1,\"a\":2}", "{\"a\":2}")]
    [InlineData("{\"b\":1,\"2\":1,\"1\":[]}", "{\"1\":[],\"2\":1,\"b\":1}")]
    [InlineData("{\"\\u0061\":\"\\u00e9\\n\"}", "{\"a\":\"é\\n\"}")]
    [InlineData("[1.5,true,null,\"x\",{}]", "[1.5,true,null,\"x\",{}]")]
    [InlineData("{\"__proto__\":{\"x\":1},\"y\":2}", "{\"__proto__\":{\"x\":1},\"y\":2}")]
    public void A_payload_is_the_value_that_JSON_parse_gives(string payload, string expected) =>
        ScriptFiles.RunOnce(ScriptFiles.Body("throw JSON.stringify(reading.payload) + String(reading.payload.x)"), payload).Should().Contain("threw " + expected + "undefined");

    [Fact]
    public void A_payload_that_is_not_of_its_format_is_judged_as_for_mappings()
    {
        ScriptFiles.RunOnce(ScriptFiles.Body(""), "{").Should().StartWith("InvalidPayload: not valid JSON at byte 1");
        ScriptFiles.RunOnce(ScriptFiles.Body("", more: "\"onError\": \"drop\","), "{").Should().StartWith("ignored: the rule could not read this payload");
    }

    [Fact]
    public void Increments_of_a_retained_reading_are_left_out()
    {
        var rule = ScriptFiles.Body("return { production_complete_good: 1, rssi: reading.payload.rssi }");
        using var lane = new ScriptFiles();

        lane.Run(rule, "{\"rssi\":-65}", retain: true).Should().Be("{\"rssi\":-65}");
        lane.Run(rule, "{}", retain: true).Should().StartWith("ignored: only increments");
    }

    [Theory]
    [InlineData("const x = await Promise.resolve(5); await null; return { rssi: -x }", "{\"rssi\":-5}")]
    [InlineData("await new Promise(() => {})", "ScriptThrew: a/b/rule.js: the script awaits a promise that never settles")]
    [InlineData("await Promise.reject(new TypeError('no'))", "ScriptThrew: a/b/rule.js")]
    public void Promises_run_to_completion(string body, string expected) =>
        ScriptFiles.RunOnce(ScriptFiles.Rule($"export default async function (reading) {{ {body} }}")).Should().StartWith(expected);

    [Fact]
    public void A_failure_names_rule_file_place_line_and_input()
    {
        var rule = ScriptFiles.Rule("export default function (reading) {\n  const a = reading.payload\n  return { rssi: a.wifi.rssi }\n}");

        using var lane = new ScriptFiles();
        var failed = (RuleOutcome.Failed)lane.Apply(rule, "{}");

        failed.Fault.Should().Be(RuleFault.ScriptThrew);
        failed.At!.Value.Line.Should().Be(3);
        failed.Message.Should().StartWith("a/b/rule.js:3:").And.Contain("TypeError: Cannot read").And.Contain("return { rssi: a.wifi.rssi }").And.Contain($"rule a/b {rule.Revision}, input 44136fa355b3");
        failed.Script!.SourceLine.Should().Be("return { rssi: a.wifi.rssi }");
    }

    [Theory]
    [InlineData("import { hex } from 'busroot'\nexport default () => {\n  const text = hex(5)\n  return [1].map(x => x.y.z)\n}", "4:27: TypeError: Cannot read properties of undefined (reading 'z') in \"return [1].map(x => x.y.z)\"")]
    [InlineData("import { warn } from 'busroot'\nexport default () => {\n  warn({ toString() {\n    throw new Error('mine') } })\n}", "4:11: Error: mine in \"throw new Error('mine') } })\"")]
    [InlineData("export default async () => {\n  await null\n  throw new TypeError('late')\n}", "3:9: TypeError: late in \"throw new TypeError('late')\"")]
    [InlineData("export default () => new Promise((_, no) =>\n  no(new RangeError('far')))", "2:6: RangeError: far in \"no(new RangeError('far')))\"")]
    [InlineData("export default async () => {\n  await null\n  null.x\n}", "3:8: TypeError: Cannot read properties of null (reading 'x') in \"null.x\"")]
    [InlineData("export default () => {\n\n  throw 'text'\n}", "3:9: threw text in \"throw 'text'\"")]
    [InlineData("export default () => {\n  JSON.parse('{')\n}", "2:3: SyntaxError: Unexpected end of JSON input at position 1 in \"JSON.parse('{')\"")]
    [InlineData("export default () => {\n  for (;;) ;\n}", "2:12: the run executed more than 10000 statements; a reading should need a few dozen in \"for (;;) ;\"")]
    public void A_failure_is_where_it_arose(string script, string described)
    {
        var rule = ScriptFiles.Rule(script, limits: RuleFiles.Patient with { Statements = 10_000 });

        ScriptFiles.RunOnce(rule).Should().Contain($": a/b/rule.js:{described} (rule a/b {rule.Revision}, input 44136fa355b3)");
    }

    [Fact]
    public void Endless_recursion_names_the_function() =>
        ScriptFiles.RunOnce(ScriptFiles.Rule("export default () => {\n  const again = () => again() + 1\n  again()\n}")).Should().Contain("does again call itself for ever?");

    [Theory]
    [InlineData("export default function () { return { }", "a/b/rule.js:1:40: SyntaxError: ")]
    [InlineData("import { vaild } from 'busroot'\nexport default () => null", "a/b/rule.js:1:10: \"busroot\" has no \"vaild\"; did you mean \"valid\"?")]
    [InlineData("import fs from 'fs'\nexport default () => null", "a/b/rule.js:1:16: a rule imports from \"busroot\" only, not from \"fs\"")]
    [InlineData("const a = 1", "a/b/rule.js:1:1: the module needs \"export default function (reading, device)")]
    public void A_script_that_cannot_run_is_a_problem_at_load(string script, string problem) =>
        ScriptFiles.Problems(script).Should().ContainSingle().Which.Should().StartWith(problem);

    [Fact]
    public void Warnings_are_kept_for_the_run()
    {
        var rule = ScriptFiles.Body("for (let i = 0; i < 100; i++) busroot.warn('low ' + i); return { rssi: 1 }");
        using var lane = new ScriptFiles();

        lane.Run(rule).Should().Be("{\"rssi\":1}");
        lane.Runner.Warnings.Should().HaveCount(16).And.StartWith("low 0");
        lane.Run(ScriptFiles.Body("return null"));
        lane.Runner.Warnings.Should().BeEmpty();
    }

    [Fact]
    public void State_is_kept_per_device_and_rule_and_told_once_when_it_changed()
    {
        var rule = ScriptFiles.Body("device.state.n = (device.state.n ?? 0) + 1; return { production_count_good: device.state.n }");
        var (one, two) = (new DeviceState(), new DeviceState());
        using var lane = new ScriptFiles();

        lane.Run(rule, state: one).Should().Be("{\"production_count_good\":1}");
        lane.Run(rule, state: one).Should().Be("{\"production_count_good\":2}");
        lane.Run(rule, state: two).Should().Be("{\"production_count_good\":1}");
        one.TryTakeChange(out var ruleId, out var json).Should().BeTrue();
        (ruleId, System.Text.Encoding.UTF8.GetString(json.Span)).Should().Be(("a/b", "{\"n\":2}"));
        one.TryTakeChange(out _, out _).Should().BeFalse();
        lane.Run(ScriptFiles.Body("return { production_count_good: device.state.n }"), state: one).Should().Be("{\"production_count_good\":2}");
        one.TryTakeChange(out _, out _).Should().BeFalse();
    }

    [Fact]
    public void A_run_that_fails_leaves_the_state_as_it_was()
    {
        var state = new DeviceState();
        state.Load("a/b", "{\"n\":1}"u8.ToArray());
        using var lane = new ScriptFiles();

        lane.Run(ScriptFiles.Body("device.state.n = 2; throw new Error('x')"), state: state).Should().StartWith("ScriptThrew");
        lane.Run(ScriptFiles.Body("device.state.n = 2; return { rsi: 1 }"), state: state).Should().StartWith("UnknownSignal");

        state.TryTakeChange(out _, out _).Should().BeFalse();
        lane.Run(ScriptFiles.Body("return { rssi: device.state.n }"), state: state).Should().Be("{\"rssi\":1}");
    }

    [Theory]
    [InlineData("device.state = { a: [1, { b: 'é' }], c: undefined, d: NaN, e: -0.5 }", "{\"a\":[1,{\"b\":\"\\u00E9\"}],\"d\":null,\"e\":-0.5}")]
    [InlineData("device.state = {}", "")]
    [InlineData("device.state.f = () => 1", "InvalidState: a/b/rule.js: device.state.f holds what JSON cannot")]
    [InlineData("device.state.a = { d: new Date() }", "InvalidState: a/b/rule.js: device.state.a.d holds what JSON cannot")]
    [InlineData("device.state.self = device.state", "InvalidState: a/b/rule.js: device.state.self.self")]
    [InlineData("device.state = 5", "InvalidState: a/b/rule.js: device.state is no plain object any more")]
    [InlineData("Object.defineProperty(device.state, 'x', { enumerable: true, get() { for (;;); } })", "InvalidState: a/b/rule.js: device.state.x is computed by a getter")]
    [InlineData("device.state.long = 'x'.repeat(70000)", "StateLimit: a/b/rule.js: device.state is larger than 65536 bytes")]
    [InlineData("device.state.a = Array(20000).fill(1.25)", "StateLimit: a/b/rule.js: device.state is larger than 65536 bytes")]
    public void State_holds_what_JSON_holds(string body, string expected)
    {
        var state = new DeviceState();
        state.Load("a/b", "{\"n\":1}"u8.ToArray());
        using var lane = new ScriptFiles();

        var outcome = lane.Run(ScriptFiles.Body(body), state: state);

        var shown = state.TryTakeChange(out _, out var json) ? System.Text.Encoding.UTF8.GetString(json.Span) : outcome;
        shown.Should().StartWith(expected);
    }

    [Fact]
    public void A_state_that_cannot_be_read_stops_its_rule_only()
    {
        var state = new DeviceState();
        state.Load("a/b", "{\"n\":"u8.ToArray());
        using var lane = new ScriptFiles();

        lane.Run(ScriptFiles.Body("return { rssi: device.state.n }"), state: state).Should().StartWith("InvalidState: a/b/rule.js").And.Contain("delete the entry");
        lane.Run(ScriptFiles.Body("return { rssi: 1 }"), state: state).Should().Be("{\"rssi\":1}");
        lane.Run(ScriptFiles.Rule("export default (r, d) => { d.state.n = 1; return { rssi: 2 } }", id: "c/d"), state: state).Should().Be("{\"rssi\":2}");
    }
}
