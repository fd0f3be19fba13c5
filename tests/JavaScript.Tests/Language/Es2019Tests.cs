namespace Busroot.JavaScript.Tests.Language;

/// <summary>ECMAScript 2019, run through Jint.</summary>
public class Es2019Tests
{
    [Fact]
    public void Catch_needs_no_parameter() => JintEngine.Value("try { throw 1 } catch { 2 }").Should().Be(2d);

    [Fact]
    public void Line_separators_are_allowed_in_strings() => JintEngine.Value("eval('\"\\u2028\"').length").Should().Be(1d);

    [Fact]
    public void Functions_know_their_source() => JintEngine.Value("(function  f( a ) { /* c */ }).toString().length > 0").Should().Be(true);

    [Fact]
    public void Flat_and_from_entries() => JintEngine.Value("[1, [2, [3]]].flat(Infinity).length + Object.fromEntries([['a', 4]]).a").Should().Be(7d);

    [Fact]
    public void Var_may_repeat_a_simple_catch_parameter() => JintEngine.Value("try { throw 1 } catch (e) { var e = 2; } typeof e").Should().Be("undefined");
}
