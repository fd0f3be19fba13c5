using System.Runtime.CompilerServices;
using System.Text;
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
    private static readonly RuleOutcome.Ignored Waits = new("the function is still busy with an earlier message of this device; this one follows") { GoesOn = true };

    private readonly ConditionalWeakTable<DeviceState, DeviceScope> _scopes = [];
    private readonly TimerQueue _timers = new();
    private readonly ContextWriter _writer = new();
    private readonly FunctionHosts _hosts;
    private readonly FunctionExecution _execution;

    public FunctionRunner(TimeProvider time, AccountValues accounts, SlotTable slots, SignalSet signals)
    {
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

        if (scope.UnderWay is not null || scope.HasWaiting)
        {
            var message = new WaitingMessage(input.Topic.ToArray(), input.Payload.ToArray(), input.At, input.Retain, input.Qos);
            return scope.TryWait(message) ? Waits : FunctionFaults.Make(
                RuleFault.TimeLimit, "64 messages of this device wait for an earlier one to end; does it wait for something that takes long?", null, rule, rule.Function!.Body, input.Payload);
        }

        var run = new MessageView(input.Topic, input.Payload, input.At, input.Retain, input.Qos);
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
        var run = new MessageView(message.Topic, message.Payload, message.At, message.Retain, message.Qos);
        var outcome = RunMessage(scope, run, output, ref leftOut);
        return new TimedRun(scope.Rule, scope.Device, scope.State, message.Topic, message.Payload, message.At, outcome);
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
        DeviceScope scope, Step step, DateTimeOffset now, FunctionProgram program, in MessageView message, DeviceTimer? timer, SignalBuffer output, ref LeftOut leftOut)
    {
        var outcome = _execution.Run(scope, step, now, program, message, timer, output, ref leftOut);
        Warnings = scope.Instance.Host.Said;
        MakeReady(scope);
        return outcome;
    }

    private void MakeReady(DeviceScope scope)
    {
        if (scope.UnderWay is null && scope.HasWaiting)
        {
            _timers.AddReady(scope);
        }
    }
}
