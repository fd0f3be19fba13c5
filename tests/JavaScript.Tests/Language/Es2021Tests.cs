namespace Busroot.JavaScript.Tests.Language;

/// <summary>ECMAScript 2021, run through Jint.</summary>
public class Es2021Tests
{
    [Fact]
    public void Logical_assignment() => JintEngine.Value("var a = null, b = 1, c = 0, o = {}; a ??= 1; b &&= 2; c ||= 3; o.x ??= 4; [a, b, c, o.x].join()").Should().Be("1,2,3,4");

    [Fact]
    public void Numeric_separators() => JintEngine.Value("1_000_000 + 0x1_0 + 0b1_1 + 1_0.0_1e1_0").Should().Be(100101000019d);

    [Fact]
    public void Replace_all_and_any() => JintEngine.Value("'aaa'.replaceAll('a', 'b') + typeof Promise.any + typeof WeakRef").Should().Be("bbbfunctionfunction");
}
