using Busroot.Transformer.Mapping;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;
using Jint;
using Jint.Native;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>One run of a function's code, from entering the engine to its outcome: the limits, what was sent, what is kept, what went wrong.</summary>
/// <remarks>Owner: one runner. Never throws.</remarks>
internal sealed class FunctionExecution(SlotTable slots, ContextWriter writer, FunctionHosts hosts)
{
    private static readonly TimeSpan FirstRun = TimeSpan.FromSeconds(1); // the runtime compiles what it needs meanwhile; no function is to blame for that
    private static readonly RuleOutcome.Ignored GoesOn = new("the function waits for a timer and goes on later") { GoesOn = true };
    private static readonly RuleOutcome.Ignored SentNothing = new("the function sent nothing");
    private static readonly RuleOutcome.Ignored SentSomethingElse = new("what the function sent are no signals; see its warnings");

    /// <summary>Runs.</summary>
    /// <param name="scope">Whose run it is.</param>
    /// <param name="step">On which occasion.</param>
    /// <param name="now">The time the function sees.</param>
    /// <param name="program">The part of the function that runs, or whose file is named when something goes wrong.</param>
    /// <param name="message">The message; only for <see cref="Step.Message"/>.</param>
    /// <param name="timer">The timer; only for <see cref="Step.Timer"/>.</param>
    /// <param name="output">Gains the publications, unless the run fails.</param>
    /// <param name="leftOut">Gains what was left out.</param>
    public RuleOutcome Run(
        DeviceScope scope, Step step, DateTimeOffset now, FunctionProgram program, in MessageView message, DeviceTimer? timer, SignalBuffer output, ref LeftOut leftOut)
    {
        var host = scope.Instance.Host;
        var limits = scope.Rule.Function!.Limits;
        host.Begin(scope, step, now, scope.Instance.IsWarm || limits.Time > FirstRun ? limits : limits with { Time = FirstRun }, output);
        scope.Instance.IsWarm = true;
        try
        {
            var payload = JsValue.Undefined;
            if (step == Step.Message && !MessageValues.TryDecode(message.Payload, scope.Rule.Function.Data, host, slots, out payload, out var error))
            {
                return new RuleOutcome.Failed(RuleFault.InvalidPayload, error!, null);
            }

            Enter(scope, step, program, message, payload, timer);
            Settle(scope, step);
            scope.Context.Save(writer);
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
        }
    }

    private static void Enter(DeviceScope scope, Step step, FunctionProgram program, in MessageView message, JsValue payload, DeviceTimer? timer)
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
            hosts.MoveOut(scope.Rule.Function!, scope.Instance, isSound);
        }

        return failed;
    }
}

/// <summary>A message on its way into a run: a view, valid for the call.</summary>
internal readonly ref struct MessageView(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload, DateTimeOffset at, bool retain, byte qos)
{
    public ReadOnlySpan<byte> Topic { get; } = topic;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    public DateTimeOffset At { get; } = at;

    public bool Retain { get; } = retain;

    public byte Qos { get; } = qos;
}
