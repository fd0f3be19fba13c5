namespace Busroot.JavaScript.Tests.Language;

public class SmokeTests
{
    [Theory]
    [InlineData("1+1", 2d)]
    [InlineData("const f = (a, b = 2) => a * b; f(3)", 6d)]
    [InlineData("class A { #x = 1; get x() { return this.#x } static { A.y = 5 } } new A().x + A.y", 6d)]
    [InlineData("let {a, ...r} = {a: 1, b: 2, c: 3}; Object.keys(r).length", 2d)]
    [InlineData("[...(function*() { yield* [1,2,3] })()].length", 3d)]
    [InlineData("`a${1}b`.length", 3d)]
    [InlineData("/a(b+)/.exec('xabbb')[1].length", 3d)]
    [InlineData("var o = {a: null}; o?.a?.b ?? 7", 7d)]
    public void Jint_runs_on_our_parser(string code, object expected) => JintEngine.Value(code).Should().Be(expected);
}
