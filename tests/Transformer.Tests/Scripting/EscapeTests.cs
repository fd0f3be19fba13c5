using System.Text.RegularExpressions;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.State;

namespace Busroot.Transformer.Tests.Scripting;

/// <summary>What a hostile script may try. Every attempt ends in a clean outcome, and the next message runs as if nothing had been.</summary>
public class EscapeTests
{
    // Fifty looks at a clock that goes on by a millisecond at each: the time limit without the time.
    private static readonly ScriptLimits Short = RuleFiles.Patient with { Time = TimeSpan.FromMilliseconds(50), Statements = 100_000_000 };

    // The engine measures this one itself, by the machine's clock. Nothing else of these runs depends on it.
    private static readonly ScriptLimits ShortRegex = RuleFiles.Patient with { RegexTime = TimeSpan.FromMilliseconds(20) };

    [Theory]
    [InlineData("for (;;);")]
    [InlineData("while (true) {}")]
    [InlineData("do ; while (1)")]
    [InlineData("try { for (;;); } catch { } finally { }")]
    [InlineData("for (;;) { try { for (;;); } catch { } }")]
    [InlineData("const x = { get a() { for (;;); } }; x.a")]
    [InlineData("JSON.stringify({ toJSON() { for (;;); } })")]
    [InlineData("[...(function* () { for (;;) yield 1 })()]")]
    [InlineData("for (const x of { [Symbol.iterator]() { return { next() { return { value: 1 } } } } });")]
    [InlineData("Array.from({ [Symbol.iterator]() { return { next: () => ({ value: 1 }) } } })")]
    [InlineData("[3, 2, 1].sort(() => { for (;;); })")]
    [InlineData("`${{ toString() { for (;;); } }}`")]
    [InlineData("new Proxy({}, { get() { for (;;); } }).x")]
    [InlineData("const f = () => Promise.resolve().then(f); return f()")]
    [InlineData("const f = async () => { await null; return f() }; return f()")]
    [InlineData("return { then(ok) { for (;;); } }", "return Promise.resolve({ then(ok) { for (;;); } })")]
    [InlineData("label: for (;;) continue label")]
    [InlineData("let i = 0; while (i = i + 1 || 1) ;")]
    public void A_loop_without_end_is_stopped_by_the_time_limit(string body, string? other = null)
    {
        var text = other ?? body;
        Ends(text, Short).Should().MatchRegex("^(TimeLimit|MemoryLimit): ");
    }

    [Fact]
    public void Statements_are_counted_over_all_awaits() =>
        Ends("return (async () => { for (;;) await null })()", RuleFiles.Patient with { Statements = 1000 }).Should().StartWith("StatementLimit: a/b/rule.js");

    [Fact]
    public void Loops_at_the_top_level_of_a_module_are_stopped_too()
    {
        using var lane = new ScriptFiles(new TickingTime(TimeSpan.FromMilliseconds(1)));
        lane.Run(ScriptFiles.Rule("for (;;);\nexport default () => null", limits: Short)).Should().StartWith("TimeLimit: a/b/rule.js:1:");
        lane.Run(ScriptFiles.Body("return { rssi: 1 }", limits: Short)).Should().Be("{\"rssi\":1}");
    }

