using System.Buffers;
using System.Buffers.Text;

namespace Busroot.Transformer.Payloads;

/// <summary>What a payload's bytes stand for.</summary>
internal enum ByteEncoding
{
    /// <summary>Themselves.</summary>
    Raw,

    /// <summary>Hexadecimal digits.</summary>
    Hex,

    /// <summary>Base64 digits (RFC 4648 §4), white space aside.</summary>
    Base64,
}

/// <summary>Turns payloads into the bytes they stand for.</summary>
internal static class EncodedBytes
{
    /// <param name="payload">Any bytes.</param>
    /// <param name="encoding">What they stand for.</param>
    /// <param name="slots">For memory; the result may lie in it.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="error">What is wrong and at which byte, otherwise.</param>
    public static bool TryDecode(ReadOnlySpan<byte> payload, ByteEncoding encoding, SlotTable slots, out ReadOnlySpan<byte> bytes, out string? error)
    {
        bytes = payload;
        error = null;
        if (encoding == ByteEncoding.Raw)
        {
            return true;
        }

        var target = slots.Work(payload.Length + 1);
        if (encoding == ByteEncoding.Hex)
        {
            var isHex = HexText.TryDecode(payload, target, out var count, out error);
            bytes = target[..count];
            return isHex;
        }

        var text = AsciiText.Trim(payload);
        if (text.IsEmpty || Base64.DecodeFromUtf8(text, target, out _, out var length) != OperationStatus.Done)
        {
            error = text.IsEmpty ? "the payload is empty; expected Base64" : $"not valid Base64: {AsciiText.Excerpt(payload)}";
            return false;
        }

        bytes = target[..length];
        return true;
    }
}
