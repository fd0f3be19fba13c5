namespace Busroot.Transformer.Payloads;

/// <summary>Tag, length and value one after the other; the length may be written, or known from the tag.</summary>
/// <param name="tagBytes">1 to 4; Milesight's channel and type are 2.</param>
/// <param name="lengthBytes">0 to 2; 0 when no length is written.</param>
/// <param name="lengths">Length by tag, in bytes; needed for every tag when no length is written.</param>
internal sealed class TlvFraming(int tagBytes, int lengthBytes, IReadOnlyDictionary<uint, int> lengths) : Framing
{
    public override bool TryDivide(ReadOnlySpan<byte> bytes, List<FramePart> parts, out string? error)
    {
        var at = 0;
        while (at + tagBytes + lengthBytes <= bytes.Length)
        {
            var tag = Number(bytes.Slice(at, tagBytes));
            var start = at + tagBytes + lengthBytes;
            if (lengthBytes == 0 && !lengths.ContainsKey(tag))
            {
                break; // what follows cannot be found
            }

            var length = lengthBytes == 0 ? lengths[tag] : (int)Number(bytes.Slice(at + tagBytes, lengthBytes));
            if (length > bytes.Length - start)
            {
                break;
            }

            parts.Add(new FramePart(start, length, Tag: tag));
            at = start + length;
        }

        error = at == bytes.Length || parts.Count > 0 ? null
            : at + tagBytes > bytes.Length ? $"{bytes.Length} bytes are too few for a tag"
            : $"tag {Convert.ToHexString(bytes.Slice(at, tagBytes))} at byte {at} has no length that fits; list it under \"lengths\" to skip it";
        return error is null;
    }

    private static uint Number(ReadOnlySpan<byte> bytes)
    {
        var number = 0u;
        foreach (var next in bytes)
        {
            number = (number << 8) | next;
        }

        return number;
    }
}
