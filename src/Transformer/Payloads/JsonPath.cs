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
            : $"['{Name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}']";
}

/// <summary>A path to exactly one value of a payload: RFC 9535 singular query.</summary>
internal sealed class JsonPath(ImmutableArray<PathSegment> segments)
{
    /// <summary>Deepest path; the JSON reader stops at the same depth.</summary>
    public const int MostSegments = 64;

    public ImmutableArray<PathSegment> Segments { get; } = segments;

    /// <summary>The normalized path (RFC 9535 §2.7): equal texts, equal paths.</summary>
    public string Normalized { get; } = new StringBuilder("$").AppendJoin("", segments).ToString();

    public override string ToString() => Normalized;

    /// <summary>Reads a path; a bare <c>a.b[0]</c> is short for <c>$.a.b[0]</c>.</summary>
    /// <param name="text">What stands in rule.json.</param>
    /// <param name="path">The path, when it is one.</param>
    /// <param name="error">What is wrong and at which character, otherwise.</param>
    public static bool TryParse(string text, out JsonPath path, out string error)
    {
        var parser = new JsonPathParser(text);
        path = parser.Parse()!;
        error = parser.Error ?? "";
        return parser.Error is null;
    }
}
