namespace Busroot.JavaScript.Tests.Language;

/// <summary>ECMAScript 2024 and what Jint knows of later editions, run through Jint.</summary>
public class Es2024Tests
{
    [Fact]
    public void Regular_expressions_with_sets() => JintEngine.Value("/^[\\w--[aeiou]]+$/v.test('xyz') && !/^[\\w--[aeiou]]+$/v.test('a')").Should().Be(true);

    [Fact]
    public void Grouping() => JintEngine.Value("Object.keys(Object.groupBy([1, 2, 3], x => x % 2 ? 'odd' : 'even')).join()").Should().Be("odd,even");

    [Fact]
    public void Well_formed_strings() => JintEngine.Value("'\\ud800'.isWellFormed()").Should().Be(false);

    [Fact]
    public void Duplicate_group_names_in_alternatives() => JintEngine.Value("/(?<y>\\d{4})-|-(?<y>\\d{4})/.exec('-2025').groups.y").Should().Be("2025");

    [Fact]
    public void Regular_expression_modifiers() => JintEngine.Value("/(?i:a)b/.test('Ab')").Should().Be(true);

    [Fact]
    public void Using_disposes_in_reverse_order() => JintEngine.Value("var log = ''; { using a = { [Symbol.dispose]() { log += 'a' } }, b = { [Symbol.dispose]() { log += 'b' } }; log += 'body ' } log").Should().Be("body ba");

    [Fact]
    public void Using_is_an_ordinary_name() => JintEngine.Value("""
        var using = [4], x = 0; using
        x = 3
        using[x = 0]
        """).Should().Be(4d);

    [Fact]
    public void Decorators_replace_methods() => JintEngine.Value("const twice = (f, c) => function() { return f.call(this) * 2 }; class A { @twice m() { return 4 } } new A().m()").Should().Be(8d);
}
