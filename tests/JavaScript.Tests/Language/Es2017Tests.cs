namespace Busroot.JavaScript.Tests.Language;

/// <summary>ECMAScript 2017, run through Jint.</summary>
public class Es2017Tests
{
    [Fact]
    public void Async_functions_of_every_form() => JintEngine.ValueAfter("""
        var log = [];
        async function f() { log.push(await 1); return 2 }
        var g = async function() { log.push(await f()) };
        var h = async x => { await g(); log.push(x) };
        var o = { async m() { await h(3); log.push(4) } };
        class C { async n() { await o.m(); log.push(5) } static async s() { await new C().n(); log.push(6) } }
        (async () => { await C.s(); log.push(7) })();
        """, "log.join()").Should().Be("1,2,3,4,5,6,7");

    [Fact]
    public void Await_is_an_ordinary_name_outside() => JintEngine.Value("var await = 3; await + 1").Should().Be(4d);

    [Fact]
    public void Async_is_a_function_name_too() => JintEngine.Value("function async(x) { return x } async(1) + async (2)").Should().Be(3d);

    [Fact]
    public void Trailing_commas_in_parameters_and_arguments() => JintEngine.Value("function f(a, b,) { return a + b } f(1, 2,) + ((x,) => x)(3,)").Should().Be(6d);

    [Fact]
    public void Entries_and_padding() => JintEngine.Value("Object.entries({ a: 1 })[0].join() + 'x'.padStart(3, '-')").Should().Be("a,1--x");
}
