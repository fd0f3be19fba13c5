using System.Runtime.CompilerServices;
using System.Text;
using Busroot.Transformer.Mapping;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;
using Jint;
using Jint.Native;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>Runs rules of kind function for one runner: one message of a device at a time, also when the function waits in the middle.</summary>
/// <remarks>Owner: one runner; not thread-safe. Never throws.</remarks>
internal sealed class FunctionRunner : IDisposable
{
    private static readonly TimeSpan FirstRun = TimeSpan.FromSeconds(1);
    private static readonly RuleOutcome.Ignored Waits = new("the function is still busy with an earlier message of this device; this one follows");
    private static readonly RuleOutcome.Ignored GoesOn = new("the function waits for a timer and goes on later");
    private static readonly RuleOutcome.Ignored SentNothing = new("the function sent nothing");
    private static readonly RuleOutcome.Ignored SentSomethingElse = new("what the function sent are no signals; see its warnings");

    private readonly ConditionalWeakTable<DeviceState, DeviceScope> _scopes = [];
    private readonly TimerQueue _timers = new();
    private readonly ContextWriter _writer = new();
    private readonly SlotTable _slots;
    private readonly FunctionHosts _hosts;

    public FunctionRunner(TimeProvider time, AccountValues accounts, SlotTable slots, SignalSet signals)
    {
        _slots = slots;
        _hosts = new FunctionHosts(time, _timers, accounts, signals);
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

        if (scope.UnderWay is not null || scope.HasWaiting)
        {
            var message = new WaitingMessage(input.Topic.ToArray(), input.Payload.ToArray(), input.At, input.Retain, input.Qos);
            return scope.TryWait(message) ? Waits : FunctionFaults.Make(
                RuleFault.TimeLimit, "64 messages of this device wait for an earlier one to end; does it wait for something that takes long?", null, rule, rule.Function!.Body, input.Payload);
        }

        var run = new MessageRun(input.Topic, input.Payload, input.At, input.Retain, input.Qos);
        return RunMessage(scope, run, output, ref leftOut);
    }

    /// <summary>Runs one thing that is due.</summary>
    public bool TryRunDue(DateTimeOffset now, SignalBuffer output, out TimedRun run, ref LeftOut leftOut)
    {
        while (_timers.TryTakeReady(out var scope))
        {
            if (!scope.IsStopped && !scope.Instance.Host.IsGone && scope.HasWaiting && scope.UnderWay is null)
            {
                run = RunWaiting(scope, output, ref leftOut);
                return true;
            }
        }

        if (!TryTakeTimer(now, out var timer))
        {
            run = null!;
            return false;
        }

        var outcome = RunTimer(timer, now, output, ref leftOut);
        run = new TimedRun(timer.Scope.Rule, timer.Scope.Device, timer.Scope.State, Encoding.UTF8.GetBytes(timer.Scope.Topic), default, now, outcome);
        return true;
    }

    /// <summary>Ends what a function left running for a device: On Stop, timers, messages that wait.</summary>
    public void Stop(DeviceState state, DateTimeOffset now)
    {
        if (_scopes.TryGetValue(state, out var scope))
        {
            Stop(scope, now);
            _scopes.Remove(state);
        }
    }

    public void Dispose()
    {
        _hosts.Dispose();
        _writer.Dispose();
    }

    private bool TryTakeTimer(DateTimeOffset now, out DeviceTimer timer)
    {
        while (_timers.TryTakeDue(now, out timer))
        {
            if (!timer.Scope.Instance.Host.IsGone)
            {
                return true;
            }
        }

        return false;
    }

    private DeviceScope ScopeFor(Rule rule, DeviceState? state)
    {
        var instance = _hosts.For(rule.Function!, rule.ServiceLimits);
        if (state is null)
        {
            return new DeviceScope(rule, instance, null);
        }

        if (_scopes.TryGetValue(state, out var scope))
        {
            if (ReferenceEquals(scope.Rule, rule) && ReferenceEquals(scope.Instance, instance))
            {
                return scope;
            }

            Stop(scope, scope.Instance.Host.Now);
        }

        scope = new DeviceScope(rule, instance, state);
        _scopes.AddOrUpdate(state, scope);
        return scope;
    }