    [Theory]
    [InlineData("'x'.repeat(2 ** 29)")]
    [InlineData("'x'.repeat({ valueOf: () => 2 ** 29 })")]
    [InlineData("'x'.padStart(1e9)")]
    [InlineData("'x'.padEnd(1e9, 'ab')")]
    [InlineData("let s = 'x'; for (;;) s += s")]
    [InlineData("let s = 'xxxxxxxxxxxxxxxx'; s = (s=s+s,s=s+s,s=s+s,s=s+s,s=s+s,s=s+s,s=s+s,s=s+s,s=s+s,s=s+s,s=s+s,s=s+s,s=s+s,s=s+s,s=s+s,s=s+s,s=s+s,s=s+s,s=s+s,s=s+s,s=s+s,s=s+s,s=s+s); return s.charAt(5)")]
    [InlineData("let s = 'xxxxxxxxxxxxxxxx'; for (let i = 0; i < 30; i++) s = `${s}${s}`")]
    [InlineData("const s = 'x'.repeat(1e6); s.replaceAll('x', s)")]
    [InlineData("const s = 'x'.repeat(1e6); s.replace(/x/g, s)")]
    [InlineData("const s = 'x'.repeat(1e5); s.replace(/x/g, \"$'\")")]
    [InlineData("const s = 'x'.repeat(1e6); s.replace(/x/g, () => s)")]
    [InlineData("const s = 'x'.repeat(1e6); s.replaceAll('x', () => s)")]
    [InlineData("const s = 'x'.repeat(1e6); s.concat(...Array(1000).fill(s))")]
    [InlineData("const s = 'x'.repeat(1e6); Array(1000).fill(s).join()")]
    [InlineData("const s = 'x'.repeat(1e6); String(Array(1000).fill(s))")]
    [InlineData("const s = 'x'.repeat(1e6); JSON.stringify(Array(1000).fill(s))")]
    [InlineData("let a = [1]; for (let i = 0; i < 40; i++) a = [a, a]; JSON.stringify(a)")]
    [InlineData("let a = [1]; for (let i = 0; i < 40; i++) a = [a, a]; a.flat(Infinity)")]
    [InlineData("let a = [1]; for (let i = 0; i < 40; i++) a = [a, a]; String(a)")]
    [InlineData("let a = [1]; for (;;) a = a.concat(a)")]
    [InlineData("let a = [1]; for (;;) a = [...a, ...a]")]
    [InlineData("Array(4e9).fill(1)")]
    [InlineData("const a = []; a[4e9] = 1; a.fill(1)")]
    [InlineData("Array.from({ length: 4e9 })")]
    [InlineData("Array.prototype.fill.call({ length: 2 ** 53 - 1 }, 1)")]
    [InlineData("Array(1e5).fill(0).map(() => Array(1e5).fill(0))")]
    [InlineData("new Uint8Array(2e9)")]
    [InlineData("new Float64Array(1e8)")]
    [InlineData("new ArrayBuffer(2e9)")]
    [InlineData("new ArrayBuffer(1, { maxByteLength: 2e9 }).resize(2e9)")]
    [InlineData("new ArrayBuffer(1).transfer(2e9)")]
    [InlineData("const a = new Uint8Array(1e5); for (const x of Array(1e5).fill(0)) a.slice()")]
    [InlineData("const s = '%'.repeat(1e6); encodeURIComponent(s) + encodeURIComponent(s) + encodeURIComponent(s)+ encodeURIComponent(s)+ encodeURIComponent(s)")]
    [InlineData("String.raw({ raw: Array(1000).fill('x'.repeat(1e6)) })")]
    [InlineData("const m = new Map(); for (let i = 0; ; i++) m.set(i, i)")]
    [InlineData("Object.fromEntries(Array(1e5).fill(0).map((_, i) => ['k' + i, Array(1000).fill(i)]))")]
    [InlineData("const o = {}; for (let i = 0; ; i++) o['k' + i] = i")]
    [InlineData("'x'.repeat(1e6).split('').map(x => 'x'.repeat(1e6).split(''))")]
    [InlineData("const s = 'x'.repeat(1e6); s.normalize('NFD').split('').join(s)")]
    [InlineData("new Array(2 ** 32 - 1).join('x'.repeat(1000))")]
    [InlineData("structuredClone(Array(1e5).fill('x'.repeat(1e6)).join())")]
    public void What_would_fill_the_memory_is_stopped(string body)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        Ends(body, RuleFiles.Patient).Should().MatchRegex("^(MemoryLimit|StatementLimit|ScriptThrew): ");

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(400_000_000);
    }

    [Theory]
    [InlineData("/^(a+)+$/.test('a'.repeat(40) + 'b')")]
    [InlineData("/(a|a)*b/.exec('a'.repeat(60))")]
    [InlineData("new RegExp('^(([a-z])+.)+[A-Z]([a-z])+$').test('a'.repeat(60))")]
    [InlineData("('a'.repeat(50) + 'b').replace(/(a*)*c/g, '')")]
    [InlineData("('a'.repeat(50) + 'b').match(/(?=(a+)+$)b/)")]
    [InlineData("'a'.repeat(50).split(/(a+)+b/)")]
    [InlineData("'x'.repeat(100000).match(/(x+x+)+y/)")]
    public void A_regular_expression_that_explodes_is_stopped(string body) =>
        Ends(body, ShortRegex).Should().MatchRegex("^(RegexLimit|TimeLimit|ScriptThrew): ");

    [Theory]
    [InlineData("const f = () => f() + 1; f()")]
    [InlineData("function f() { return new f() } f()")]
    [InlineData("const o = { get a() { return this.a } }; o.a")]
    [InlineData("const o = { toString() { return `${this}` } }; `${o}`")]
    [InlineData("const p = new Proxy({}, { get(t, k, r) { return r[k] } }); p.x")]
    [InlineData("let a = []; for (let i = 0; i < 20000; i++) a = [a]; JSON.stringify(a)")]
    [InlineData("let a = []; for (let i = 0; i < 20000; i++) a = [a]; String(a)")]
    [InlineData("let a = []; for (let i = 0; i < 20000; i++) a = [a]; a.flat(Infinity)")]
    [InlineData("JSON.parse('['.repeat(100000))")]
    [InlineData("new RegExp('('.repeat(50000) + ')'.repeat(50000))")]
    [InlineData("let f = x => x; for (let i = 0; i < 20000; i++) f = f.bind(null); f()")]
    [InlineData("let p = {}; for (let i = 0; i < 20000; i++) p = new Proxy(p, {}); p.x")]
    [InlineData("let p = {}; for (let i = 0; i < 20000; i++) p = Object.create(p); p.x; throw 1")]
    [InlineData("const f = (s, ...v) => f`${s}`; f``")]
    [InlineData("class A { constructor() { new this.constructor() } } new A()")]
    [InlineData("[1].map(function f(x) { return [x].map(f) })")]
    [InlineData("'a'.replace(/a/, function f() { return 'a'.replace(/a/, f) })")]
    [InlineData("const o = {}; o.a = o; let s; JSON.stringify(o)")]
    [InlineData("const e = new Error('x'); e.cause = e; throw e")]
    public void Endless_recursion_and_deep_nesting_end_in_a_failure(string body) =>
        Ends(body, RuleFiles.Patient).Should().MatchRegex("^(RecursionLimit: |ScriptThrew: |StatementLimit: |MemoryLimit: |ignored)");

    [Theory]
    [InlineData("((((")]
    [InlineData("[[[[")]
    [InlineData("{a:{a:")]
    [InlineData("!!!!")]
    [InlineData("a=>a=>")]
    [InlineData("`${`${")]
    [InlineData("1+")]
    [InlineData("a?.b.")]
    [InlineData("a ?? ")]
    public void A_script_that_is_nested_too_deeply_is_refused_at_load(string part)
    {
        var script = "export default " + string.Concat(Enumerable.Repeat(part, 40_000));

        ScriptFiles.Problems(script).Should().ContainSingle().Which.Should().StartWith("a/b/rule.js:1:").And.Contain("SyntaxError: Maximum nesting depth");
    }

    [Theory]
    [InlineData("return globalThis.System")]
    [InlineData("return typeof importNamespace")]
    [InlineData("return typeof require + typeof process + typeof clr + typeof host")]
    [InlineData("return eval('1')")]
    [InlineData("return (0, globalThis.eval)('1')")]
    [InlineData("return Function('return 1')()")]
    [InlineData("return new Function('return this')()")]
    [InlineData("return (() => 1).constructor('return 1')()")]
    [InlineData("return (async () => 1).constructor('return 1')()")]
    [InlineData("return (function* () {}).constructor('return 1')()")]
    [InlineData("return (async function* () {}).constructor('return 1')()")]
    [InlineData("return [].filter.constructor('return 1')()")]
    [InlineData("return busroot.valid.constructor('return 1')()")]
    [InlineData("return reading.level.constructor.constructor('return 1')()")]
    [InlineData("return Reflect.construct(Function, ['return 1'])()")]
    [InlineData("return import('fs')")]
    [InlineData("return import('file:///etc/passwd')")]
    [InlineData("return new ShadowRealm().evaluate('1')")]
    [InlineData("return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)")]
    [InlineData("return new WeakRef({})")]
    [InlineData("return setTimeout(() => {}, 1)")]
    [InlineData("return fetch('http://localhost')")]
    [InlineData("return reading.GetType()")]
    [InlineData("return reading.bytes.buffer.constructor.GetType()")]
    [InlineData("return busroot.valid.GetType()")]
    [InlineData("return 1n")]
    [InlineData("return BigInt(1)")]
    [InlineData("undeclared = 1")]
    [InlineData("return arguments.callee")]
    [InlineData("return this.x")]
    public void Nothing_of_the_host_is_reachable(string body)
    {
        var outcome = ScriptFiles.Problems($"import * as busroot from 'busroot'\nexport default function (reading) {{ {body} }}") is [var problem] ? problem : Ends(body, RuleFiles.Patient);

        outcome.Should().MatchRegex("ScriptThrew|SyntaxError|ignored|BigInt");
    }

    [Theory]
    [InlineData("throw { toString() { for (;;); } }")]
    [InlineData("throw { get message() { for (;;); } }")]
    [InlineData("throw new Proxy({}, { get() { for (;;); }, getOwnPropertyDescriptor() { for (;;); } })")]
    [InlineData("const e = new Error('x'); Object.defineProperty(e, 'message', { get() { for (;;); } }); throw e")]
    [InlineData("const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { for (;;); } }); throw e")]
    [InlineData("throw Object.setPrototypeOf(new Error('x'), new Proxy({}, { get() { for (;;); } }))")]
    [InlineData("throw Symbol('x')")]
    [InlineData("throw undefined")]
    [InlineData("throw null")]
    [InlineData("throw new Error('x'.repeat(2e5))")]
    [InlineData("const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { for (;;); } }); return Promise.reject(e)")]
    [InlineData("class E extends Error { get name() { for (;;); } get message() { for (;;); } toString() { for (;;); } } return Promise.reject(new E())")]
    [InlineData("class E extends Error { get stack() { for (;;); } } return Promise.reject(Object.setPrototypeOf(new E(), null))")]
    [InlineData("return Promise.reject({ toString() { for (;;); } })")]
    public void What_is_thrown_is_described_in_one_short_line_or_stopped_at_a_limit(string body)
    {
        var outcome = Ends(body, RuleFiles.Patient);

        outcome.Should().MatchRegex("^(ScriptThrew|StatementLimit): ");
        outcome.Length.Should().BeLessThan(700);
        Regex.IsMatch(outcome, "[\\r\\n]").Should().BeFalse();
    }

    [Theory]
    [InlineData("return Array(1e5).fill({ station: 'a', signals: { rssi: 1 } })", "OutputLimit")]
    [InlineData("const a = []; for (let i = 0; i < 200; i++) a.push({ signals: { rssi: 1 } }); return a", "OutputLimit")]
    [InlineData("const o = {}; for (let i = 0; i < 20000; i++) o['s' + i] = 1; return o", "UnknownSignal")]
    [InlineData("return [{ get signals() { for (;;); } }]", "ScriptThrew")]
    [InlineData("return [new Proxy({}, {})]", "ScriptThrew")]
    [InlineData("class A extends Array { get [0]() { for (;;); } } return new A(1)", "ScriptThrew")]
    [InlineData("const a = [1]; Object.defineProperty(a, 0, { get() { for (;;); } }); return a", "ScriptThrew")]
    [InlineData("return [{ station: { toString() { for (;;); } }, signals: {} }]", "InvalidValue")]
    [InlineData("return { rssi: { valueOf() { for (;;); } } }", "InvalidValue")]
    [InlineData("return reading", "UnknownSignal")]
    public void A_hostile_result_is_refused(string body, string fault) => Ends(body, RuleFiles.Patient).Should().StartWith(fault);

    [Theory]
    [InlineData("class A extends Array { static get [Symbol.species]() { return function () { return Object.freeze({}) } } } new A(1, 2).map(x => x); throw 1")]
    [InlineData("const a = [1]; a.constructor = { [Symbol.species]: function (n) { return new Uint8Array(n) } }; a.concat(Array(1e5)); throw 1")]
    [InlineData("const p = Promise.resolve(); p.constructor = { [Symbol.species]: function (f) { f(() => {}, () => {}); for (;;); } }; return p.then(1)", true)]
    [InlineData("class P extends Promise { constructor(f) { super(f); throw 1 } } P.resolve(1)")]
    public void Species_constructors_run_like_any_other_code(string body, bool loops = false) =>
        Ends(body, loops ? Short : RuleFiles.Patient).Should().MatchRegex("^(ScriptThrew|TimeLimit|ignored)");

    private static string Ends(string body, ScriptLimits limits)
    {
        using var lane = limits == Short ? new ScriptFiles(new TickingTime(TimeSpan.FromMilliseconds(1))) : new ScriptFiles();
        var state = new DeviceState();
        var outcome = lane.Run(ScriptFiles.Body("device.state.touched = 1;\n" + body, limits: limits), state: state);

        if (!outcome.StartsWith("ignored", StringComparison.Ordinal))
        {
            state.TryTakeChange(out _, out _).Should().BeFalse("a run that fails leaves no trace");
        }

        lane.Run(ScriptFiles.Body("return { rssi: [1, 2].map(x => x * 2)[1] }", limits: limits)).Should().Be("{\"rssi\":4}", "the next message runs on a healthy engine");
        return outcome;
    }
}
