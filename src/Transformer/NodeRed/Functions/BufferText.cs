using System.Text;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>Texts to bytes and back in the encodings of Node.js's Buffer. Bad input ends where it becomes bad, as it does there.</summary>
internal static class BufferText
{
    /// <summary>Whether there is an encoding of this name.</summary>
    public static bool IsKnown(string encoding) => Canonical(encoding) is not null;

    /// <summary>Makes bytes.</summary>
    /// <returns>Null for an unknown encoding.</returns>
    public static byte[]? Encode(string text, string encoding) => Canonical(encoding) switch
    {
        "utf8" => Encoding.UTF8.GetBytes(text),
        "hex" => FromHex(text),
        "base64" => FromBase64(text),
        "latin1" or "ascii" => [.. text.Select(c => (byte)c)],
        "utf16le" => Encoding.Unicode.GetBytes(text),
        _ => null,
    };

    /// <summary>Makes a text.</summary>
    /// <returns>Null for an unknown encoding.</returns>
    public static string? Decode(ReadOnlySpan<byte> bytes, string encoding) => Canonical(encoding) switch
    {
        "utf8" => Encoding.UTF8.GetString(bytes),
        "hex" => Convert.ToHexStringLower(bytes),
        "base64" when encoding.Equals("base64url", StringComparison.OrdinalIgnoreCase) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        "base64" => Convert.ToBase64String(bytes),
        "latin1" => Encoding.Latin1.GetString(bytes),
        "ascii" => string.Create(bytes.Length, bytes.ToArray(), (text, from) =>
        {
            for (var i = 0; i < from.Length; i++)
            {
                text[i] = (char)(from[i] & 0x7F);
            }
        }),
        "utf16le" => Encoding.Unicode.GetString(bytes[..(bytes.Length & ~1)]),
        _ => null,
    };

    private static string? Canonical(string encoding) => encoding.ToLowerInvariant() switch
    {
        "utf8" or "utf-8" => "utf8",
        "hex" => "hex",
        "base64" or "base64url" => "base64",
        "latin1" or "binary" => "latin1",
        "ascii" => "ascii",
        "utf16le" or "utf-16le" or "ucs2" or "ucs-2" => "utf16le",
        _ => null,
    };

    private static byte[] FromHex(string text)
    {
        var digits = 0;
        while (digits + 1 < text.Length && char.IsAsciiHexDigit(text[digits]) && char.IsAsciiHexDigit(text[digits + 1]))
        {
            digits += 2;
        }

        return Convert.FromHexString(text.AsSpan(0, digits));
    }

    private static byte[] FromBase64(string text)
    {
        var end = text.IndexOf('=', StringComparison.Ordinal);
        var digits = string.Concat((end < 0 ? text : text[..end]).Select(c => c switch { '-' => '+', '_' => '/', _ => c }).Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/'));
        digits = digits.Length % 4 == 1 ? digits[..^1] : digits;
        return Convert.FromBase64String(digits.PadRight((digits.Length + 3) / 4 * 4, '='));
    }
}
