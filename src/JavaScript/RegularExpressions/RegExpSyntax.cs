namespace Acornima.RegularExpressions;

/// <summary>Decides whether a regular expression is well formed. Source: ECMAScript 2025 §22.2.1 and Annex B §B.1.2.</summary>
internal static class RegExpSyntax
{
    /// <summary>What is said of bad flags; the only error that carries no index into the pattern.</summary>
    public const string InvalidFlags = "Invalid regular expression flags";

    /// <summary>Checks a pattern and its flags: the strict grammar with <c>u</c> or <c>v</c>, the Annex B grammar without.</summary>
    /// <param name="pattern">The text between the slashes, or the first argument of <c>new RegExp</c>.</param>
    /// <param name="flags">The text after the slashes.</param>
    /// <param name="errorIndex">Where the fault is: a UTF-16 index into <paramref name="pattern"/>, its length when the pattern ends
    /// too early, -1 when the flags are at fault or there is no fault.</param>
    /// <param name="error">The fault in V8's words, without pattern or prefix ("Unterminated group"); null when there is none.</param>
    /// <returns><see langword="true"/> when the expression is well formed.</returns>
    /// <remarks>
    /// Cost: linear in the pattern's length; allocates only for named groups. Depth of nesting is bounded (see <see cref="PatternLimits"/>),
    /// so hostile input ends in an error, never in a stack overflow. Threads: any.
    /// </remarks>
    public static bool TryValidate(ReadOnlySpan<char> pattern, ReadOnlySpan<char> flags, out int errorIndex, out string? error)
    {
        errorIndex = -1;
        error = null;

        if (!RegExpFlagsText.TryParse(flags, out var parsed))
        {
            error = InvalidFlags;
            return false;
        }

        var reader = new PatternReader(pattern, parsed);
        if (new PatternGrammar().Accepts(ref reader))
        {
            return true;
        }

        errorIndex = reader.ErrorIndex;
        error = reader.Error;
        return false;
    }
}
