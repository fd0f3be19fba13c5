using System.Reflection;
using Jint;
using Jint.Native;
using Jint.Native.Object;

namespace Busroot.JavaScript.Tests.Language;

/// <summary>
/// Runs JavaScript in Jint. Overloads of Evaluate and Add mention types of the signed parser package, which the compiler refuses to
/// take for ours (CS0012), so those that are needed are bound by reflection.
/// </summary>
internal static class JintEngine
{
    private static readonly Func<Engine, string, string?, JsValue> Evaluator = Bind<Func<Engine, string, string?, JsValue>>(
        typeof(Engine), nameof(Engine.Evaluate), typeof(string), typeof(string));

    private static readonly Action<Engine.ModuleOperations, string, string> Adder = Bind<Action<Engine.ModuleOperations, string, string>>(
        typeof(Engine.ModuleOperations), nameof(Engine.ModuleOperations.Add), typeof(string), typeof(string));

    public static JsValue Evaluate(string code) => Evaluator(new Engine(), code, null);

    /// <summary>Evaluates to a plain .NET value: string, double, bool or null.</summary>
    public static object? Value(string code) => Evaluate(code).ToObject();

    /// <summary>Evaluates code, runs its promise jobs, then evaluates an expression.</summary>
    public static object? ValueAfter(string code, string expression)
    {
        var engine = new Engine();
        Evaluator(engine, code, null);
        return Evaluator(engine, expression, null).ToObject();
    }

    /// <summary>Runs a module beside others.</summary>
    /// <returns>Its export "value".</returns>
    public static object? Import(string code, params (string Name, string Code)[] others)
    {
        var engine = new Engine();
        foreach (var (name, other) in others)
        {
            Adder(engine.Modules, name, other);
        }

        Adder(engine.Modules, "main", code);
        ObjectInstance exports = engine.Modules.Import("main");
        return exports.Get("value").ToObject();
    }

    private static T Bind<T>(Type type, string method, params Type[] parameters)
        where T : Delegate =>
        type.GetMethod(method, BindingFlags.Public | BindingFlags.Instance, parameters)!.CreateDelegate<T>();
}
