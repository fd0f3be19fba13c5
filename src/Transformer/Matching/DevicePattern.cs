namespace Busroot.Transformer.Matching;

/// <summary>A pattern over Device IDs such as <c>*/opta-*</c>: each <c>*</c> stands for any characters within its part, also none.</summary>
internal sealed record DevicePattern
{
    private const int LongestPart = 128; // twice the longest name; leaves room for stars

    private DevicePattern(string text, string account, string device)
    {
        Text = text;
        Account = account;
        Device = device;
        Stars = text.Count(c => c == '*');
        Literals = text.Length - Stars;
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Characters that are not <c>*</c>: the more, the more specific.</summary>
    public int Literals { get; }

    /// <summary>How many <c>*</c> there are: among patterns with equally many literals, the fewer the more specific.</summary>
    public int Stars { get; }

    private string Account { get; }

    private string Device { get; }

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">As it stands in rule.json.</param>
    /// <param name="pattern">The pattern, when it is one.</param>
    /// <param name="error">What is wrong with it, otherwise.</param>
    public static bool TryParse(string text, out DevicePattern pattern, out string error)
    {
        pattern = null!;
        error = Problem(text) ?? "";
        if (error.Length > 0)
        {
            return false;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        pattern = new DevicePattern(text, text[..slash], text[(slash + 1)..]);
        return true;
    }

    /// <summary>Tells whether a Device ID fits, byte for byte.</summary>
    public bool Matches(ReadOnlySpan<char> deviceId)
    {
        var slash = deviceId.IndexOf('/');
        return slash >= 0 && PartMatches(Account, deviceId[..slash]) && PartMatches(Device, deviceId[(slash + 1)..]);
    }

    /// <summary>Tells whether some Device ID fits both.</summary>
    public bool Overlaps(DevicePattern other) => PartsOverlap(Account, other.Account) && PartsOverlap(Device, other.Device);

    /// <summary>Orders by how specific patterns are, the most specific first; 0 for equally specific ones.</summary>
    public int CompareRank(DevicePattern other) =>
        other.Literals != Literals ? other.Literals.CompareTo(Literals) : Stars.CompareTo(other.Stars);

    private static string? Problem(string text)
    {
        var parts = text.Split('/');
        if (parts is not [{ Length: > 0 and <= LongestPart } account, { Length: > 0 and <= LongestPart }])
        {
            return $"\"{text}\" is not a pattern over Device IDs: it is an account, a slash and a device, such as \"acme/press-1\" or \"*/opta-*\"";
        }

        if (text.FirstOrDefault(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.' or ':' or '*' or '/')) is var odd and not '\0')
        {
            return $"\"{text}\" can match no device: '{odd}' does not occur in Device IDs (letters, digits, _ - . : and * for any of them)";
        }

        return account is "dau" or "signals" ? $"\"{text}\" can match no device: \"{account}\" is not an account name" : null;
    }

    // The usual two-pointer match: on a mismatch the last star takes one character more.
    private static bool PartMatches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int p = 0, n = 0, star = -1, resume = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = n;
            }
            else if (p < pattern.Length && pattern[p] == name[n])
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].IndexOfAnyExcept('*') < 0;
    }

    // can[j]: the rest of a from i and the rest of b from j can be made equal; filled from the ends.
    private static bool PartsOverlap(string a, string b)
    {
        var can = new bool[b.Length + 1];
        for (var i = a.Length; i >= 0; i--)
        {
            var diagonal = false; // can[i + 1][j + 1]
            for (var j = b.Length; j >= 0; j--)
            {
                var below = i < a.Length && can[j]; // can[i + 1][j]
                var right = j < b.Length && can[j + 1]; // can[i][j + 1]
                var starA = i < a.Length && a[i] == '*';
                var starB = j < b.Length && b[j] == '*';
                var both = i < a.Length && j < b.Length && !starA && !starB && a[i] == b[j] && diagonal;
                var end = i == a.Length && j == b.Length;
                (diagonal, can[j]) = (can[j], end || both || (starA && (below || right)) || (starB && (below || right)));
            }
        }

        return can[0];
    }
}
