namespace Busroot.JavaScript.Tests.Language;

/// <summary>ECMAScript 2022, run through Jint.</summary>
public class Es2022Tests
{
    [Fact]
    public void Class_fields_of_every_form() => JintEngine.Value("class A { a = 1; 'b' = 2; 3 = 3; ['d'] = 4; static e = 5; f; static; get; async; g = () => this.a } var x = new A; [x.a, x.b, x[3], x.d, A.e, 'f' in x, 'static' in x, 'get' in x, x.g()].join()").Should().Be("1,2,3,4,5,true,true,true,1");

    [Fact]
    public void Private_members_of_every_form() => JintEngine.Value("""
        class A {
          #f = 1; static #s = 2; #m() { return 3 } get #g() { return 4 } set #g(v) { this.#f = v } static #sm() { return 5 } async #am() {} *#gm() { yield 6 }
          static has(o) { return #f in o }
          all() { this.#g = 7; return [this.#f, A.#s, this.#m(), this.#g, A.#sm(), ...this.#gm(), this?.#f].join() }
        }
        new A().all() + A.has(new A()) + A.has({})
        """).Should().Be("7,2,3,4,5,6,7truefalse");

    [Fact]
    public void Static_blocks() => JintEngine.Value("class A { static x; static { var y = 2; this.x = y; } static { A.x++ } } A.x").Should().Be(3d);

    [Fact]
    public void At_and_has_own_and_error_cause() => JintEngine.Value("[1, 2].at(-1) + Number(Object.hasOwn({ a: 1 }, 'a')) + new Error('', { cause: 3 }).cause").Should().Be(6d);

    [Fact]
    public void Regular_expressions_with_indices() => JintEngine.Value("/b/d.exec('ab').indices[0].join()").Should().Be("1,2");

    [Fact]
    public void A_private_name_may_be_used_before_its_declaration() => JintEngine.Value("class A { m() { return this.#x } #x = 4 } new A().m()").Should().Be(4d);

    [Fact]
    public void Await_at_the_top_level_of_a_module() => JintEngine.Import("export const value = await Promise.resolve(4)").Should().Be(4d);
}
