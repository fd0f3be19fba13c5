using System.Text;
using Jint;
using Jint.Native;

namespace Busroot.Benchmarks.Transformer;

/// <summary>A rule as somebody would run it who takes the engine from the shelf: <c>JSON.stringify(rule({ payload: JSON.parse(text) }))</c>.</summary>
internal sealed class PlainEngine
{
    private readonly Engine _engine = new();
    private readonly JsValue _run;

    /// <param name="script">A module without imports whose default export is the rule.</param>
    public PlainEngine(string script)
    {
        var code = script.Replace("export default", "const rule =", StringComparison.Ordinal) + "\nreturn text => JSON.stringify(rule({ payload: JSON.parse(text) }))";
        _run = _engine.Call(_engine.Intrinsics.Function.Construct([JsString.Create(code)], _engine.Intrinsics.Function), JsValue.Undefined, []);
    }

    public int Run(byte[] payload) =>
        Encoding.UTF8.GetBytes(_engine.Call(_run, JsValue.Undefined, [JsString.Create(Encoding.UTF8.GetString(payload))]).ToString()).Length;
}
