namespace Acornima.RegularExpressions;

/// <summary>What follows <c>\u</c> where it must name a code point: in Unicode mode and in group names.</summary>
internal static class UnicodeEscape
{
    /// <summary>Takes <c>XXXX</c>, a surrogate pair <c>XXXX\uXXXX</c> or <c>{X…}</c>; the <c>\u</c> has been taken.</summary>
    /// <returns><see langword="false"/>, with nothing taken, when it is none of these.</returns>
    public static bool TryRead(ref PatternReader reader, out int codePoint)
    {
        if (!reader.TryReadHex(4, out codePoint))
        {
            return reader.TryReadBracedHex(out codePoint);
        }

        if (codePoint is >= 0xD800 and <= 0xDBFF && reader.Current == '\\' && reader.Peek(1) == 'u')
        {
            var afterFirst = reader.Position;
            reader.Advance(2);
            if (reader.TryReadHex(4, out var low) && low is >= 0xDC00 and <= 0xDFFF)
            {
                codePoint = char.ConvertToUtf32((char)codePoint, (char)low);
                return true;
            }

            reader.Position = afterFirst;
        }

        return true;
    }
}
