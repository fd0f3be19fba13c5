using System.Collections.Immutable;

namespace Busroot.Transformer.Payloads;

/// <summary><c>bytes</c>, and <c>hex</c> and <c>base64</c> without a field table: bytes that a script or an expression looks into.</summary>
/// <param name="encoding">What the payload's bytes stand for.</param>
internal sealed class BytesPayload(ByteEncoding encoding) : PayloadFormat
{
    public ByteEncoding Encoding => encoding;

    public override PayloadDecoder Compile(ImmutableArray<JsonPath> paths, List<PathProblem> problems)
    {
        for (var i = 0; i < paths.Length; i++)
        {
            problems.Add(new PathProblem(i, "these bytes have no names; give them some in a field table, {\"binary\": {\"fields\": ...}}, or use \"expr\" with functions such as u16(payload, 3)"));
        }

        return new Decoder(encoding);
    }

    private sealed class Decoder(ByteEncoding encoding) : PayloadDecoder
    {
        public override bool TryDecode(ReadOnlySpan<byte> payload, SlotTable slots, out string? error) =>
            EncodedBytes.TryDecode(payload, encoding, slots, out _, out error);
    }
}
