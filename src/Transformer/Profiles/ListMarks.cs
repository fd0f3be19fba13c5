using System.Collections.Immutable;
using System.Text.Json;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Profiles;

/// <summary>Finds out by what the elements of a list are told apart: <c>id</c> of a machine, <c>tags.station</c> of a point.</summary>
/// <remarks>
/// A member marks the elements when it is named like a name, differs from element to element, and is the same in every payload. Anything else is
/// taken for samples that come one after the other.
/// </remarks>
internal sealed class ListMarks
{
    private const int MostLists = 32;
    private const int MostMarks = 16;
    private const int MostElements = 64;
    private const int LongestMark = 64;

    private static readonly HashSet<string> NumbersOrTexts = new(StringComparer.OrdinalIgnoreCase)
        { "id", "no", "nr", "ch", "chan", "channel", "addr", "address", "unit", "line", "machine", "station", "slot", "index", "idx", "port" };

    private static readonly HashSet<string> Texts = new(StringComparer.OrdinalIgnoreCase)
        { "name", "n", "key", "tag", "label", "device", "alias", "asset", "source", "sensor", "variable", "point", "station_id", "machine_id", "device_id", "stationid", "machineid" };

    private readonly Dictionary<(string List, string Key), Candidate> _candidates = [];
    private readonly Dictionary<string, int> _lists = new(StringComparer.Ordinal);

    /// <summary>Looks at a list of objects.</summary>
    /// <param name="list">The path to it.</param>
    /// <param name="elements">The list.</param>
    public void Observe(string list, JsonElement elements)
    {
        if (!_lists.TryGetValue(list, out var before) && _lists.Count == MostLists)
        {
            return;
        }

        _lists[list] = before + 1;
        var seen = new HashSet<(string, object)>();
        foreach (var element in elements.EnumerateArray().Take(MostElements))
        {
            foreach (var (key, mark) in MarksOf(element, []).DistinctBy(found => PathText.Path("", found.Key)))
            {
                var text = PathText.Path("", key);
                if (!_candidates.TryGetValue((list, text), out var candidate))
                {
                    _candidates.Add((list, text), candidate = new Candidate(key));
                }

                candidate.Note(mark, isNew: seen.Add((text, mark)));
            }
        }
    }

    /// <summary>What marks the elements of a list; null when nothing does.</summary>
    public ImmutableArray<PathSegment>? KeyOf(string list) =>
        _candidates.Where(entry => entry.Key.List == list && entry.Value.IsMark(_lists[list])).Select(entry => (ImmutableArray<PathSegment>?)entry.Value.Key).FirstOrDefault();

    /// <summary>The mark of an element: a text or a whole number; null when it has none.</summary>
    public static object? MarkOf(JsonElement element, ImmutableArray<PathSegment> key)
    {
        foreach (var step in key)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(step.Name!, out element))
            {
                return null;
            }
        }

        return ValueOf(element);
    }

    private static IEnumerable<(ImmutableArray<PathSegment> Key, object Mark)> MarksOf(JsonElement element, ImmutableArray<PathSegment> above)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var member in element.EnumerateObject().Take(MostElements))
        {
            if (ElementText.NameOf(member) is not { } name)
            {
                continue;
            }

            var key = above.Add(new PathSegment(name, 0));
            var isText = Texts.Contains(name);
            if ((isText || NumbersOrTexts.Contains(name)) && ValueOf(member.Value) is { } mark && (mark is string || !isText))
            {
                yield return (key, mark);
            }

            foreach (var below in above.IsEmpty ? MarksOf(member.Value, key) : [])
            {
                yield return below;
            }
        }
    }

    private static object? ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when ElementText.Of(value) is { Length: > 0 and <= LongestMark } text => text,
        JsonValueKind.Number when value.TryGetInt64(out var number) => number,
        _ => null,
    };

    private sealed class Candidate(ImmutableArray<PathSegment> key)
    {
        private readonly Dictionary<object, int> _marks = [];
        private bool _repeats;

        public ImmutableArray<PathSegment> Key => key;

        public void Note(object mark, bool isNew)
        {
            _repeats |= !isNew;
            if (_marks.ContainsKey(mark) || _marks.Count <= MostMarks)
            {
                _marks[mark] = _marks.GetValueOrDefault(mark) + 1;
            }
        }

        // Things stay: a mark that is in fewer than half of the payloads is rather a time or a count.
        public bool IsMark(int payloads) => !_repeats && _marks.Count <= MostMarks && _marks.Values.All(count => count * 2 >= payloads);
    }
}
