using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Busroot.JavaScript.Tests.Oracles;

/// <summary>Text that grows: the scalars of the form that acorn-tree.mjs describes.</summary>
internal sealed class EstreeText
{
    private char[] _text = new char[64 * 1024];
    private int _length;

    public ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(Text)));

    public void Clear() => _length = 0;

    public void Append(ReadOnlySpan<char> text)
    {
        if (_length + text.Length > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + text.Length));
        }

        text.CopyTo(_text.AsSpan(_length));
        _length += text.Length;
    }

    public void Field(string name)
    {
        Append(" ");
        Append(name);
        Append("=");
    }

    public void Integer(int value)
    {
        Span<char> digits = stackalloc char[11];
        value.TryFormat(digits, out var written, default, CultureInfo.InvariantCulture);
        Append(digits[..written]);
    }

    public void Boolean(bool value) => Append(value ? "true" : "false");

    public void Number(double value)
    {
        Append("#");
        Append(BitConverter.DoubleToInt64Bits(value).ToString("x", CultureInfo.InvariantCulture));
    }

    public void Number(BigInteger value) => Append(value.ToString(CultureInfo.InvariantCulture));

    public void String(string? value)
    {
        if (value is null)
        {
            Append("null");
            return;
        }

        Integer(value.Length);
        Append("\"");
        Append(value);
        Append("\"");
    }
}
