using System.Reflection;
using Acornima;
using Jint;
using Jint.Native;
using Jint.Runtime.Modules;
using JintModule = Jint.Runtime.Modules.Module;

namespace Busroot.Transformer.Scripting;

/// <summary>The few methods of Jint whose signatures name the parser's types, bound once.</summary>
/// <remarks>
/// Jint was compiled against a signed parser assembly; ours has its name but no signature, which the runtime accepts and the C# compiler
/// does not. Beside this class only <see cref="ModuleSurvey"/> and <see cref="ModuleAsFunction"/>, which look at trees, know the parser.
/// </remarks>
internal static class JintBindings
{
    private static readonly MethodInfo PrepareMethod = typeof(Engine).GetMethod(nameof(Engine.PrepareModule))!;

    private static readonly MethodInfo PrepareScriptMethod = typeof(Engine).GetMethod(nameof(Engine.PrepareScript))!;

    private static readonly MethodInfo RunMethod = typeof(Engine).GetMethods()
        .Single(method => method.Name == nameof(Engine.Evaluate) && method.GetParameters() is [{ ParameterType.IsByRef: true }]);

    private static readonly MethodInfo BuildMethod = typeof(ModuleFactory).GetMethods()
        .Single(method => method.Name == nameof(ModuleFactory.BuildSourceTextModule) && method.GetParameters().Length == 2);

    private static readonly MethodInfo LocationMethod = typeof(JintException).GetMethod(nameof(JintException.TryGetJavaScriptLocation))!;

    private static readonly Func<Engine, string, string?, JsValue> EvaluateMethod = typeof(Engine)
        .GetMethod(nameof(Engine.Evaluate), [typeof(string), typeof(string)])!
        .CreateDelegate<Func<Engine, string, string?, JsValue>>();

    /// <summary>Runs a script of ours.</summary>
    public static JsValue Evaluate(Engine engine, string code) => EvaluateMethod(engine, code, null);

    /// <summary>Parses and analyses a module so that any engine, on any thread, can run it.</summary>
    /// <param name="code">The module; must parse.</param>
    /// <param name="file">What places in it are called.</param>
    /// <returns>Makes an instance in an engine, not yet linked.</returns>
    public static Func<Engine, JintModule> Prepare(string code, string file)
    {
        var prepared = PrepareMethod.Invoke(null, [code, file, null])!;
        var builder = typeof(Builder<>).MakeGenericType(prepared.GetType());
        return (Func<Engine, JintModule>)builder.GetMethod(nameof(Builder<>.Bind))!.Invoke(null, [prepared])!;
    }

    /// <summary>Parses and analyses a script, in sloppy mode, so that any engine, on any thread, can run it.</summary>
    /// <param name="code">The script; must parse.</param>
    /// <param name="file">What places in it are called.</param>
    public static PreparedScript PrepareScript(string code, string file)
    {
        var prepared = PrepareScriptMethod.Invoke(null, [code, file, false, new ScriptPreparationOptions { CollectReferencedGlobals = true }])!;
        var runner = typeof(Runner<>).MakeGenericType(prepared.GetType());
        var globals = (IEnumerable<string>)prepared.GetType().GetProperty("ReferencedGlobals")!.GetValue(prepared)!;
        return new PreparedScript((Func<Engine, JsValue>)runner.GetMethod(nameof(Runner<>.Bind))!.Invoke(null, [prepared])!, System.Collections.Frozen.FrozenSet.ToFrozenSet(globals));
    }

    /// <summary>Finds where in a script an exception arose.</summary>
    /// <param name="exception">What a run ended with.</param>
    /// <param name="file">Only places in this file count; null for any.</param>
    /// <returns>Null when it is not known; the file is the one given to <see cref="Prepare"/>.</returns>
    public static SourcePosition? PlaceOf(Exception exception, string? file = null)
    {
        object?[] arguments = [exception, null];
        return LocationMethod.Invoke(null, arguments) is true && arguments[1] is SourceLocation { Start.Line: > 0 } location
            && (file is null || location.SourceFile == file)
            ? new SourcePosition(location.Start.Line, location.Start.Column + 1)
            : null;
    }

    private static class Builder<TPrepared>
        where TPrepared : struct
    {
        private delegate JintModule Build(Engine engine, in TPrepared prepared);

        private static readonly Build Method = BuildMethod.CreateDelegate<Build>();

        public static Func<Engine, JintModule> Bind(TPrepared prepared) => engine => Method(engine, in prepared);
    }
    private static class Runner<TPrepared>
        where TPrepared : struct
    {
        private delegate JsValue Run(Engine engine, in TPrepared prepared);

        private static readonly Run Method = RunMethod.CreateDelegate<Run>();

        public static Func<Engine, JsValue> Bind(TPrepared prepared) => engine => Method(engine, in prepared);
    }
}

/// <summary>A script that any engine can run. Threads: immutable.</summary>
/// <param name="Run">Runs it in an engine and gives its completion value.</param>
/// <param name="Globals">The names it refers to and does not declare.</param>
internal sealed record PreparedScript(Func<Engine, JsValue> Run, System.Collections.Frozen.FrozenSet<string> Globals);
