namespace Busroot.Transformer.Tests.Scripting;

/// <summary>Two devices, and two rules, on one lane: what one does no other can see.</summary>
public class IsolationTests
{
    [Theory]
    [InlineData("Object.prototype.leak = 1")]
    [InlineData("Array.prototype.map = () => 1")]
    [InlineData("Array.prototype.push = function (x) { globalThis.leak = x }")]
    [InlineData("Object.defineProperty(Object.prototype, 'leak', { value: 1 })")]
    [InlineData("globalThis.leak = 1")]
    [InlineData("Math.leak = 1")]
    [InlineData("JSON.parse = () => 1")]
    [InlineData("reading.level.leak = 1")]
    [InlineData("busroot.valid.leak = 1")]
    [InlineData("busroot.leak = 1")]
    [InlineData("Reflect.setPrototypeOf(Array.prototype, { leak: 1 }) || (() => { throw new Error() })()")]
    [InlineData("Object.setPrototypeOf(Object.prototype, { leak: 1 })")]
    [InlineData("({}).__proto__.leak = 1")]
    [InlineData("(function* () {}).prototype.__proto__.leak = 1")]
    [InlineData("[].values().__proto__.next = () => 1")]
    [InlineData("Promise.prototype.then = () => 1")]
    [InlineData("delete Array.prototype.map")]
    [InlineData("RegExp.prototype.exec = () => 1")]
    [InlineData("(async () => 1).constructor.prototype.leak = 1")]
    [InlineData("Uint8Array.prototype.leak = 1")]
    [InlineData("reading.bytes.constructor.leak = 1")]
    [InlineData("Error.prototype.name = 1; Error.leak = 1")]
    [InlineData("Object.getOwnPropertyDescriptor(Error.prototype, 'name').set.leak = 1")]
    [InlineData("(() => 1).leak = 1; f.leak = 1", "function f() {}")]
    [InlineData("f.prototype.leak = 1", "function f() {}")]
    [InlineData("table.leak = 1", "const table = { a: 1 }")]
    [InlineData("table.deep.push(1)", "const table = { deep: [] }")]
    [InlineData("table.f.leak = 1", "const table = { f() {} }")]
    public void What_is_shared_cannot_be_changed(string attempt, string top = "")
    {
        var rule = ScriptFiles.Rule($"import * as busroot from 'busroot'\n{top}\nexport default function (reading, device) {{ {attempt}\n return {{ rssi: 1 }} }}");
        using var lane = new ScriptFiles();

        lane.Run(rule).Should().StartWith("ScriptThrew");
    }

    [Theory]
    [InlineData("let n = 0", "n++; return { production_count_good: n }")]
    [InlineData("var n = 0", "n++; return { production_count_good: n }")]
    [InlineData("const seen = new Map()", "seen.set(device.id, 1); return { production_count_good: seen.size }")]
    [InlineData("const seen = []; export const other = seen", "seen.push(1); return { production_count_good: seen.length }")]
    [InlineData("const count = (() => { let n = 0; return () => ++n })()", "return { production_count_good: count() }")]
    [InlineData("class A { static n = 0 }", "A.n++; return { production_count_good: A.n }")]
    [InlineData("class A { static #n = 0; static next() { return ++A.#n } }", "return { production_count_good: A.next() }")]
    [InlineData("const g = (function* () { for (let i = 1; ; i++) yield i })()", "return { production_count_good: g.next().value }")]
    [InlineData("const re = /a/g", "re.test('aaa'); return { production_count_good: re.lastIndex }")]
    [InlineData("const bytes = new Uint8Array(1)", "bytes[0]++; return { production_count_good: bytes[0] }")]
    [InlineData("const made = await Promise.resolve([])", "made.push(1); return { production_count_good: made.length }")]
    [InlineData("let n = 0\nexport { n }\n;(() => n)()", "n++; return { production_count_good: n }")]
    [InlineData("export let n = 0, $r0, busroot$held", "n++; return { production_count_good: n }")]
    [InlineData("import * as all from 'busroot'\nimport { valid as v, 'round' as r } from 'busroot'; export class A {} var n = 0", "n++; return { production_count_good: all.valid(v(r(n))) }")]
    [InlineData("function f() { f = () => 2; return 1 }", "return { production_count_good: f() }")]
    [InlineData("const [a] = [[]]", "a.push(1); return { production_count_good: a.length }")]
    [InlineData("let n; ({ n } = { n: 0 })", "[n] = [n + 1]; return { production_count_good: n }")]
    [InlineData("const o = { a: [] }, p = { ...o }", "p.a.push(1); return { production_count_good: p.a.length }")]
    public void A_module_that_remembers_starts_anew_for_every_reading(string top, string body)
    {
        var rule = ScriptFiles.Rule($"{top}\nexport default function (reading, device) {{ {body} }}");
        using var lane = new ScriptFiles();

        for (var i = 0; i < 3; i++)
        {
            lane.Run(rule, device: ScriptFiles.Device("d" + i)).Should().Be("{\"production_count_good\":1}");
        }
    }

