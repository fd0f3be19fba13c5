using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Profiles;

/// <summary>Writes steps into a payload as people write them: as a path of rule.json, and as a JavaScript expression.</summary>
internal static class PathText
{
    /// <summary>A path, <c>machine.cycles</c> or <c>['a/b.c'][0]</c>; empty without steps.</summary>
    /// <param name="start">The path so far.</param>
    /// <param name="steps">What follows.</param>
    public static string Path(string start, ImmutableArray<PathSegment> steps) =>
        steps.Aggregate(start, (path, step) => step.Name is { } name && IsPlain(name) ? path.Length == 0 ? name : $"{path}.{name}" : path + step);

    /// <summary>An expression that gives undefined where something is not there, <c>payload?.machine?.cycles</c>.</summary>
    /// <param name="start">The expression so far.</param>
    /// <param name="steps">What follows.</param>
    public static string Expression(string start, ImmutableArray<PathSegment> steps) => steps.Aggregate(start, (expression, step) => step.Name switch
    {
        null => string.Create(CultureInfo.InvariantCulture, $"{expression}?.[{step.Index}]"),
        { } name when IsPlain(name) => $"{expression}?.{name}",
        { } name => $"{expression}?.[{JsonSerializer.Serialize(name)}]",
    });

    /// <summary>Whether a name may stand in a path and in an expression without quotes.</summary>
    private static bool IsPlain(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
