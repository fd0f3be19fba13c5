namespace Acornima.RegularExpressions;

/// <summary>Characters with a meaning of their own in a class with <c>v</c>. Source: ECMAScript 2024 §22.2.1, ClassSetCharacter.</summary>
internal static class ClassSetCharacters
{
    /// <summary>Must be escaped in a class.</summary>
    public static bool IsSyntax(int c) => c is '(' or ')' or '[' or ']' or '{' or '}' or '/' or '-' or '\\' or '|';

    /// <summary>May be escaped in a class although it means nothing today.</summary>
    public static bool IsReservedPunctuator(int c) =>
        c is '&' or '-' or '!' or '#' or '%' or ',' or ':' or ';' or '<' or '=' or '>' or '@' or '`' or '~';

    /// <summary>Reserved when written twice: an operator today or some day.</summary>
    public static bool IsDoubledReserved(int c, int next) => c == next
        && c is '&' or '!' or '#' or '$' or '%' or '*' or '+' or ',' or '.' or ':' or ';' or '<' or '=' or '>' or '?' or '@' or '^' or '`' or '~';
}
