using System.Runtime.CompilerServices;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Modules;

namespace Busroot.Transformer.Scripting;

/// <summary>One engine of one lane with everything in it frozen, and the instances of the programs that ran on it.</summary>
/// <remarks>
/// Owner: one runner; not thread-safe. Several rules share a realm, since freezing one costs about 260 KB and 2 ms: what a rule can reach in
/// it that another can also reach is immutable. See docs/threat-model.md.
/// </remarks>
internal sealed class ScriptRealm : IDisposable
{
    // There is nothing to wait for; zero would mean to wait without end.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private static readonly JsString DefaultExport = JsString.Create("default");
    private static readonly JsString HeldExport = JsString.Create(ScriptProgram.HeldExport);

    private readonly ConditionalWeakTable<ScriptProgram, Instance> _instances = [];
    private readonly EngineBounds _bounds;
    private readonly JsValue _busroot;

    public ScriptRealm(ScriptLimits limits, TimeProvider time)
    {
        Limits = limits;
        _bounds = new EngineBounds(limits, time);
        _bounds.Options.Strict = true;
        _bounds.Options.EnableModules(new NoModules());
        Engine = new Engine(_bounds.Options);
        RealmHardening.Apply(Engine, limits);
        _bounds.EndSetUp();
        Reading = new CurrentReading(this);
        var module = new BusrootModule(this);
        Engine.Modules.Add(BusrootModule.Specifier, module.Build);
        _busroot = Engine.Modules.Import(BusrootModule.Specifier);
        module.Freeze(_busroot);
        RealmHardening.Freeze(Reading.LevelFunction);
    }

    public Engine Engine { get; }

    public ScriptLimits Limits { get; }

    public CurrentReading Reading { get; }

    public JsonValues Json => field ??= new JsonValues(Engine);

    /// <summary>How many instances it has made; the engine keeps a little of each, so a realm that made many is replaced.</summary>
    public int Instances { get; private set; }

    /// <summary>Starts a run: sets the clock and arms the limits. Every <see cref="Begin"/> is followed by an <see cref="End"/>.</summary>
    public void Begin(ScriptLimits limits, DateTimeOffset now)
    {
        Engine.Constraints.Reset(); // the engine does so when it is called, and not when it instantiates a module: whatever the thread did since the last run would count
        _bounds.Begin(limits, now);
    }

    public void End() => _bounds.End();

    /// <inheritdoc cref="EngineBounds.Check"/>
    public void Check() => _bounds.Check();

    /// <summary>Calls a program's default export and lets all that it awaits run to completion.</summary>
    public JsValue Call(ScriptProgram program, JsValue[] arguments)
    {
        var function = FunctionOf(program);
        var result = Engine.Call(function, JsValue.Undefined, arguments);

        // Also what the script started and did not wait for: it must not go on in the run of another device.
        Engine.Advanced.ProcessTasks();
        return Settle(result);
    }

    /// <inheritdoc cref="EngineBounds.TryDrain"/>
    public bool TryDrain() => EngineBounds.TryDrain(Engine);

    public void Dispose() => Engine.Dispose();

    private JsValue FunctionOf(ScriptProgram program)
    {
        if (!_instances.TryGetValue(program, out var instance))
        {
            var exports = Instantiate(program);
            Instances++;
            RealmHardening.Freeze(exports.Get(HeldExport));
            instance = new Instance(exports.Get(DefaultExport));
            RealmHardening.Freeze(instance.Function);
            _instances.Add(program, instance);
        }

        if (!program.StartsAnew)
        {
            return instance.Function;
        }

        var made = Engine.Call(instance.Function, JsValue.Undefined, []);
        Engine.Advanced.ProcessTasks();
        return Settle(made);
    }

    private ObjectInstance Instantiate(ScriptProgram program)
    {
        var module = program.Build(Engine);
        module.LoadRequestedModules();
        module.Link();
        var evaluated = module.Evaluate();
        Engine.Advanced.ProcessTasks();
        Settle(evaluated);
        return Module.GetModuleNamespace(module);
    }

    private static JsValue Settle(JsValue value)
    {
        // There is nothing to wait for: no timers, no input. What is not settled once the jobs have run never will be.
        if (!value.IsPromise())
        {
            return value;
        }

        try
        {
            return value.UnwrapIfPromise(Moment);
        }
        catch (PromiseRejectedException pending) when (pending.RejectedValue is JsString text && text.ToString().StartsWith("Timeout of ", StringComparison.Ordinal))
        {
            throw new InvalidResultException(RuleFault.ScriptThrew, "the script awaits a promise that never settles; there are no timers and no input to wait for");
        }
    }

    private sealed class Instance(JsValue function)
    {
        public JsValue Function { get; } = function;
    }
}