    [Fact]
    public void A_match_of_one_device_is_not_to_be_seen_by_the_next()
    {
        using var lane = new ScriptFiles();

        lane.Run(ScriptFiles.Body("/(secret)/.exec('a secret'); return { rssi: 1 }")).Should().Be("{\"rssi\":1}");
        lane.Run(ScriptFiles.Body("throw [RegExp.$1, RegExp['$&'], RegExp.input, RegExp.lastMatch].join()")).Should().Contain("threw ,,, in");
    }

    [Fact]
    public void A_promise_left_behind_does_not_go_on_in_the_next_run()
    {
        using var lane = new ScriptFiles();

        lane.Run(ScriptFiles.Rule("import { warn } from 'busroot'\nexport default () => { (async () => { for (let i = 0; i < 3; i++) await null; warn('late') })(); return { rssi: 1 } }"));
        lane.Runner.Warnings.Should().Equal("late");
        lane.Run(ScriptFiles.Body("return { rssi: 1 }")).Should().Be("{\"rssi\":1}");
        lane.Runner.Warnings.Should().BeEmpty();
        lane.Run(ScriptFiles.Rule("import { warn } from 'busroot'\nexport default () => { (async () => { for (let i = 0; i < 3; i++) await null; warn('late') })(); throw 1 }"));
        lane.Run(ScriptFiles.Body("return { rssi: 1 }")).Should().Be("{\"rssi\":1}");
        lane.Runner.Warnings.Should().BeEmpty();
        lane.Run(ScriptFiles.Rule("export default () => { (async () => { for (;;) await null })(); throw 1 }")).Should().StartWith("ScriptThrew");
        lane.Run(ScriptFiles.Body("return { rssi: 1 }")).Should().Be("{\"rssi\":1}");
    }

    [Fact]
    public void Everything_a_script_can_reach_is_frozen()
    {
        var rule = ScriptFiles.Body("""
            const seen = new Set(), open = [globalThis, busroot, reading.level, Object.getPrototypeOf((function* () {}).prototype), Object.getPrototypeOf((async function* () {}).prototype),
              Object.getPrototypeOf(function* () {}), Object.getPrototypeOf(async function* () {}), Object.getPrototypeOf(async () => 1), [].values(), new Map().entries(), new Set().values(),
              ''[Symbol.iterator](), 'a'.matchAll(/a/g), [].values().map(x => x), Iterator.from({ next() {} }), Promise.resolve(), reading, reading.bytes, reading.bytes.buffer, reading.at, device, new Proxy({}, {}),
              new Error('x'), new DataView(new ArrayBuffer(8)), new WeakMap(), new WeakSet(), new Float32Array(1), /a/, Symbol(), 1, '', true, class { static #a }, (function () { return arguments })()]
            const own = new Set(open.filter(x => x !== globalThis && x !== busroot && x !== reading.level && !(open.indexOf(x) < 8)))
            const problems = []
            while (open.length) {
              const o = open.pop()
              if (o === null || (typeof o !== 'object' && typeof o !== 'function') || seen.has(o)) continue
              seen.add(o)
              const mine = own.has(o)
              if (!mine && Object.isExtensible(o)) problems.push('extensible: ' + String(o.name ?? Object.prototype.toString.call(o)))
              open.push(Object.getPrototypeOf(o))
              for (const k of Reflect.ownKeys(o)) {
                const d = Object.getOwnPropertyDescriptor(o, k)
                if (!mine && o !== busroot && (d.configurable || d.writable)) problems.push(String(k))
                if (!mine) open.push(d.value, d.get, d.set)
              }
            }
            if (problems.length) throw problems.slice(0, 20).join()
            return { production_count_good: seen.size }
            """, limits: RuleFiles.Patient with { Statements = 10_000_000, MemoryBytes = 100_000_000 });

        ScriptFiles.RunOnce(rule).Should().StartWith("{\"production_count_good\":");
    }

    [Fact]
    public void What_a_thread_allocates_between_two_runs_counts_for_neither()
    {
        using var lane = new ScriptFiles();
        lane.Run(ScriptFiles.Body("return { rssi: 1 }")).Should().Be("{\"rssi\":1}");

        var between = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(new byte[2 * RuleFiles.Patient.MemoryBytes]);

        (GC.GetAllocatedBytesForCurrentThread() - between).Should().BeGreaterThan(RuleFiles.Patient.MemoryBytes);
        lane.Run(ScriptFiles.Body("return { rssi: 2 }")).Should().Be("{\"rssi\":2}");
    }

    [Fact]
    public void A_rule_that_is_stopped_again_and_again_leaves_the_others_their_engine()
    {
        var looping = ScriptFiles.Body("for (;;);", limits: RuleFiles.Patient with { Statements = 1000 });
        var good = ScriptFiles.Body("return { rssi: 1 }", limits: RuleFiles.Patient with { Statements = 1000 });
        using var lane = new ScriptFiles();

        for (var i = 0; i < 5; i++)
        {
            lane.Run(looping).Should().StartWith("StatementLimit");
            lane.Run(good).Should().Be("{\"rssi\":1}");
        }
    }

    [Fact]
    public void Names_and_messages_can_be_given_to_errors_although_their_prototypes_are_frozen() =>
        ScriptFiles.RunOnce(ScriptFiles.Body("class Mine extends Error { constructor(m) { super(m); this.name = 'Mine' } }; const e = new Mine('a'); e.message = 'b'; throw e"))
            .Should().Contain("Mine: b");
}
