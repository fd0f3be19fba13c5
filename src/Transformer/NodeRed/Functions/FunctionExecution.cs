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
    private static readonly RuleOutcome.Ignored SentNothing = new("the function sent nothing");
    private static readonly RuleOutcome.Ignored SentSomethingElse = new("what the function sent are no signals; see its warnings");

    /// <summary>Runs.</summary>
    /// <param name="scope">Whose run it is.</param>
    /// <param name="occasion">Why.</param>
    /// <param name="output">Gains the publications, unless the run fails.</param>
    /// <param name="leftOut">Gains what was left out.</param>
    public StepEnd Run(DeviceScope scope, in Occasion occasion, SignalBuffer output, ref LeftOut leftOut)
    {
        var host = scope.Instance.Host;
        var limits = scope.Rule.Function!.Limits;
        host.Begin(scope, occasion.Step, occasion.Now, scope.Instance.IsWarm || limits.Time > FirstRun ? limits : limits with { Time = FirstRun }, output);
        scope.Instance.IsWarm = true;
        var endsUnderWay = occasion.Step != Step.Timer; // a timer may fail while the message of its device waits for another one
        try
        {
            var payload = JsValue.Undefined;
            if (occasion.Step == Step.Message && !MessageValues.TryDecode(occasion.Message.Payload, scope.Rule.Function.Data, host, slots, out payload, out var error))
            {
                return new StepEnd(new RuleOutcome.Failed(RuleFault.InvalidPayload, error!, null), null, false);
            }

            var ended = Settle(scope, occasion, Enter(scope, occasion, payload), ref endsUnderWay);
            var of = ended ?? FirstPublished(scope, occasion);
            scope.Context.Save(writer, isStored: of is not null || scope.UnderWay is null or { IsAnswered: true });
            host.Commit();
            leftOut.RetainedIncrements += host.Sent.LeftOut.RetainedIncrements;
            return End(of, Outcome(scope, occasion, ended));
        }
        catch (Exception fault) // the boundary of a rule's run: whatever a function brings about, in the engine too, ends here
        {
            return Fail(fault, scope, occasion, endsUnderWay);
        }
        finally
        {
            host.End();
        }
    }

    // What the body gave, when it is not a promise.
    private static JsValue Enter(DeviceScope scope, in Occasion occasion, JsValue payload)
    {
        var host = scope.Instance.Host;
        switch (occasion.Step)
        {
            case Step.Message:
                return Take(scope, Step.Message, scope.Instance.Run(scope, MessageValues.Make(host, payload, scope.Topic, occasion.Message.Qos, occasion.Message.Retain)));
            case Step.Start:
                return Take(scope, Step.Start, scope.Instance.RunOnce(occasion.Program, scope));
            case Step.Timer:
                return host.Engine.Call(occasion.Timer!.Callback, host.Node, occasion.Timer.Arguments);
            default:
                scope.CloseListeners.ForEach(listener => host.Engine.Call(listener, host.Node, []));
                return scope.Rule.Function!.Stop is { } stop ? scope.Instance.RunOnce(stop, scope) : JsValue.Undefined;
        }
    }

    private static JsValue Take(DeviceScope scope, Step step, JsValue result)
    {
        if (result.IsPromise())
        {
            var underWay = new MessageUnderWay(step, scope.MessageId);
            scope.Begin(underWay);
            scope.Instance.Host.Watch(result, underWay);
        }

        return result;
    }

    // What has settled is sent; what has not goes on when a timer fires. What throws here is the end of what was under way.
    private static MessageUnderWay? Settle(DeviceScope scope, in Occasion occasion, JsValue result, ref bool endsUnderWay)
    {
        var host = scope.Instance.Host;
        host.Engine.Advanced.ProcessTasks();
        if (scope.UnderWay is not { } underWay)
        {
            SendResult(host, occasion.Step, result);
            return null;
        }

        if (underWay.Settled is { } settled)
        {
            endsUnderWay = true;
            if (settled.IsError)
            {
                throw new ThrownException(settled.Value);
            }

            scope.EndUnderWay();
            SendResult(host, underWay.Step, settled.Value);
            return underWay;
        }

        if (underWay.IsOverdue || !scope.HasTimers)
        {
            endsUnderWay = true;
            scope.StopTimersOf(underWay);
            throw underWay.IsOverdue ? TooLong() : Never();
        }

        underWay.GoOn(scope, occasion.Message);
        return null;
    }

    private static InvalidResultException TooLong() => new(RuleFault.TimeLimit,
        "the function has awaited for a minute, and nothing else of its device can run meanwhile; start a timer without awaiting it for what comes later");

    private static InvalidResultException Never() => new(RuleFault.ScriptThrew, "the function awaits a promise that never settles: no timer is running that could settle it");

    private static void SendResult(FunctionHost host, Step step, JsValue result)
    {
        if (step == Step.Message)
        {
            host.Sent.Send(result, isClone: false);
        }
    }

    // A message that publishes while it goes on has its outcome: its reading is stored with what it published, and not run again.
    private static MessageUnderWay? FirstPublished(DeviceScope scope, in Occasion occasion) =>
        scope.Instance.Host.Sent.Published > 0 && scope.UnderWay is { IsAnswered: false } underWay && occasion.IsPartOf(underWay) ? underWay : null;

    private static RuleOutcome Outcome(DeviceScope scope, in Occasion occasion, MessageUnderWay? ended)
    {
        var host = scope.Instance.Host;
        if (host.Sent.Published > 0)
        {
            return RuleOutcome.Produced.Instance;
        }

        if (scope.UnderWay is { } underWay && occasion.IsPartOf(underWay))
        {
            underWay.Reported ??= host.Reported; // judged at its end: it may yet publish
            return occasion.Step == Step.Message ? RuleOutcome.Awaits.Instance : SentNothing;
        }

        var payload = ended?.Message is { } kept ? kept.Payload : occasion.Message.Payload;
        return (ended?.Reported ?? host.Reported) is { } reported ? FunctionFaults.Make(RuleFault.ScriptThrew, reported, null, scope.Rule, occasion.Program, payload)
            : host.Sent.LeftOut.RetainedIncrements > 0 ? RuleOutcome.Ignored.RetainedIncrement
            : host.Sent.SentSomethingElse ? SentSomethingElse
            : SentNothing;
    }

    private static StepEnd End(MessageUnderWay? of, RuleOutcome outcome)
    {
        var answers = of is { IsAnswered: false, Step: Step.Message };
        if (of is not null)
        {
            of.IsAnswered = true;
        }

        return new StepEnd(outcome, of, answers);
    }

    private StepEnd Fail(Exception fault, DeviceScope scope, in Occasion occasion, bool endsUnderWay)
    {
        var host = scope.Instance.Host;
        var isSound = host.TryDrain();
        var isInDoubt = (ScriptFaults.LeavesRealmInDoubt(fault) && fault is not ThrownException) || !isSound;
        host.Sent.TakeBack(); // last: draining may have sent more
        endsUnderWay |= isInDoubt || !scope.HasTimers || scope.UnderWay?.Settled is not null;
        var ended = endsUnderWay ? scope.UnderWay : null;
        var failed = FunctionFaults.Describe(fault, scope.Rule, occasion.Program, host, ended?.Message is { } kept ? kept.Payload : occasion.Message.Payload);
        if (occasion.Step == Step.Start || ended is { Step: Step.Start })
        {
            scope.StartFailure = failed = failed with { Message = $"On Start failed, so no message is run; Node-RED would lose them without a word. {failed.Message}" };
        }

        Forget(scope, ended);
        if (isInDoubt)
        {
            scope.Stop();
            hosts.MoveOut(scope.Rule.Function!, scope.Instance, isSound);
        }

        return End(ended, failed);
    }

    // What the run did to context; with a message that ends by it, what its earlier runs did.
    private static void Forget(DeviceScope scope, MessageUnderWay? ended)
    {
        if (ended is null)
        {
            scope.Context.Discard();
            return;
        }

        scope.Context.DiscardUnstored();
        scope.EndUnderWay();
    }
}
