using System.Text;
using System.Text.Json;

namespace Busroot.Transformer.Payloads;

/// <summary>A query and the slot for the first of its values that can be a signal.</summary>
internal sealed record PlacedQuery(JsonQuery Query, int Slot)
{
    /// <summary>Fills the slot; it stays missing when the query gives nothing, and is unusable when nothing it gives can be used or it is too costly.</summary>
    public void Fill(JsonElement root, SlotTable slots)
    {
        var found = new List<JsonElement>();
        if (!Query.TryEvaluate(root, found))
        {
            slots.Set(Slot, SlotKind.Unusable);
            return;
        }

        slots.Set(Slot, SlotKind.Missing);
        foreach (var value in found)
        {
            Keep(value, slots);
            if (slots[Slot].Kind is not (SlotKind.Null or SlotKind.Unusable))
            {
                return;
            }
        }
    }

    private void Keep(JsonElement value, SlotTable slots)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number):
                slots.SetNumber(Slot, number);
                break;
            case JsonValueKind.String:
                slots.SetText(Slot, Encoding.UTF8.GetBytes(value.GetString()!));
                break;
            case JsonValueKind.True or JsonValueKind.False:
                slots.Set(Slot, value.ValueKind == JsonValueKind.True ? SlotKind.True : SlotKind.False);
                break;
            case JsonValueKind.Null:
                slots.Set(Slot, SlotKind.Null);
                break;
            default:
                slots.Set(Slot, SlotKind.Unusable);
                break;
        }
    }
}
