using System.Text;

namespace Acornima.RegularExpressions;

/// <summary>The capturing groups of a pattern: how many, their names, and references to names.</summary>
internal sealed class GroupNames(OpenGroups groups)
{
    private int _count;
    private Dictionary<string, int>? _lastDefinition;
    private Dictionary<string, int>? _firstReference;

    /// <summary>Counts one more capturing group.</summary>
    public bool Count(ref PatternReader reader) => ++_count <= PatternLimits.Captures || reader.Fail("Too many captures");

    /// <summary>Takes <c>&lt;name&gt;</c>. A name may be given twice when at most one of the two groups can take part in a match.</summary>
    /// <remarks>
    /// To look at the last definition is enough: were it compatible and an earlier one not, those two would clash with each other.
    /// </remarks>
    public bool AcceptsDefinition(ref PatternReader reader)
    {
        // Where the group's parenthesis is: its own content is then not taken for what surrounds it.
        var start = reader.Position - "(?".Length;
        if (!TryReadName(ref reader, out var name))
        {
            return reader.Fail("Invalid capture group name");
        }

        _lastDefinition ??= new Dictionary<string, int>(StringComparer.Ordinal);
        if (_lastDefinition.TryGetValue(name, out var earlier) && groups.CanJoin(earlier))
        {
            return reader.Fail("Duplicate capture group name", start);
        }

        _lastDefinition[name] = start;
        return true;
    }

    /// <summary>Takes <c>\k&lt;name&gt;</c>; the name may be defined later.</summary>
    public bool AcceptsReference(ref PatternReader reader)
    {
        var start = reader.Position;
        reader.Advance(2);
        if (!TryReadName(ref reader, out var name))
        {
            return reader.Fail("Invalid named reference", start);
        }

        _firstReference ??= new Dictionary<string, int>(StringComparer.Ordinal);
        _firstReference.TryAdd(name, start);
        return true;
    }

    /// <summary>At the end: every name referred to has been given.</summary>
    public bool ReferencesResolve(ref PatternReader reader)
    {
        foreach (var (name, position) in _firstReference ?? [])
        {
            if (_lastDefinition?.ContainsKey(name) != true)
            {
                return reader.Fail("Invalid named capture referenced", position);
            }
        }

        return true;
    }

    private static bool TryReadName(ref PatternReader reader, out string name)
    {
        name = "";
        if (!reader.Eat('<'))
        {
            return false;
        }

        var text = new StringBuilder();
        while (!reader.Eat('>'))
        {
            var at = reader.Position;
            if (!TryReadCodePoint(ref reader, out var c) || !(text.Length == 0 ? Characters.IsIdentifierStart(c) : Characters.IsIdentifierPart(c)))
            {
                reader.Position = at;
                return false;
            }

            text.Append(char.ConvertFromUtf32(c));
        }

        name = text.ToString();
        return name.Length > 0;
    }

    // Escapes and surrogate pairs mean the same in a name with and without u.
    private static bool TryReadCodePoint(ref PatternReader reader, out int c)
    {
        c = -1;
        if (reader.Current == PatternReader.End)
        {
            return false;
        }

        if (reader.Current != '\\')
        {
            c = reader.ReadCodePoint();
            return true;
        }

        reader.Advance();
        return reader.Eat('u') && (UnicodeEscape.TryRead(ref reader, out c) || reader.Fail("Invalid Unicode escape"));
    }
}
