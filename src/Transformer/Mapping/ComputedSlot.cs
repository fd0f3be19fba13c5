using Busroot.Transformer.Expressions;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Mapping;

/// <summary>A slot that an expression fills; from there on it is a value like any that was read.</summary>
/// <remarks>An expression that asks for a member of something that is not there makes no value: it costs its signal, never the message.</remarks>
internal sealed record ComputedSlot(int Slot, Expression Expression)
{
    public void Fill(SlotTable slots)
    {
        if (Expression.Evaluate(slots, out var value) != Evaluation.Done)
        {
            slots.Set(Slot, SlotKind.Unusable);
            return;
        }

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
