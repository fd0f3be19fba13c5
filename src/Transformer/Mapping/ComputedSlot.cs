using Busroot.Transformer.Expressions;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Mapping;

/// <summary>A slot that an expression fills; from there on it is a value like any that was read.</summary>
/// <param name="Slot">Where the value goes.</param>
/// <param name="Native">Evaluates without the script engine; null when that is not possible for this expression.</param>
/// <param name="Script">Evaluates with it, also the rare payload for which the native form cannot tell, such as an object that is compared.</param>
/// <remarks>An expression that asks for a member of something that is not there makes no value: it costs its signal, never the message.</remarks>
internal sealed record ComputedSlot(int Slot, Expression? Native, ScriptExpression Script)
{
    public void Fill(SlotTable slots, IComputation computation)
    {
        var value = default(ExpressionValue);
        switch (Native?.Evaluate(slots, out value) ?? Evaluation.Beyond)
        {
            case Evaluation.Done:
                Set(slots, value);
                break;
            case Evaluation.Threw:
                slots.Set(Slot, SlotKind.Unusable);
                break;
            default:
                computation.Fill(Script, Slot, slots);
                break;
        }
    }

    private void Set(SlotTable slots, in ExpressionValue value)
    {
        switch (value.Kind)
        {
            case ValueKind.Number when double.IsFinite(value.Number):
                slots.SetNumber(Slot, value.Number);
                break;
            case ValueKind.Boolean:
                slots.Set(Slot, value.Number != 0 ? SlotKind.True : SlotKind.False);
                break;
            case ValueKind.Text:
                slots.SetText(Slot, value.Text);
                break;
            case ValueKind.Undefined or ValueKind.Null:
                slots.Set(Slot, SlotKind.Missing);
                break;
            default:
                slots.Set(Slot, SlotKind.Unusable);
                break;
        }
    }
}