    private void Start(DeviceScope scope, DateTimeOffset now, SignalBuffer output)
    {
        scope.IsStarted = true;
        if (scope.Rule.Function!.Start is not { } start)
        {
            return;
        }

        scope.MessageId = scope.Instance.Host.NewId();
        var leftOut = default(LeftOut);
        Execute(scope, Step.Start, now, start, default, null, output, ref leftOut);
    }

    private void Stop(DeviceScope scope, DateTimeOffset now)
    {
        var isRunnable = scope.IsStarted && scope.StartFailure is null && !scope.IsStopped && !scope.Instance.Host.IsGone;
        scope.Stop();
        if (isRunnable && (scope.Rule.Function!.Stop is not null || scope.CloseListeners.Count > 0))
        {
            var leftOut = default(LeftOut);
            Execute(scope, Step.Stop, now, scope.Rule.Function.Stop ?? scope.Rule.Function.Body, default, null, new SignalBuffer(), ref leftOut);
        }
    }

    private TimedRun RunWaiting(DeviceScope scope, SignalBuffer output, ref LeftOut leftOut)
    {
        var message = scope.TakeWaiting();
        var run = new MessageRun(message.Topic, message.Payload, message.At, message.Retain, message.Qos);
        var outcome = RunMessage(scope, run, output, ref leftOut);
        return new TimedRun(scope.Rule, scope.Device, scope.State, message.Topic, message.Payload, message.At, outcome);
    }

    private RuleOutcome RunMessage(DeviceScope scope, in MessageRun message, SignalBuffer output, ref LeftOut leftOut)
    {
        if (scope.StartFailure is { } failure)
        {
            MakeReady(scope);
            return failure;
        }

        scope.Topic = Encoding.UTF8.GetString(message.Topic);
        scope.Retain = message.Retain;
        scope.MessageId = scope.Instance.Host.NewId();
        return Execute(scope, Step.Message, message.At, scope.Rule.Function!.Body, message, null, output, ref leftOut);
    }

    private RuleOutcome RunTimer(DeviceTimer timer, DateTimeOffset now, SignalBuffer output, ref LeftOut leftOut)
    {
        if (timer.Repeats)
        {
            _timers.Add(timer, now + timer.Delay);
        }
        else
        {
            timer.Scope.Remove(timer);
        }

        return Execute(timer.Scope, Step.Timer, now, timer.Scope.Rule.Function!.Body, default, timer, output, ref leftOut);
    }

    private RuleOutcome Execute(
        DeviceScope scope, Step step, DateTimeOffset now, FunctionProgram program, in MessageRun message, DeviceTimer? timer, SignalBuffer output, ref LeftOut leftOut)
    {
        var host = scope.Instance.Host;
        var limits = scope.Rule.Function!.Limits;
        host.Begin(scope, step, now, scope.Instance.IsWarm || limits.Time > FirstRun ? limits : limits with { Time = FirstRun }, output);
        scope.Instance.IsWarm = true;
        try
        {
            var payload = JsValue.Undefined;
            if (step == Step.Message && !MessageValues.TryDecode(message.Payload, scope.Rule.Function.Data, host, _slots, out payload, out var error))
            {
                return new RuleOutcome.Failed(RuleFault.InvalidPayload, error!, null);
            }

            Enter(scope, step, program, message, payload, timer);
            Settle(scope, step);
            scope.Context.Save(_writer);
            host.Commit();
            leftOut.RetainedIncrements += host.Sent.LeftOut.RetainedIncrements;
            return Outcome(scope, host, program, message.Payload);
        }
        catch (Exception fault) // the boundary of a rule's run: whatever a function brings about, in the engine too, ends here
        {
            return Fail(fault, scope, host, program, message.Payload);
        }
        finally
        {
            host.End();
            Warnings = host.Said;
            MakeReady(scope);
        }
    }

