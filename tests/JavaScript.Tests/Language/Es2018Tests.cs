namespace Busroot.JavaScript.Tests.Language;

/// <summary>ECMAScript 2018, run through Jint.</summary>
public class Es2018Tests
{
    [Fact]
    public void Rest_and_spread_of_properties() => JintEngine.Value("let { a, ...r } = { a: 1, b: 2, c: 3 }; let o = { ...r, d: 4, ...null }; Object.keys(o).join() + (({ x, ...y }) => y.z)({ x: 1, z: 5 })").Should().Be("b,c,d5");

    [Fact]
    public void Async_iteration() => JintEngine.ValueAfter("""
        var out = [];
        async function* g() { yield 1; yield* (async function*() { yield 2 })(); }
        (async () => { for await (const x of g()) out.push(x); for await (const x of [3, Promise.resolve(4)]) out.push(x) })();
        """, "out.join()").Should().Be("1,2,3,4");

    [Fact]
    public void Invalid_escapes_in_tagged_templates() => JintEngine.Value("(s => s[0] === undefined && s.raw[0])`\\unicode and \\xerxes`").Should().Be("\\unicode and \\xerxes");

    [Fact]
    public void Regular_expressions_name_look_back_and_see_everything() => JintEngine.Value("[/(?<y>\\d{4})-(?<m>\\d\\d)/.exec('2018-06').groups.m, /(?<=\\$)\\d+/.exec('$42')[0], /a.b/s.test('a\\nb'), /\\p{Lu}/u.test('É')].join()").Should().Be("06,42,true,true");

    [Fact]
    public void Finally_on_promises() => JintEngine.Value("var log = ''; typeof Promise.resolve(1).finally(() => log += 'f')").Should().Be("object");
}
