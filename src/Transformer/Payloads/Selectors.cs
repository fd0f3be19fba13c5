using System.Text.Json;

namespace Busroot.Transformer.Payloads;

/// <summary>Chooses children of a node (RFC 9535 §2.3).</summary>
internal abstract record Selector
{
    /// <summary>Adds the children it chooses; none for a node of another kind.</summary>
    public abstract void Select(JsonElement node, VisitBudget visits, List<JsonElement> found);
}

/// <summary><c>['name']</c></summary>
internal sealed record NameSelector(string Name) : Selector
{
    public override void Select(JsonElement node, VisitBudget visits, List<JsonElement> found)
    {
        if (node.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        visits.Spend(node.GetPropertyCount());
        if (node.TryGetProperty(Name, out var value) && visits.TryVisit())
        {
            found.Add(value);
        }
    }
}

/// <summary><c>[index]</c>, negative from the end.</summary>
internal sealed record IndexSelector(int Index) : Selector
{
    public override void Select(JsonElement node, VisitBudget visits, List<JsonElement> found)
    {
        if (node.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        var length = node.GetArrayLength();
        var index = Index < 0 ? length + Index : Index;
        visits.Spend(length);
        if (index >= 0 && index < length && visits.TryVisit())
        {
            found.Add(node[index]);
        }
    }
}

/// <summary><c>[*]</c></summary>
internal sealed record WildcardSelector : Selector
{
    public override void Select(JsonElement node, VisitBudget visits, List<JsonElement> found)
    {
        foreach (var child in Children.Of(node))
        {
            if (!visits.TryVisit())
            {
                return;
            }

            found.Add(child);
        }
    }
}

/// <summary><c>[start:end:step]</c></summary>
internal sealed record SliceSelector(int? Start, int? End, int Step) : Selector
{
    public override void Select(JsonElement node, VisitBudget visits, List<JsonElement> found)
    {
        if (node.ValueKind != JsonValueKind.Array || Step == 0)
        {
            return;
        }

        var length = node.GetArrayLength();
        var start = From(Start ?? (Step > 0 ? 0 : length - 1), length);
        var end = From(End ?? (Step > 0 ? length : -length - 1), length);
        var (lower, upper) = Step > 0
            ? (Math.Clamp(start, 0, length), Math.Clamp(end, 0, length))
            : (Math.Clamp(end, -1, length - 1), Math.Clamp(start, -1, length - 1));
        var elements = node.EnumerateArray().ToArray(); // an index costs as much as all elements before it
        visits.Spend(length);
        for (var i = Step > 0 ? lower : upper; Step > 0 ? i < upper : i > lower; i += Step)
        {
            if (!visits.TryVisit())
            {
                return;
            }

            found.Add(elements[i]);
        }
    }

    private static int From(int bound, int length) => bound < 0 ? length + bound : bound;
}

/// <summary><c>[?condition]</c></summary>
internal sealed record FilterSelector(PathCondition Condition) : Selector
{
    public override void Select(JsonElement node, VisitBudget visits, List<JsonElement> found)
    {
        foreach (var child in Children.Of(node))
        {
            if (!visits.TryVisit())
            {
                return;
            }

            if (Condition.Holds(child, visits))
            {
                found.Add(child);
            }
        }
    }
}

/// <summary>The children of a node.</summary>
internal static class Children
{
    /// <summary>Elements of an array, or values of an object in the order of the text; none for anything else.</summary>
    public static IEnumerable<JsonElement> Of(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Array => node.EnumerateArray(),
        JsonValueKind.Object => node.EnumerateObject().Select(member => member.Value),
        _ => [],
    };
}
