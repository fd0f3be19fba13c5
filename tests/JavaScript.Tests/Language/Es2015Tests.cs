namespace Busroot.JavaScript.Tests.Language;

/// <summary>ECMAScript 2015, run through Jint.</summary>
public class Es2015Tests
{
    [Fact]
    public void Let_has_block_scope() => JintEngine.Value("let a = 1; { let a = 2; } a").Should().Be(1d);

    [Fact]
    public void Every_turn_of_a_loop_has_its_own_let() => JintEngine.Value("var f = []; for (let i = 0; i < 3; i++) f.push(() => i); f.map(g => g()).join()").Should().Be("0,1,2");

    [Fact]
    public void Let_is_an_ordinary_name_in_sloppy_code() => JintEngine.Value("var let = 1; let += 2; let").Should().Be(3d);

    [Fact]
    public void Arrow_functions_of_every_shape() => JintEngine.Value("[(() => 1)(), (a => a)(2), ((a, b) => a + b)(1, 2), (() => ({ a: 4 }))().a, ((...r) => r.length)(1, 2, 3, 4, 5), (({ a }, [b]) => a + b)({ a: 1 }, [5])].join()").Should().Be("1,2,3,4,5,6");

    [Fact]
    public void An_arrow_function_keeps_this_and_arguments() => JintEngine.Value("(function() { return (() => this.x + arguments[0])() }).call({ x: 1 }, 2)").Should().Be(3d);

    [Fact]
    public void Defaults_see_parameters_to_their_left() => JintEngine.Value("((a, b = a * 2, c = () => a + b) => c())(2)").Should().Be(6d);

    [Fact]
    public void Destructuring_of_arrays() => JintEngine.Value("let [a, , b = 3, [c] = [4], ...d] = [1, 2, undefined, undefined, 5, 6]; [a, b, c, d].join()").Should().Be("1,3,4,5,6");

    [Fact]
    public void Destructuring_of_objects() => JintEngine.Value("let { a, b: { c = 2 } = {}, ['d' + 1]: e = 3, 'f': g } = { a: 1, f: 4 }; [a, c, e, g].join()").Should().Be("1,2,3,4");

    [Fact]
    public void Destructuring_assignment_to_any_target() => JintEngine.Value("var o = {}, x; ({ a: o.p, b: [o['q'], ...o.r], x = 9 } = { a: 1, b: [2, 3, 4] }); [o.p, o.q, o.r, x].join()").Should().Be("1,2,3,4,9");

    [Fact]
    public void A_for_of_head_may_destructure() => JintEngine.Value("var s = 0; for (const [k, { v }] of [[1, { v: 2 }], [3, { v: 4 }]]) s += k * v; for ([s.x] of [[1]]) ; s").Should().Be(14d);

    [Fact]
    public void Swapping_by_destructuring() => JintEngine.Value("let a = 1, b = 2; [a, b] = [b, a]; '' + a + b").Should().Be("21");

    [Fact]
    public void Classes_inherit_and_call_super() => JintEngine.Value("""
        class A { constructor(x) { this.x = x } get y() { return this.x } set y(v) { this.x = v } static make() { return new this(1) } m() { return 'A' } }
        class B extends A { constructor(x) { super(x + 1) } m() { return super.m() + 'B' } ['computed' + 1]() { return 3 } static get z() { return 4 } }
        var b = B.make(); b.y = b.y + 1;
        [b.x, b.m(), b.computed1(), B.z, b instanceof A].join()
        """).Should().Be("3,AB,3,4,true");

    [Fact]
    public void A_class_expression_has_a_name_of_its_own() => JintEngine.Value("var C = class D { n() { return D.name } }; new C().n()").Should().Be("D");

    [Fact]
    public void Object_literals_are_enhanced() => JintEngine.Value("var a = 1, o = { a, ['b' + 1]: 2, m() { return this.a }, *g() { yield 3 }, __proto__: { p: 4 } }; [o.a, o.b1, o.m(), ...o.g(), o.p].join()").Should().Be("1,2,1,3,4");

