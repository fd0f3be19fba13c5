using System.Globalization;
using Busroot.Transformer.Scripting;
using Jint;
using Jint.Native;

namespace Busroot.Transformer.NodeRed;

/// <summary>An engine for sloppy scripts: what is built in is frozen, the global object is open, and one run at a time is held to limits.</summary>
/// <remarks>Owner: one runner; not thread-safe. Cost: 300 to 400 KB and some milliseconds, which is why the rules of a lane share one. See docs/decisions/0008.</remarks>
internal sealed class SloppyEngine : IDisposable
{
    private static readonly TimeSpan SetUpRegexTime = TimeSpan.FromSeconds(10);

    private readonly ScriptClock _clock = new();
    private readonly RunDeadline _deadline;
    private readonly RunAllowance _allowance;
    private readonly Options _options;

    /// <summary>Makes an engine whose built-in objects are bounded but not frozen yet: see <see cref="Close"/>.</summary>
    public SloppyEngine(ScriptLimits limits, TimeProvider time)
    {
        Limits = limits;
        _deadline = new RunDeadline(time);
        _allowance = new RunAllowance(_deadline);
        _options = OptionsFor(limits);
        Engine = new Engine(_options);
        Json = new JsonValues(Engine);
    }

    public Engine Engine { get; }

    public ScriptLimits Limits { get; }

    public JsonValues Json { get; }

    /// <summary>Adds global names of ours and freezes all that is there.</summary>
    public void Close(IEnumerable<KeyValuePair<string, JsValue>> globals)
    {
        foreach (var (name, value) in globals)
        {
            Engine.SetValue(name, value);
        }

        RealmHardening.ApplyWithOpenGlobal(Engine, Limits);
        _options.Constraints.RegexTimeout = Limits.RegexTime;
    }

    /// <summary>Starts a run: sets the clock and arms the limits. Every <see cref="Begin"/> is followed by an <see cref="End"/>.</summary>
    public void Begin(ScriptLimits limits, DateTimeOffset now)
    {
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

    /// <summary>Lets what a failed run left behind come to its end within the run's limits.</summary>
    /// <returns><see langword="false"/> when it does not: the engine cannot be used any more.</returns>
    public bool TryDrain()
    {
        try
        {
            Engine.Advanced.ProcessTasks();
            return true;
        }
        catch (Exception) // the boundary of what a failed run left behind; the engine goes with it
        {
            return false;
        }
    }

    public void Dispose() => Engine.Dispose();

    private Options OptionsFor(ScriptLimits limits)
    {
        var options = new Options { Strict = false, Culture = CultureInfo.InvariantCulture, TimeSystem = _clock };
        options.Interop.Enabled = false;
        options.Host.StringCompilationAllowed = false;
        options.Constraints.MaxRecursionDepth = limits.RecursionDepth;
        options.Constraints.StackOverflowGuard = true;
        options.Constraints.MaxArraySize = (uint)limits.ArrayLength;
        options.Constraints.RegexTimeout = SetUpRegexTime;
        options.Constraints.PromiseTimeout = limits.Time;
        options.Constraints.Constraints.Add(_allowance);
        options.Constraints.Constraints.Add(_deadline);
        options.LimitMemory(limits.MemoryBytes); // asked before texts are put together, ours only between statements
        return options;
    }
}
