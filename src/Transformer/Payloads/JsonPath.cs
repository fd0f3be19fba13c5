using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Busroot.Transformer.Payloads;

/// <summary>One step of a path: a member name, or an index into an array (negative from the end).</summary>
internal readonly record struct PathSegment(string? Name, int Index)
{
    public override string ToString() =>
        Name is null
            ? string.Create(CultureInfo.InvariantCulture, $"[{Index}]")
            : $"['{string.Concat(Name.Select(Escaped))}']";

    // RFC 9535 §2.7: exactly one way to write each character.
    private static string Escaped(char c) => c switch
    {
        '\\' => @"\\",
        '\'' => @"\'",
        '\b' => @"\b",
        '\f' => @"\f",
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
        _ => c.ToString(),
    };
}

/// <summary>A JSONPath query (RFC 9535). One that names a single place is read in passing; any other needs the payload as a tree.</summary>
internal sealed class JsonPath
{
    /// <summary>Deepest path; the JSON reader stops at the same depth.</summary>
    public const int MostSegments = 64;

    /// <summary>Makes a singular query.</summary>
    public JsonPath(ImmutableArray<PathSegment> segments)
    {
        Segments = segments;
        Normalized = new StringBuilder("$").AppendJoin("", segments).ToString();
    }

    /// <summary>Makes a query that may give any number of values.</summary>
    public JsonPath(JsonQuery query, string text)
    {
        Query = query;
        Normalized = text;
    }

    /// <summary>The steps of a singular query; empty for the whole payload, and when there is a <see cref="Query"/>.</summary>
    public ImmutableArray<PathSegment> Segments { get; } = [];

    /// <summary>What is to be asked of the payload as a tree; null for a singular query.</summary>
    public JsonQuery? Query { get; }

    /// <summary>Equal texts, equal paths: the normalized path (RFC 9535 §2.7) of a singular query, otherwise the text as written.</summary>
    public string Normalized { get; }

    public override string ToString() => Normalized;

    /// <summary>The path as a query, also when it is singular.</summary>
    public JsonQuery AsQuery() => Query ?? new JsonQuery(
        [.. Segments.Select(step => new QuerySegment(false, [step.Name is { } name ? new NameSelector(name) : new IndexSelector(step.Index)]))]);

    /// <summary>Reads a path; a bare <c>a.b[0]</c> is short for <c>$.a.b[0]</c>.</summary>
    /// <param name="text">What stands in rule.json.</param>
    /// <param name="path">The path, when it is one.</param>
    /// <param name="error">What is wrong and at which character, otherwise.</param>
    public static bool TryParse(string text, out JsonPath path, out string error)
    {
        var cursor = new PathCursor(text);
        var segments = JsonPathParser.Parse(cursor);
        error = cursor.Error ?? "";
        path = cursor.Error is not null ? null! : Singular(segments) is { } steps ? new JsonPath(steps) : new JsonPath(new JsonQuery(segments), text);
        return cursor.Error is null;
    }

    /// <summary>The steps when every segment selects one child; null otherwise.</summary>
    public static ImmutableArray<PathSegment>? Singular(ImmutableArray<QuerySegment> segments)
    {
        var steps = ImmutableArray.CreateBuilder<PathSegment>(segments.Length);
        foreach (var segment in segments)
        {
            switch (segment)
            {
                case { IsDescendant: false, Selectors: [NameSelector name] }:
                    steps.Add(new PathSegment(name.Name, 0));
                    break;
                case { IsDescendant: false, Selectors: [IndexSelector index] }:
                    steps.Add(new PathSegment(null, index.Index));
                    break;
                default:
                    return null;
            }
        }

        return steps.ToImmutable();
    }
}
