using System.Text.Json;

namespace Busroot.Transformer.Payloads;

/// <summary>Reads the wanted values in one pass, without a document in between.</summary>
/// <remarks>Paths that may give several values need the payload as a tree, which is made beside the pass, once for all of them.</remarks>
internal sealed class JsonDecoder(JsonTree wanted, PlacedQuery[] queries, JsonShapedPayload format) : PayloadDecoder, IJsonConsumer
{
    public override bool DecimalComma => format.DecimalComma;

    public override bool TryDecode(ReadOnlySpan<byte> payload, SlotTable slots, out string? error) => format.TryRead(payload, slots, this, out error);

    public void Consume(ref Utf8JsonReader reader, SlotTable slots)
    {
        if (queries.Length > 0)
        {
            var again = reader;
            using var document = JsonDocument.ParseValue(ref again);
            foreach (var query in queries)
            {
                query.Fill(document.RootElement, slots);
            }
        }

        Clear(wanted, slots);
        Visit(ref reader, wanted, slots);
    }

    private static void Visit(ref Utf8JsonReader reader, JsonTree place, SlotTable slots)
    {
        if (place.Slot >= 0)
        {
            Keep(ref reader, place.Slot, slots);
        }

        if (reader.TokenType == JsonTokenType.StartObject && place.HasNames)
        {
            VisitMembers(ref reader, place, slots);
        }
        else if (reader.TokenType == JsonTokenType.StartArray && place.HasIndexes)
        {
            VisitElements(ref reader, place, slots);
        }
        else
        {
            reader.Skip();
        }
    }

    private static void VisitMembers(ref Utf8JsonReader reader, JsonTree place, SlotTable slots)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var child = reader.ValueIsEscaped ? BelowEscaped(ref reader, place) : place.Below(reader.ValueSpan);
            reader.Read();
            if (child is null)
            {
                reader.Skip();
                continue;
            }

            Clear(child, slots); // of two members with one name the last counts, as in JavaScript
            Visit(ref reader, child, slots);
        }
    }

    private static void VisitElements(ref Utf8JsonReader reader, JsonTree place, SlotTable slots)
    {
        var length = place.CountsFromEnd ? CountElements(reader) : 0;
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            var from = 0;
            var child = place.NextBelow(index, length, ref from);
            while (child is not null && place.NextBelow(index, length, ref from) is { } another)
            {
                var again = reader; // a copy: the element is read once per wish, and [0] and [-1] seldom meet
                Visit(ref again, child, slots);
                child = another;
            }

            if (child is null)
            {
                reader.Skip();
            }
            else
            {
                Visit(ref reader, child, slots);
            }
        }
    }

    private static int CountElements(Utf8JsonReader reader)
    {
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            reader.Skip();
            count++;
        }

        return count;
    }

    private static JsonTree? BelowEscaped(ref Utf8JsonReader reader, JsonTree place)
    {
        if (reader.ValueSpan.Length > SlotTable.LongestText * 6) // \u00e9 is six bytes for one
        {
            return null;
        }

        Span<byte> name = stackalloc byte[SlotTable.LongestText * 6];
        return place.Below(name[..reader.CopyString(name)]);
    }

    private static void Keep(ref Utf8JsonReader reader, int slot, SlotTable slots)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when AsciiText.TryNumber(reader.ValueSpan, decimalComma: false, out var number):
                slots.SetNumber(slot, number);
                break;
            case JsonTokenType.String:
                KeepText(ref reader, slot, slots);
                break;
            case JsonTokenType.True:
                slots.Set(slot, SlotKind.True);
                break;
            case JsonTokenType.False:
                slots.Set(slot, SlotKind.False);
                break;
            case JsonTokenType.Null:
                slots.Set(slot, SlotKind.Null);
                break;
            default:
                slots.Set(slot, SlotKind.Unusable);
                break;
        }
    }

    private static void KeepText(ref Utf8JsonReader reader, int slot, SlotTable slots)
    {
        if (!reader.ValueIsEscaped)
        {
            slots.SetText(slot, reader.ValueSpan);
            return;
        }

        if (reader.ValueSpan.Length > SlotTable.LongestText * 6)
        {
            slots.Set(slot, SlotKind.Unusable);
            return;
        }

        Span<byte> text = stackalloc byte[SlotTable.LongestText * 6];
        slots.SetText(slot, text[..reader.CopyString(text)]);
    }

    private static void Clear(JsonTree place, SlotTable slots)
    {
        for (var i = 0; i < place.Slots.Count; i++)
        {
            slots.Set(place.Slots[i], SlotKind.Missing);
        }
    }
}
