using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Profiles;

/// <summary>Where a field is in the payloads of a device.</summary>
/// <param name="List">The list of objects it is in; null outside such lists.</param>
/// <param name="Steps">The way to it: from the payload, or from an element of the list.</param>
internal sealed record FieldPlace(FieldList? List, ImmutableArray<PathSegment> Steps)
{
    /// <summary>The whole payload.</summary>
    public static FieldPlace Whole { get; } = new(null, []);

    /// <summary>Whether its name was made up here, for bytes that have none, and so means nothing.</summary>
    public bool IsNameless { get; init; }

    /// <summary>As a path of rule.json, <c>machine.cycles</c>, <c>vals[?@.id == '102'].val</c>, <c>samples[*].n</c> or <c>$</c>.</summary>
    public string Path => PathText.Path(List?.ElementPath ?? "", Steps) is { Length: > 0 } path ? path : "$";

    /// <summary>Whether a path of rule.json can say it: names with control characters or with <c>${</c> cannot be written there.</summary>
    public bool IsWritable => !Path.Contains("${", StringComparison.Ordinal) && JsonPath.TryParse(Path, out _, out _);

    /// <summary>The names on the way, outermost first; what marks the element of a list is one of them.</summary>
    public IEnumerable<string> Names => IsNameless ? [] : (List?.Names ?? []).Concat(Steps.Select(step => step.Name).OfType<string>());

    public FieldPlace Below(string name) => this with { Steps = Steps.Add(new PathSegment(name, 0)) };

    public FieldPlace Below(int index) => this with { Steps = Steps.Add(new PathSegment(null, index)) };

    /// <summary>As JavaScript.</summary>
    /// <param name="payload">What the payload is called there.</param>
    public string Expression(string payload) => PathText.Expression(List?.ElementExpression(payload) ?? payload, Steps);
}

/// <summary>A list of objects: machines, channels, samples.</summary>
/// <param name="Steps">The way to the list.</param>
/// <param name="Key">Where, within an element, its mark is; empty for samples, which come one after the other and have none.</param>
/// <param name="Mark">The mark of this element, a text or a number.</param>
internal sealed record FieldList(ImmutableArray<PathSegment> Steps, ImmutableArray<PathSegment> Key, object? Mark)
{
    /// <summary>The path to the list; empty when the payload is the list.</summary>
    public string Path => PathText.Path("", Steps);

    /// <summary>Whether its elements are one quantity after the other rather than things with a mark.</summary>
    public bool IsSamples => Mark is null;

    /// <summary>The mark as a station would be called.</summary>
    public string MarkText => Convert.ToString(Mark, CultureInfo.InvariantCulture) ?? "";

    public string ElementPath => IsSamples ? Path + "[*]" : $"{Path}[?{PathText.Path("@", Key)} == {Literal('\'')}]";

    public IEnumerable<string> Names => Steps.Select(step => step.Name).OfType<string>().Concat(Mark is string mark ? [mark] : []);

    public string ElementExpression(string payload)
    {
        var list = PathText.Expression(payload, Steps);
        return IsSamples ? $"{list}?.[{list}.length - 1]" : $"find({list}, '{PathText.Path("", Key)}', {Literal('"')})";
    }

    private string Literal(char quote) => Mark switch
    {
        string text when quote == '"' => JsonSerializer.Serialize(text),
        string text => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'",
        var number => Convert.ToString(number, CultureInfo.InvariantCulture)!,
    };
}
