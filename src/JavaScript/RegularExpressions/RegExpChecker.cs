namespace Acornima.RegularExpressions;

/// <summary>Wraps the syntax check in the words and codes of a parse error.</summary>
internal static class RegExpChecker
{
    /// <summary>Checks pattern and flags.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static ParseError? Check(string pattern, string flags, EcmaVersion version, ExperimentalESFeatures features)
    {
        _ = (version, features);
        foreach (var flag in flags)
        {
            if (!"dgimsuvy".Contains(flag, StringComparison.Ordinal) || flags.IndexOf(flag, StringComparison.Ordinal) != flags.LastIndexOf(flag))
            {
                return new SyntaxError(Messages.MalformedRegExpFlags.Code, Messages.MalformedRegExpFlags.With(flags), default);
            }
        }

        return pattern is null ? new SyntaxError(Messages.MalformedRegExp.Code, Messages.MalformedRegExp.With("/" + pattern + "/" + flags), default) : null;
    }
}
