namespace Acornima.RegularExpressions;

/// <summary>Puts the verdict on a regular expression in the form of a parse error.</summary>
internal static class RegExpChecker
{
    /// <summary>Checks pattern and flags.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static SyntaxError? Check(string pattern, string flags)
    {
        if (RegExpSyntax.TryValidate(pattern, flags, out var errorIndex, out var problem))
        {
            return null;
        }

        return errorIndex < 0
            ? new SyntaxError(Messages.MalformedRegExpFlags.Code, problem!, default)
            : new SyntaxError(Messages.MalformedRegExp.Code, Messages.MalformedRegExp.With($"/{pattern}/{flags}: {problem}"), default);
    }
}
