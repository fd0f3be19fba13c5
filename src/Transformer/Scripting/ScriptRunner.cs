using System.Runtime.CompilerServices;
using Busroot.Transformer.Mapping;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Signals;
using Jint.Native;

namespace Busroot.Transformer.Scripting;

/// <summary>Runs rules of kind script for one runner.</summary>
/// <remarks>Owner: one runner; not thread-safe.</remarks>
internal sealed class ScriptRunner(ScriptRealms realms, SlotTable slots, SignalSet signals) : IDisposable
{
    private readonly ResultReader _results = new(signals);
    private readonly StateWriter _states = new();
    private readonly JsValue[] _arguments = new JsValue[2];
    private readonly ConditionalWeakTable<Rule, Rule> _warm = [];

    /// <summary>What the last run said with <c>warn</c>.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>Runs a rule on a reading.</summary>
    /// <returns>What came of it; the state is saved when it is not a failure.</returns>
    /// <remarks>Never throws.</remarks>
    public RuleOutcome Run(Rule rule, in RuleInput input, VariableTable variables, SignalBuffer output, ref LeftOut leftOut)
    {
        var outcome = RunOnce(rule, input, variables, output, ref leftOut);
        if (_warm.TryGetValue(rule, out _))
        {
            return outcome;
        }

        // The very first run pays for what the runtime compiles of the engine; a script is not to blame for that time, and a run that failed left nothing behind.
        _warm.Add(rule, rule);
        return outcome is RuleOutcome.Failed { Fault: RuleFault.TimeLimit } ? RunOnce(rule, input, variables, output, ref leftOut) : outcome;
    }

    public void Dispose() => _states.Dispose();

    private RuleOutcome RunOnce(Rule rule, in RuleInput input, VariableTable variables, SignalBuffer output, ref LeftOut leftOut)
    {
        var script = rule.Script!;
        var realm = realms.For(script.Program, rule.ServiceLimits);
        var published = output.Count;
        realm.Begin(script.Limits, input.At);
        try
        {
            realm.Reading.Set(input, variables, input.State?.Of(rule.Id) ?? default);
            if (!script.Payloads.TryDecode(input.Payload, slots, realm, out var payload, out var error))
            {
                return new RuleOutcome.Failed(RuleFault.InvalidPayload, error!, null);
            }

            Apply(rule, realm, payload, input, output, ref leftOut);
            return Outcome(realm, output, published, leftOut);
        }
        catch (Exception fault) when (ScriptFaults.IsOfScript(fault)) // the boundary of a rule's run: what a script does ends here
        {
            output.Truncate(published);
            if (ScriptFaults.LeavesRealmInDoubt(fault))
            {
                realms.Discard(script.Program, realm);
            }

            return ScriptFaults.Describe(fault, rule, script.Program, input.Payload);
        }
        finally
        {
            realm.End();
            Warnings = realm.Reading.Warnings;
        }
    }

    private void Apply(Rule rule, ScriptRealm realm, JsValue payload, in RuleInput input, SignalBuffer output, ref LeftOut leftOut)
    {
        var script = rule.Script!;
        var device = realm.Reading.DeviceObject();
        _arguments[0] = realm.Reading.ReadingObject(payload);
        _arguments[1] = device;
        var result = realm.Call(script.Program, _arguments);
        _results.Read(result, realm, script.Limits, input.Retain, output, ref leftOut);
        if (realm.Reading.StateOf(device) is { } state)
        {
            var json = _states.Write(state, realm, script.Limits);
            input.State?.Keep(rule.Id, json);
        }
    }

    private static RuleOutcome Outcome(ScriptRealm realm, SignalBuffer output, int published, in LeftOut leftOut)
    {
        if (realm.Reading.IgnoreReason is { } reason)
        {
            output.Truncate(published);
            return new RuleOutcome.Ignored(reason);
        }

        return output.Count > published ? RuleOutcome.Produced.Instance
            : leftOut.RetainedIncrements > 0 ? RuleOutcome.Ignored.RetainedIncrement
            : RuleOutcome.Ignored.NoSignal;
    }
}