    [Fact]
    public void Templates_and_tags() => JintEngine.Value("var t = (s, ...v) => s.raw.join('|') + v.join(); `a${1}b${`c${2}`}d` + t`x${1}\\n${2}y`").Should().Be("a1bc2dx|\\n|y1,2");

    [Fact]
    public void Generators_yield_and_delegate() => JintEngine.Value("function* g() { const x = yield 1; yield* [x, 3]; return 4 } var i = g(); [i.next().value, i.next(2).value, i.next().value, i.next().value, i.next().done].join()").Should().Be("1,2,3,4,true");

    [Fact]
    public void Yield_is_an_ordinary_name_in_sloppy_code() => JintEngine.Value("var yield = 2; yield * 3").Should().Be(6d);

    [Fact]
    public void Spread_in_calls_and_arrays() => JintEngine.Value("Math.max(...[1, 5], 3, ...[4]) + [...'ab', ...[1]].length").Should().Be(8d);

    [Fact]
    public void Numbers_in_binary_and_octal() => JintEngine.Value("0b101 + 0O17").Should().Be(20d);

    [Fact]
    public void Code_points_in_strings_and_names() => JintEngine.Value("var \\u{61}b = '\\u{1F600}'; ab.length + 𠮷(); function 𠮷() { return 1 }").Should().Be(3d);

    [Fact]
    public void New_target() => JintEngine.Value("function F() { return new.target === F } new F() instanceof F ? (new function() { this.t = new.target !== undefined }).t : false").Should().Be(true);

    [Fact]
    public void Symbols_iterate() => JintEngine.Value("var o = { *[Symbol.iterator]() { yield 1; yield 2 } }; [...o].join()").Should().Be("1,2");

    [Fact]
    public void Unicode_and_sticky_regular_expressions() => JintEngine.Value("[/\\u{61}/u.test('a'), /^.$/u.test('😀'), /b/y.test('ab')].join()").Should().Be("true,true,false");

    [Fact]
    public void Constants_cannot_be_assigned() => JintEngine.Value("const a = 1; try { a = 2 } catch (e) { e.name }").Should().Be("TypeError");

    [Fact]
    public void A_parenthesised_name_can_be_assigned() => JintEngine.Value("var a; (a) = 3; [(a)] = [a + 1]; a").Should().Be(4d);

    [Fact]
    public void Arrow_functions_end_at_the_comma_and_colon() => JintEngine.Value("var f = true ? a => a : 0, g = (x) => x, h = 3; f(1) + g(2) + h").Should().Be(6d);

    [Fact]
    public void Of_async_and_get_are_ordinary_names() => JintEngine.Value("var of = [1], async = 2, get = 3, set = 4, s = 0; for (of of [of]) s += of.length; s + async + get + set").Should().Be(10d);

    [Fact]
    public void Modules_import_and_export_in_every_form() => JintEngine.Import(
        """
        import d, { a, b as c, default as e } from 'm';
        import * as ns from 'm';
        import 'm';
        export const value = [d(), a, c, e === d, ns.f(), ns.G.name, ns.h, ns.k].join();
        """,
        ("m", """
        export default function() { return 1 }
        let a = 2, b = 3;
        export { a, b };
        export function f() { return 4 }
        export class G {}
        export var [h] = [5], { k } = { k: 6 };
        export * from 'n';
        """),
        ("n", "export {}")).Should().Be("1,2,3,true,4,G,5,6");

    [Fact]
    public void A_default_export_may_be_an_expression() =>
        JintEngine.Import("import x from 'm'; export const value = x", ("m", "export default [1, 2].length")).Should().Be(2d);

    [Fact]
    public void A_module_is_strict() => JintEngine.Import("export const value = (function() { return this === undefined })()").Should().Be(true);
}
