using System.Globalization;
using System.Text;

namespace Busroot.Conformance.Tests;

/// <summary>Bytes as a test writes them: <c>30 05 00 01 'a' 'hi'</c>, a number in brackets repeating what follows: <c>[200]00</c>.</summary>
internal static class Hex
{
    public static byte[] Bytes(string text)
    {
        var bytes = new List<byte>();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == ' ')
            {
                at++;
                continue;
            }

            var times = Times(text, ref at);
            var part = Part(text, ref at);
            for (; times > 0; times--)
            {
                bytes.AddRange(part);
            }
        }

        return [.. bytes];
    }

    private static int Times(string text, ref int at)
    {
        if (text[at] != '[')
        {
            return 1;
        }

        var end = text.IndexOf(']', at);
        var times = int.Parse(text.AsSpan(at + 1, end - at - 1), CultureInfo.InvariantCulture);
        at = end + 1;
        return times;
    }

    private static byte[] Part(string text, ref int at)
    {
        if (text[at] == '\'')
        {
            var end = text.IndexOf('\'', at + 1);
            var quoted = text[(at + 1)..end];
            at = end + 1;
            return Encoding.UTF8.GetBytes(quoted);
        }

        var value = byte.Parse(text.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        at += 2;
        return [value];
    }
}