    private static void Enter(DeviceScope scope, Step step, FunctionProgram program, in MessageRun message, JsValue payload, DeviceTimer? timer)
    {
        var host = scope.Instance.Host;
        switch (step)
        {
            case Step.Message:
                (scope.UnderWay, scope.Settled, scope.IsDone) = (Step.Message, null, false);
                Take(scope, scope.Instance.Run(scope, MessageValues.Make(host, payload, scope.Topic, message.Qos, message.Retain)));
                break;
            case Step.Start:
                (scope.UnderWay, scope.Settled, scope.IsDone) = (Step.Start, null, true);
                Take(scope, scope.Instance.RunOnce(program, scope));
                break;
            case Step.Timer:
                host.Engine.Call(timer!.Callback, host.Node, timer.Arguments);
                break;
            default:
                scope.CloseListeners.ForEach(listener => host.Engine.Call(listener, host.Node, []));
                if (scope.Rule.Function!.Stop is { } stop)
                {
                    scope.Instance.RunOnce(stop, scope);
                }

                break;
        }
    }

    private static void Take(DeviceScope scope, JsValue result)
    {
        if (result.IsPromise())
        {
            scope.Instance.Host.Watch(result);
        }
        else
        {
            scope.Settled = new Settlement(result, IsError: false);
        }
    }

    // What has settled is sent; what has not goes on when a timer fires.
    private static void Settle(DeviceScope scope, Step step)
    {
        var host = scope.Instance.Host;
        host.Engine.Advanced.ProcessTasks();
        if (scope.UnderWay is not { } underWay || step == Step.Stop)
        {
            return;
        }

        if (scope.Settled is { } settled)
        {
            var isDone = scope.IsDone || underWay == Step.Start || !scope.Rule.Function!.Body.WaitsForDone || !scope.HasTimers;
            scope.UnderWay = isDone ? null : underWay;
            scope.Settled = isDone ? null : settled with { Value = JsValue.Undefined };
            if (settled.IsError)
            {
                scope.UnderWay = underWay;
                throw new ThrownException(settled.Value);
            }

            if (underWay == Step.Message)
            {
                host.Sent.Send(settled.Value, isClone: false);
            }
        }
        else if (!scope.HasTimers)
        {
            throw new InvalidResultException(RuleFault.ScriptThrew, "the function awaits a promise that never settles: no timer is running that could settle it");
        }
    }

    private static RuleOutcome Outcome(DeviceScope scope, FunctionHost host, FunctionProgram program, ReadOnlySpan<byte> payload)
    {
        if (host.Sent.Published > 0)
        {
            return RuleOutcome.Produced.Instance;
        }

        return host.Reported is { } reported ? FunctionFaults.Make(RuleFault.ScriptThrew, reported, null, scope.Rule, program, payload)
            : host.Sent.LeftOut.RetainedIncrements > 0 ? RuleOutcome.Ignored.RetainedIncrement
            : host.Sent.SentSomethingElse ? SentSomethingElse
            : scope.UnderWay is not null ? GoesOn
            : SentNothing;
    }

    private RuleOutcome.Failed Fail(Exception fault, DeviceScope scope, FunctionHost host, FunctionProgram program, ReadOnlySpan<byte> payload)
    {
        host.Sent.TakeBack();
        scope.Context.Discard();
        var failed = FunctionFaults.Describe(fault, scope.Rule, program, host, payload);
        if (scope.UnderWay == Step.Start)
        {
            scope.StartFailure = failed with { Message = $"On Start failed, so no message is run; Node-RED would lose them without a word. {failed.Message}" };
        }

        // A timer of the device may fail while its message waits for another one.
        scope.UnderWay = host.Step == Step.Timer && scope.HasTimers && scope.Settled is not { IsError: true } ? scope.UnderWay : null;
        var isSound = host.TryDrain();
        if (ScriptFaults.LeavesRealmInDoubt(fault) && fault is not ThrownException || !isSound)
        {
            scope.Stop();
            _hosts.MoveOut(scope.Rule.Function!, scope.Instance, isSound);
        }

        return failed;
    }

    private void MakeReady(DeviceScope scope)
    {
        if (scope.UnderWay is null && scope.HasWaiting)
        {
            _timers.AddReady(scope);
        }
    }

    private readonly ref struct MessageRun(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload, DateTimeOffset at, bool retain, byte qos)
    {
        public ReadOnlySpan<byte> Topic { get; } = topic;

        public ReadOnlySpan<byte> Payload { get; } = payload;

        public DateTimeOffset At { get; } = at;

        public bool Retain { get; } = retain;

        public byte Qos { get; } = qos;
    }
}
