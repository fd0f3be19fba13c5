using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Mapping;

/// <summary>Runs rules of kind mapping for one runner.</summary>
/// <remarks>Owner: one runner; not thread-safe. Cost: nothing is allocated per message without <c>each</c>, <c>delta</c>, expressions for the engine and queries.</remarks>
internal sealed class MappingRunner(ExpressionRunner expressions, SlotTable slots, SignalSet signals)
{
    private readonly RuleMemory _memory = new();
    private readonly StationNames _stations = new();
    private readonly List<JsonElement> _elements = [];

    /// <summary>Runs a plan on a reading.</summary>
    /// <returns>What came of it; what the rule remembers is saved when it is not a failure.</returns>
    public RuleOutcome Run(Rule rule, MappingPlan plan, in RuleInput input, SignalBuffer output, ref LeftOut leftOut)
    {
        if (plan.HasMemory && !_memory.TryLoad(input.State is { } stored ? stored.Of(rule.Id).Span : default))
        {
            return new RuleOutcome.Failed(
                RuleFault.InvalidState, "what is stored as this device's state for the rule is not a JSON object; delete the entry to start anew", null);
        }

        var published = output.Count;
        var failed = plan.Each is null ? RunWhole(rule, plan, input, output, ref leftOut) : RunEach(rule, plan, plan.Each, input, output, ref leftOut);
        if ((failed ?? Remember(rule, plan, input)) is { } failure)
        {
            output.Truncate(published);
            return failure;
        }

        return output.Count > published ? RuleOutcome.Produced.Instance
            : leftOut.RetainedIncrements > 0 ? RuleOutcome.Ignored.RetainedIncrement
            : RuleOutcome.Ignored.NoSignal;
    }

    // Stations that come and go must not make the state grow without end.
    private RuleOutcome.Failed? Remember(Rule rule, MappingPlan plan, in RuleInput input)
    {
        if (!plan.HasMemory || !_memory.IsChanged)
        {
            return null;
        }

        var state = _memory.Write();
        if (state.Length > rule.Limits.StateBytes)
        {
            return new RuleOutcome.Failed(RuleFault.StateLimit, string.Create(
                CultureInfo.InvariantCulture, $"the rule's state for this device is larger than {rule.Limits.StateBytes} bytes of JSON; \"delta\" keeps a number for every station it has seen"), null);
        }

        input.State?.Keep(rule.Id, state);
        return null;
    }

    private RuleOutcome.Failed? RunWhole(Rule rule, MappingPlan plan, in RuleInput input, SignalBuffer output, ref LeftOut leftOut)
    {
        expressions.Begin(rule, input);
        return Map(plan, input, output, ref leftOut) is { } error ? new RuleOutcome.Failed(RuleFault.InvalidPayload, error, null) : null;
    }

    private RuleOutcome.Failed? RunEach(Rule rule, MappingPlan plan, ElementFinder each, in RuleInput input, SignalBuffer output, ref LeftOut leftOut)
    {
        _elements.Clear();
        var found = each.TryFind(input.Payload, slots, out var document, _elements, out var error);
        using (document)
        {
            if (!found)
            {
                return new RuleOutcome.Failed(RuleFault.InvalidPayload, error!, null);
            }

            if (_elements.Count > rule.Limits.Publications)
            {
                return new RuleOutcome.Failed(RuleFault.OutputLimit, string.Create(
                    CultureInfo.InvariantCulture, $"{each.Path} gives {_elements.Count} elements; a rule may publish for at most {rule.Limits.Publications}"), null);
            }

            foreach (var element in _elements)
            {
                var part = input with { Payload = JsonMarshal.GetRawUtf8Value(element) };
                expressions.Begin(rule, part);
                Map(plan, part, output, ref leftOut);
            }
        }

        return null;
    }

    // Gives what is wrong with the payload, or null.
    private string? Map(MappingPlan plan, in RuleInput input, SignalBuffer output, ref LeftOut leftOut)
    {
        slots.Reset(plan.SlotCount);
        if (!plan.Decoder.TryDecode(input.Payload, slots, out var error))
        {
            return error;
        }

        foreach (var computed in plan.Computed)
        {
            computed.Fill(slots, expressions);
        }

        foreach (var group in plan.Groups)
        {
            var station = group.StationSlot < 0 ? group.Station : _stations.Of(slots[group.StationSlot], slots);
            if (station is null && group.StationSlot >= 0)
            {
                leftOut.Values++;
                continue;
            }

            signals.Clear();
            Fill(group, station, plan.Decoder.DecimalComma, input.Retain, ref leftOut);
            output.Add(station, signals);
        }

        return null;
    }

    private void Fill(SignalGroup group, string? station, bool decimalComma, bool retained, ref LeftOut leftOut)
    {
        foreach (var step in group.Steps)
        {
            if (retained && SignalContract.IsIncrement(step.Key))
            {
                leftOut.RetainedIncrements += HasValue(step) ? 1 : 0;
            }
            else if (!step.Apply(slots, decimalComma, signals, _memory, station))
            {
                leftOut.Values++;
            }
        }
    }

    private bool HasValue(SignalStep step)
    {
        foreach (var slot in step.Slots)
        {
            if (slots[slot].Kind is not (SlotKind.Missing or SlotKind.Null))
            {
                return true;
            }
        }

        return false;
    }
}
