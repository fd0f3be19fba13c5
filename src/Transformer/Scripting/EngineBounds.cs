using System.Globalization;
using Jint;

namespace Busroot.Transformer.Scripting;

/// <summary>What holds an engine in bounds: its options, its clock, and the limits of the run that is using it.</summary>
/// <remarks>Owner: one engine; not thread-safe.</remarks>
internal sealed class EngineBounds
{
    private static readonly TimeSpan SetUpRegexTime = TimeSpan.FromSeconds(10);

    private readonly ScriptClock _clock = new();
    private readonly RunDeadline _deadline;
    private readonly RunAllowance _allowance;
    private readonly ScriptLimits _limits;

    public EngineBounds(ScriptLimits limits, TimeProvider time)
    {
        _limits = limits;
        _deadline = new RunDeadline(time);
        _allowance = new RunAllowance(_deadline);
        Options = OptionsFor(limits);
    }

    /// <summary>For the engine; whether it is strict, and modules, are the owner's to say.</summary>
    public Options Options { get; }

    /// <summary>The engine is set up, which uses an expression of its own: from now on they have the time of a rule's. On a busy machine the first use takes longer.</summary>
    public void EndSetUp() => Options.Constraints.RegexTimeout = _limits.RegexTime;

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
    public static bool TryDrain(Engine engine)
    {
        try
        {
            engine.Advanced.ProcessTasks();
            return true;
        }
        catch (Exception) // the boundary of what a failed run left behind; the engine goes with it
        {
            return false;
        }
    }

    private Options OptionsFor(ScriptLimits limits)
    {
        var options = new Options { Culture = CultureInfo.InvariantCulture, TimeSystem = _clock };
        options.Interop.Enabled = false;
        options.Host.StringCompilationAllowed = false;
        options.Constraints.MaxRecursionDepth = limits.RecursionDepth;
        options.Constraints.StackOverflowGuard = true;
        options.Constraints.MaxArraySize = (uint)limits.ArrayLength;
        options.Constraints.RegexTimeout = SetUpRegexTime;
        options.Constraints.PromiseTimeout = limits.Time;
        options.Constraints.Constraints.Add(_allowance);
        options.Constraints.Constraints.Add(_deadline);

        // Ours counts as well; the engine's own is asked before texts are put together, ours only between statements.
        options.LimitMemory(limits.MemoryBytes);
        return options;
    }
}
