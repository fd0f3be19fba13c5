namespace Busroot.JavaScript.Tests.Language;

/// <summary>ECMAScript 2020, run through Jint.</summary>
public class Es2020Tests
{
    [Fact]
    public void Optional_chaining_of_every_form() => JintEngine.Value("var o = { a: { b: () => 1, c: [2] } }, n = null; [o?.a?.b(), o.a.c?.[0], n?.x.y.z(), n?.[0], n?.(), o.q?.()].join()").Should().Be("1,2,,,,");

    [Fact]
    public void A_chain_stops_at_its_parenthesis() => JintEngine.Value("var n = null; try { (n?.a).b } catch (e) { e.name }").Should().Be("TypeError");

    [Fact]
    public void A_question_mark_before_a_decimal_is_a_conditional() => JintEngine.Value("true?.5:1").Should().Be(0.5d);

    [Fact]
    public void Nullish_coalescing() => JintEngine.Value("[null ?? 1, 0 ?? 2, (null || undefined) ?? 3].join()").Should().Be("1,0,3");

    [Fact]
    public void Big_integers_in_every_form() => JintEngine.Value("[10n ** 20n, 0xFFn, 0o17n, 0b11n, 1_000n, typeof 1n].join()").Should().Be("100000000000000000000,255,15,3,1000,bigint");

    [Fact]
    public void Global_this_and_match_all() => JintEngine.Value("globalThis === this && [...'a1b2'.matchAll(/\\d/g)].length").Should().Be(2d);

    [Fact]
    public void Dynamic_import_gives_the_namespace() => JintEngine.Import(
        """
        export let value;
        value = (await import('other')).default;
        """, ("other", "export default 5")).Should().Be(5d);

    [Fact]
    public void A_namespace_can_be_exported_under_a_name() => JintEngine.Import(
        "import { ns } from 'a'; export const value = ns.x + ns['y z'];",
        ("a", "export * as ns from 'b';"),
        ("b", "const x = 1, y = 2; export { x, y as 'y z' };")).Should().Be(3d);

    [Fact]
    public void Import_meta_is_an_object() => JintEngine.Import("export const value = typeof import.meta").Should().Be("object");
}
