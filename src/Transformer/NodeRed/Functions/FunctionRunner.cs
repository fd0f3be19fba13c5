using System.Runtime.CompilerServices;
using System.Text;
using Busroot.Transformer.Dedupe;
using Busroot.Transformer.Mapping;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>Runs rules of kind function for one runner: one message of a device at a time, also when the function waits in the middle.</summary>
/// <remarks>Owner: one runner; not thread-safe. Never throws.</remarks>
internal sealed class FunctionRunner : IDisposable
{
    private readonly ConditionalWeakTable<DeviceState, DeviceScope> _scopes = [];
    private readonly TimerQueue _timers = new();
    private readonly ContextWriter _writer = new();
    private readonly SeenReadings _seen;
    private readonly FunctionHosts _hosts;
    private readonly FunctionExecution _execution;

    public FunctionRunner(TimeProvider time, AccountValues accounts, SlotTable slots, SignalSet signals, SeenReadings seen)
    {
        _seen = seen;
        _hosts = new FunctionHosts(time, _timers, accounts, signals);
        _execution = new FunctionExecution(slots, _writer, _hosts);
    }

    /// <summary>What the last run said.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>When <see cref="TryRunDue"/> has something to run; null when nothing is waiting.</summary>
    public DateTimeOffset? NextDue => _timers.NextDue;

    /// <summary>Runs a rule on a reading.</summary>
    public RuleOutcome Run(Rule rule, in RuleInput input, VariableTable variables, SignalBuffer output, ref LeftOut leftOut)
    {
        Warnings = [];
        var scope = ScopeFor(rule, input.State);
        (scope.Device, scope.Variables) = (input.Device, variables);
        if (!scope.IsStarted)
        {
            Start(scope, input.At, output);
        }

        var message = new MessageView(input.Topic, input.Payload, input.At, input.Retain, input.Qos);
        if (scope.IsBusy)
        {
            scope.Wait(KeptMessage.Of(message));
            return RuleOutcome.Awaits.Instance;
        }

        return RunMessage(scope, message, output, ref leftOut);
    }

    /// <summary>Runs one thing that is due.</summary>
    public bool TryRunDue(DateTimeOffset now, SignalBuffer output, out TimedRun run, ref LeftOut leftOut)
    {
        while (_timers.TryTakeReady(out var scope))
        {
            if (!IsGone(scope) && scope is { HasWaiting: true, UnderWay: null })
            {
                run = RunWaiting(scope, output, ref leftOut);
                return true;
            }
        }

        while (_timers.TryTakeDue(now, out var timer))
        {
            if (!IsGone(timer.Scope))
            {
                run = RunTimer(timer, now, output, ref leftOut);
                return true;
            }
        }

        run = null!;
        return false;
    }

    /// <summary>Ends what a function left running for a device: On Stop, timers, readings that have no outcome yet.</summary>
    public void Stop(DeviceState state, DateTimeOffset now)
    {
        if (_scopes.TryGetValue(state, out var scope))
        {
            Stop(scope, now);
            scope.DropWaiting();
            _scopes.Remove(state);
        }
    }

    public void Dispose()
    {
        _hosts.Dispose();
        _writer.Dispose();
    }

    // Its engine was thrown away with another rule's run: readings that were in it are run from their beginning in a new one.
    private bool IsGone(DeviceScope scope)
    {
        if (!scope.Instance.Host.IsGone)
        {
            return false;
        }

        Renew(scope);
        return true;
    }

    private void Renew(DeviceScope scope)
    {
        if (scope.State is { } state && _scopes.TryGetValue(state, out var present) && present == scope)
        {
            ScopeFor(scope.Rule, state);
        }
    }

    private DeviceScope ScopeFor(Rule rule, DeviceState? state)
    {
        var instance = _hosts.For(rule.Function!, rule.ServiceLimits);
        if (state is null)
        {
            return new DeviceScope(rule, instance, null);
        }

        if (_scopes.TryGetValue(state, out var before) && ReferenceEquals(before.Rule, rule) && ReferenceEquals(before.Instance, instance))
        {
            return before;
        }

        var scope = new DeviceScope(rule, instance, state);
        if (before is not null)
        {
            scope.TakeOver(before);
            Stop(before, before.Instance.Host.Now);
        }

        _scopes.AddOrUpdate(state, scope);
        MakeReady(scope);
        return scope;
    }

