using System.Collections.Immutable;
using System.Text.Json;

namespace Busroot.Transformer.Payloads;

/// <summary>A JSONPath query that may give any number of values, compiled. Threads: immutable.</summary>
/// <remarks>
/// Cost: walks only what the selectors ask for; <c>..</c> and filters look at every node below, at most <see cref="MostVisits"/> in all, large texts
/// and long arrays counting for more: a filter that compares everything with everything ends after milliseconds.
/// </remarks>
internal sealed class JsonQuery(ImmutableArray<QuerySegment> segments)
{
    /// <summary>Most nodes one evaluation looks at, filters included; a payload of 256 KiB has at most half as many.</summary>
    public const int MostVisits = 200_000;

    /// <summary>Gathers the values the query gives, in the order of RFC 9535.</summary>
    /// <param name="root">The payload.</param>
    /// <param name="found">Gains the values.</param>
    /// <returns><see langword="false"/> when it would have to look at more than <see cref="MostVisits"/> nodes; what was found then is not all.</returns>
    public bool TryEvaluate(JsonElement root, List<JsonElement> found)
    {
        var visits = new VisitBudget(root, MostVisits);
        Evaluate(root, visits, found);
        return !visits.IsSpent;
    }

    /// <summary>As part of another query's filter.</summary>
    public void Evaluate(JsonElement start, VisitBudget visits, List<JsonElement> found)
    {
        List<JsonElement> nodes = [start];
        foreach (var segment in segments)
        {
            var next = new List<JsonElement>();
            foreach (var node in nodes)
            {
                segment.Select(node, visits, next);
            }

            nodes = next;
        }

        found.AddRange(nodes);
    }
}

/// <summary>What an evaluation may still look at.</summary>
/// <param name="root">What <c>$</c> means in filters.</param>
/// <param name="visits">How many nodes.</param>
internal sealed class VisitBudget(JsonElement root, int visits)
{
    private int _left = visits;

    public JsonElement Root => root;

    public bool IsSpent => _left <= 0;

    /// <summary>Counts a node.</summary>
    /// <returns><see langword="false"/> when no more may be looked at.</returns>
    public bool TryVisit() => --_left > 0;

    /// <summary>Counts what looking at one node costs by its size: members passed over, bytes compared. Eight of them are as much as a visit.</summary>
    public void Spend(int size) => _left -= size / 8;
}

/// <summary>One segment: its selectors, applied to a node's children, or to those of everything below it too (<c>..</c>).</summary>
internal sealed record QuerySegment(bool IsDescendant, ImmutableArray<Selector> Selectors)
{
    public void Select(JsonElement node, VisitBudget visits, List<JsonElement> found)
    {
        foreach (var selector in Selectors)
        {
            selector.Select(node, visits, found);
        }

        if (!IsDescendant)
        {
            return;
        }

        foreach (var child in Children.Of(node)) // as deep as the JSON reader allows: 64
        {
            if (!visits.TryVisit())
            {
                return;
            }

            Select(child, visits, found);
        }
    }
}
