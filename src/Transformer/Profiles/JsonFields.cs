using System.Text.Json;

namespace Busroot.Transformer.Profiles;

/// <summary>Walks JSON values and gathers what their fields hold.</summary>
/// <remarks>At most 2,000 values of a payload, 8 levels deep, and 16 elements of a list of values are looked at.</remarks>
internal sealed class JsonFields(FieldTable table, ListMarks marks)
{
    private const int MostValues = 2000;
    private const int Deepest = 8;
    private const int MostItems = 16;

    private ReadingTurn _turn;
    private int _left;

    /// <summary>Only looks at lists, to know what marks their elements.</summary>
    public static void Observe(JsonElement root, ListMarks marks) => Observe(root, FieldPlace.Whole, 0, marks);

    /// <summary>Gathers.</summary>
    public void Add(JsonElement root, in ReadingTurn turn)
    {
        _turn = turn;
        _left = MostValues;
        Walk(root, FieldPlace.Whole, 0);
    }

    private void Walk(JsonElement value, FieldPlace place, int depth)
    {
        if (_left-- <= 0 || depth > Deepest)
        {
            table.IsCut = true;
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WalkMembers(value, place, depth);
                break;
            case JsonValueKind.Array when IsListOfObjects(value) && place.List is null:
                WalkElements(value, place, depth);
                break;
            case JsonValueKind.Array:
                WalkItems(value, place, depth);
                break;
            default:
                Keep(value, table.At(place));
                break;
        }
    }

    private void WalkMembers(JsonElement value, FieldPlace place, int depth)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (_left <= 0)
            {
                table.IsCut = true;
                return;
            }

            if (ElementText.NameOf(member) is { } name)
            {
                Walk(member.Value, place.Below(name), depth + 1);
            }
        }
    }

    private void WalkItems(JsonElement value, FieldPlace place, int depth)
    {
        var index = 0;
        foreach (var item in value.EnumerateArray().Take(MostItems))
        {
            Walk(item, place.Below(index++), depth + 1);
        }
    }

    private void WalkElements(JsonElement value, FieldPlace place, int depth)
    {
        var key = marks.KeyOf(place.Path);
        foreach (var element in value.EnumerateArray())
        {
            var mark = key is { } found ? ListMarks.MarkOf(element, found) : null;
            if (key is null || mark is not null)
            {
                Walk(element, new FieldPlace(new FieldList(place.Steps, key ?? [], mark), []), depth + 1);
            }
        }
    }

    private void Keep(JsonElement value, FieldSeries? series)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                series?.AddNumber(_turn, value.TryGetDouble(out var number) ? number : double.PositiveInfinity);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                series?.AddBoolean(_turn, value.ValueKind == JsonValueKind.True);
                break;
            case JsonValueKind.String:
                series?.AddText(_turn, ElementText.Of(value) ?? "\uFFFD");
                break;
            default:
                series?.AddNothing(_turn);
                break;
        }
    }

    private static void Observe(JsonElement value, FieldPlace place, int depth, ListMarks marks)
    {
        if (depth > Deepest)
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject().Take(MostValues / 10))
            {
                if (member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array && ElementText.NameOf(member) is { } name)
                {
                    Observe(member.Value, place.Below(name), depth + 1, marks);
                }
            }
        }
        else if (value.ValueKind == JsonValueKind.Array && IsListOfObjects(value))
        {
            marks.Observe(place.Path, value);
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var (item, index) in value.EnumerateArray().Take(MostItems).Select((item, index) => (item, index)))
            {
                Observe(item, place.Below(index), depth + 1, marks);
            }
        }
    }

    private static bool IsListOfObjects(JsonElement value) => value.GetArrayLength() > 0 && value[0].ValueKind == JsonValueKind.Object;
}
