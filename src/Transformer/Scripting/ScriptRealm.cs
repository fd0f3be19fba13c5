using System.Globalization;
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

    private static readonly TimeSpan SetUpRegexTime = TimeSpan.FromSeconds(10);
    private static readonly JsString DefaultExport = JsString.Create("default");
    private static readonly JsString HeldExport = JsString.Create(ScriptProgram.HeldExport);

    private readonly ConditionalWeakTable<ScriptProgram, Instance> _instances = [];
    private readonly ScriptClock _clock = new();
    private readonly RunAllowance _allowance;
    private readonly RunDeadline _deadline;
    private readonly JsValue _busroot;

    public ScriptRealm(ScriptLimits limits, TimeProvider time)
    {
        Limits = limits;
        _deadline = new RunDeadline(time);
        _allowance = new RunAllowance(_deadline);
        var options = OptionsFor(limits);
        options.Constraints.RegexTimeout = SetUpRegexTime; // hardening uses one expression; on a busy machine its first use is not held to a rule's time
        Engine = new Engine(options);
        RealmHardening.Apply(Engine, limits);
        options.Constraints.RegexTimeout = limits.RegexTime;
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
        _clock.Now = now;
        _allowance.Begin(limits);
        _deadline.Begin(limits.Time);
    }

    public void End()
    {
        _allowance.End();
        _deadline.End();
    }

    /// <summary>Ends the run if a limit is reached; for loops of our own over what a script made.</summary>
    public void Check()
    {
        _deadline.Check();
        _allowance.CheckMemory();
    }

    /// <summary>Calls a program's default export and lets all that it awaits run to completion.</summary>
    public JsValue Call(ScriptProgram program, JsValue[] arguments)
    {
        var function = FunctionOf(program);
        var result = Engine.Call(function, JsValue.Undefined, arguments);

        // Also what the script started and did not wait for: it must not go on in the run of another device.
        Engine.Advanced.ProcessTasks();
        return Settle(result);
    }

    /// <summary>Lets what a failed run left behind come to its end within the run's limits.</summary>
    /// <returns><see langword="false"/> when it does not: the realm cannot be used any more.</returns>
    public bool TryDrain()
    {
        try
        {
            Engine.Advanced.ProcessTasks();
            return true;
        }
        catch (Exception) // the boundary of what a failed run left behind; the realm goes with it
        {
            return false;
        }
    }

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

    private Options OptionsFor(ScriptLimits limits)
    {
        var options = new Options
        {
            Strict = true,
            Culture = CultureInfo.InvariantCulture,
            TimeSystem = _clock,
        };
        options.EnableModules(new NoModules());
        options.Interop.Enabled = false;
        options.Host.StringCompilationAllowed = false;
        options.Constraints.MaxRecursionDepth = limits.RecursionDepth;
        options.Constraints.StackOverflowGuard = true;
        options.Constraints.MaxArraySize = (uint)limits.ArrayLength;
        options.Constraints.RegexTimeout = limits.RegexTime;
        options.Constraints.PromiseTimeout = limits.Time;
        options.Constraints.Constraints.Add(_allowance);
        options.Constraints.Constraints.Add(_deadline);

        // Ours counts as well; the engine's own is asked before texts are put together, ours only between statements.
        options.LimitMemory(limits.MemoryBytes);
        return options;
    }

    private sealed class Instance(JsValue function)
    {
        public JsValue Function { get; } = function;
    }
}