    private RuleOutcome? Start(DeviceScope scope, DateTimeOffset now, SignalBuffer output)
    {
        scope.IsStarted = true;
        if (scope.Rule.Function!.Start is not { } start)
        {
            return null;
        }

        scope.MessageId = scope.Instance.Host.NewId();
        var leftOut = default(LeftOut);
        return Execute(scope, new Occasion { Step = Step.Start, Now = now, Program = start }, output, ref leftOut).Outcome;
    }

    private void Stop(DeviceScope scope, DateTimeOffset now)
    {
        var isRunnable = scope.IsStarted && scope.StartFailure is null && !scope.IsStopped && !scope.Instance.Host.IsGone;
        scope.Context.DiscardUnstored();
        scope.Stop();
        if (isRunnable && (scope.Rule.Function!.Stop is not null || scope.CloseListeners.Count > 0))
        {
            var leftOut = default(LeftOut);
            var occasion = new Occasion { Step = Step.Stop, Now = now, Program = scope.Rule.Function.Stop ?? scope.Rule.Function.Body };
            Execute(scope, occasion, new SignalBuffer(), ref leftOut);
        }
    }

    private TimedRun RunWaiting(DeviceScope scope, SignalBuffer output, ref LeftOut leftOut)
    {
        var next = scope.FirstWaiting;
        var before = output.Count;
        var started = scope.IsStarted ? null : Start(scope, next.At, output);
        if (started is not null && (output.Count > before || scope.UnderWay is not null))
        {
            return new TimedRun(scope.Rule, scope.Device, scope.State, next.Topic, default, next.At, started); // a run of its own; the message comes after it
        }

        var message = scope.TakeWaiting();
        var outcome = Unseen(scope, message) ?? RunMessage(scope, message.View, output, ref leftOut);
        return new TimedRun(scope.Rule, scope.Device, scope.State, message.Topic, message.Payload, message.At, outcome) { Answers = outcome is not RuleOutcome.Awaits };
    }

    // With "dedupe" the one before it may have been the same reading.
    private RuleOutcome? Unseen(DeviceScope scope, KeptMessage message)
    {
        RuleOutcome.Failed? failed = null;
        if (scope.Rule.Dedupe is null || (!_seen.Has(scope.Rule, message.InputOf(scope), out failed) && failed is null))
        {
            return null;
        }

        MakeReady(scope);
        return failed ?? (RuleOutcome)RuleOutcome.Ignored.SeenBefore;
    }

    private RuleOutcome RunMessage(DeviceScope scope, in MessageView message, SignalBuffer output, ref LeftOut leftOut)
    {
        if (scope.StartFailure is { } failure)
        {
            MakeReady(scope);
            return failure;
        }

        scope.Topic = Encoding.UTF8.GetString(message.Topic);
        scope.Retain = message.Retain;
        scope.MessageId = scope.Instance.Host.NewId();
        return Execute(scope, new Occasion { Step = Step.Message, Now = message.At, Program = scope.Rule.Function!.Body, Message = message }, output, ref leftOut).Outcome;
    }

    private TimedRun RunTimer(DeviceTimer timer, DateTimeOffset now, SignalBuffer output, ref LeftOut leftOut)
    {
        var scope = timer.Scope;
        if (timer.Repeats)
        {
            _timers.Add(timer, now + timer.Delay);
        }
        else
        {
            scope.Remove(timer);
        }

        var program = scope.UnderWay is { Step: Step.Start } ? scope.Rule.Function!.Start! : scope.Rule.Function!.Body;
        var end = Execute(scope, new Occasion { Step = Step.Timer, Now = now, Program = program, Timer = timer }, output, ref leftOut);
        return end.Of?.Message is { } message && (end.Answers || end.Outcome is RuleOutcome.Failed)
            ? new TimedRun(scope.Rule, scope.Device, scope.State, message.Topic, message.Payload, message.At, end.Outcome) { Answers = end.Answers }
            : new TimedRun(scope.Rule, scope.Device, scope.State, Encoding.UTF8.GetBytes(scope.Topic), default, now, end.Outcome);
    }

    private StepEnd Execute(DeviceScope scope, in Occasion occasion, SignalBuffer output, ref LeftOut leftOut)
    {
        var end = _execution.Run(scope, occasion, output, ref leftOut);
        Warnings = scope.Instance.Host.Said;
        if (scope is { IsStopped: true, HasWaiting: true, StartFailure: null })
        {
            Renew(scope); // a limit ended it
        }

        MakeReady(scope);
        return end;
    }

    private void MakeReady(DeviceScope scope)
    {
        if (scope is { UnderWay: null, HasWaiting: true })
        {
            _timers.AddReady(scope);
        }
    }
}
