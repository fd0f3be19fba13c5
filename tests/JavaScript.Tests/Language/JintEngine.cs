using System.Reflection;
using Jint;
using Jint.Native;

namespace Busroot.JavaScript.Tests.Language;

/// <summary>
/// Runs JavaScript in Jint. Overloads of Execute and Evaluate mention types of the signed parser package, which the compiler
/// refuses to take for ours (CS0012), so the one that is needed is bound by reflection.
/// </summary>
internal static class JintEngine
{
    private static readonly Func<Engine, string, string?, JsValue> Evaluator = Bind();

    public static JsValue Evaluate(string code) => Evaluate(new Engine(), code);

    public static JsValue Evaluate(Engine engine, string code) => Evaluator(engine, code, null);

    /// <summary>Evaluates to a plain .NET value: string, double, bool or null.</summary>
    public static object? Value(string code) => Evaluate(code).ToObject();

    private static Func<Engine, string, string?, JsValue> Bind() => typeof(Engine)
        .GetMethod(nameof(Engine.Evaluate), BindingFlags.Public | BindingFlags.Instance, [typeof(string), typeof(string)])!
        .CreateDelegate<Func<Engine, string, string?, JsValue>>();
}
