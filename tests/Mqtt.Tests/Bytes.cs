using System.Globalization;
using System.Text;

namespace Busroot.Mqtt.Tests;

/// <summary>Bytes written so that people can read them: <c>"30 05 | 00 01 'a' | 'hi'"</c>.</summary>
internal static class Bytes
{
    /// <summary>Two hex digits are a byte, 'quoted' is ASCII, a bar and white space mean nothing, a semicolon starts a comment up to the end of the line.</summary>
    public static byte[] Of(string text)
    {
        var bytes = new List<byte>();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '\'')
            {
                var end = text.IndexOf('\'', at + 1);
                bytes.AddRange(Encoding.ASCII.GetBytes(text[(at + 1)..end]));
                at = end + 1;
            }
            else if (text[at] == ';')
            {
                at = text.IndexOf('\n', at) is var end and >= 0 ? end : text.Length;
            }
            else if (char.IsAsciiHexDigit(text[at]))
            {
                bytes.Add(byte.Parse(text.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                at += 2;
            }
            else
            {
                at++;
            }
        }

        return [.. bytes];
    }

    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes);
}
