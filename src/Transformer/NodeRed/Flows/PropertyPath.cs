using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>A property expression such as <c>payload.values[0]["a b"]</c>, as fields of nodes and keys of context hold it.</summary>
/// <param name="Steps">From the outside in; empty only for the whole of something.</param>
internal sealed record PropertyPath(ImmutableArray<PropertyStep> Steps)
{
    /// <summary>Reads an expression.</summary>
    /// <param name="text">Without the <c>msg.</c> in front of it.</param>
    /// <returns>Null when it is none; Node-RED throws INVALID_EXPR then.</returns>
    public static PropertyPath? Parse(string text)
    {
        var steps = ImmutableArray.CreateBuilder<PropertyStep>();
        var at = 0;
        while (at < text.Length)
        {
            var step = text[at] == '[' ? Bracket(text, ref at) : Name(text, ref at, steps.Count > 0);
            if (step is null)
            {
                return null;
            }

            steps.Add(step);
        }

        return steps.Count == 0 ? null : new PropertyPath(steps.ToImmutable());
    }

    private static PropertyStep.Member? Name(string text, ref int at, bool needsDot)
    {
        if (needsDot && text[at++] != '.')
        {
            return null;
        }

        var end = text.IndexOfAny(['.', '['], at);
        var name = text[at..(end < 0 ? text.Length : end)];
        at += name.Length;
        return name.Length == 0 || name.AsSpan().IndexOfAny("'\"] \t") >= 0 ? null : new PropertyStep.Member(name);
    }

    private static PropertyStep? Bracket(string text, ref int at)
    {
        var start = ++at;
        if (at < text.Length && text[at] is '"' or '\'')
        {
            return Quoted(text, ref at);
        }

        for (var depth = 1; at < text.Length; at++)
        {
            depth += text[at] == '[' ? 1 : text[at] == ']' ? -1 : 0;
            if (depth == 0)
            {
                break;
            }
        }

        if (at >= text.Length)
        {
            return null;
        }

        var inner = text[start..at++];
        return int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? new PropertyStep.Index(index)
            : inner.StartsWith("msg.", StringComparison.Ordinal) && Parse(inner[4..]) is { } path ? new PropertyStep.OfMessage(path)
            : null;
    }

    private static PropertyStep.Member? Quoted(string text, ref int at)
    {
        var quote = text[at++];
        var name = new StringBuilder();
        while (at < text.Length && text[at] != quote)
        {
            at += text[at] == '\\' && at + 1 < text.Length ? 1 : 0;
            name.Append(text[at++]);
        }

        at += 2;
        return at <= text.Length && text[at - 1] == ']' && name.Length > 0 ? new PropertyStep.Member(name.ToString()) : null;
    }
}

/// <summary>One step of a <see cref="PropertyPath"/>.</summary>
internal abstract record PropertyStep
{
    private PropertyStep()
    {
        // Closed: the cases are the three below.
    }

    /// <summary>A member by name.</summary>
    public sealed record Member(string Name) : PropertyStep;

    /// <summary>An element of an array.</summary>
    public sealed record Index(int Value) : PropertyStep;

    /// <summary>What a property of the message names, <c>[msg.topic]</c>.</summary>
    public sealed record OfMessage(PropertyPath Path) : PropertyStep;
}
