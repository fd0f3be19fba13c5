namespace Busroot.JavaScript.Tests.Language;

/// <summary>What ECMAScript 5 had already, run through Jint.</summary>
public class Es5Tests
{
    [Fact]
    public void Operators_bind_as_the_grammar_says() => JintEngine.Value("[1 + 2 * 3, 7 - 2 - 1, 1 << 2 | 1, 5 & 6 ^ 1, 8 / 4 / 2, !0 + 1, 1 < 2 == true].join()").Should().Be("7,4,5,5,1,2,true");

    [Fact]
    public void Semicolons_are_inserted() => JintEngine.Value("""
        var a = 1
        var b = 2
        a
        ++b
        function f() { return
          5 }
        '' + a + b + f()
        """).Should().Be("13undefined");

    [Fact]
    public void Labels_leave_and_continue_outer_loops() => JintEngine.Value("""
        var out = '';
        outer: for (var i = 0; i < 3; i++) {
          inner: for (var j = 0; j < 3; j++) {
            if (j == 1) continue outer;
            if (i == 2) break outer;
            out += '' + i + j + ' ';
          }
        }
        out
        """).Should().Be("00 10 ");

    [Fact]
    public void A_label_may_name_a_block() => JintEngine.Value("var x = 1; done: { x = 2; break done; x = 3; } x").Should().Be(2d);

    [Fact]
    public void Switch_falls_through_and_takes_default_in_the_middle() => JintEngine.Value("""
        function f(x) { var s = ''; switch (x) { case 1: s += 1; default: s += 'd'; case 2: s += 2; break; case 3: s += 3 } return s }
        [f(1), f(2), f(3), f(4)].join()
        """).Should().Be("1d2,2,3,d2");

    [Fact]
    public void Try_catch_finally_runs_in_order() => JintEngine.Value("""
        var log = '';
        (function() { try { log += 'a'; throw 1; } catch (e) { log += 'b' + e; return; } finally { log += 'c'; } })();
        log
        """).Should().Be("ab1c");

    [Fact]
    public void Getters_and_setters() => JintEngine.Value("var o = { _x: 1, get x() { return this._x }, set x(v) { this._x = v * 2 }, get: 3, set: 4 }; o.x = 5; o.x + o.get + o.set").Should().Be(17d);

    [Fact]
    public void Reserved_words_are_property_names() => JintEngine.Value("var o = { if: 1, class: 2, new: 3, null: 4 }; o.if + o.class + o.new + o.null").Should().Be(10d);

    [Fact]
    public void For_in_visits_keys() => JintEngine.Value("var s = ''; for (var k in { a: 1, b: 2 }) s += k; s").Should().Be("ab");

    [Fact]
    public void Functions_are_hoisted() => JintEngine.Value("f() + (function() { return g(); function g() { return 2 } })(); function f() { return 1 }").Should().Be(3d);

    [Fact]
    public void A_comma_makes_a_sequence() => JintEngine.Value("var a = (1, 2, 3); a").Should().Be(3d);

    [Fact]
    public void Strings_know_every_escape() => JintEngine.Value("'\\x41\\u0042\\103\\0\\b\\t\\n\\v\\f\\r\\'\\\"\\\\\\q'.length").Should().Be(14d);

    [Fact]
    public void Numbers_in_every_legacy_form() => JintEngine.Value("[0x1F, 010, 1e3, .5, 5., 0.1e-1, 09].join()").Should().Be("31,8,1000,0.5,5,0.01,9");

    [Fact]
    public void Regular_expressions_and_division_are_told_apart() => JintEngine.Value("var a = 8, g = 2; [a / 2 / g, /=/.test('='), /[/]/.test('/'), +/1/.source].join()").Should().Be("2,true,true,1");

    [Fact]
    public void With_resolves_names_in_an_object() => JintEngine.Value("var o = { x: 1 }; with (o) { x = 5 } o.x").Should().Be(5d);

    [Fact]
    public void Strict_mode_unbinds_this() => JintEngine.Value("(function() { 'use strict'; return this === undefined })()").Should().Be(true);

    [Fact]
    public void A_function_in_a_block_is_visible_outside_in_sloppy_code() => JintEngine.Value("{ function f() { return 1 } } f()").Should().Be(1d);

    [Fact]
    public void An_if_may_hold_a_function_in_sloppy_code() => JintEngine.Value("if (true) function f() { return 2 } f()").Should().Be(2d);

    [Fact]
    public void Html_like_comments_are_comments() => JintEngine.Value("""
        var a = 1; <!-- nothing here
        --> nor here
        a
        """).Should().Be(1d);

    [Fact]
    public void New_takes_arguments_before_calls() => JintEngine.Value("function F(a) { this.a = a } F.make = function() { return F }; new (F.make())(3).a + new F(4).a").Should().Be(7d);

    [Fact]
    public void Do_while_needs_no_semicolon() => JintEngine.Value("var i = 0; do i++; while (i < 3) i").Should().Be(3d);

    [Fact]
    public void Delete_typeof_and_void() => JintEngine.Value("var o = { a: 1 }; [delete o.a, typeof o.a, typeof nope, void 0 === undefined].join()").Should().Be("true,undefined,undefined,true");
}
