using System.Collections.Immutable;

namespace Busroot.Transformer.Payloads;

/// <summary><c>binary</c>, <c>hex</c> and <c>base64</c> with a field table: fields at fixed places among the payload's bytes, or in the parts of a framing.</summary>
/// <param name="fields">By name; a path is one of these names.</param>
/// <param name="encoding">What the payload's bytes stand for.</param>
/// <param name="framing">How the bytes are divided into parts.</param>
internal sealed class BinaryPayload(ImmutableArray<BinaryField> fields, ByteEncoding encoding, Framing framing) : PayloadFormat
{
    /// <summary>The fields in the order of the table.</summary>
    public ImmutableArray<BinaryField> Fields => fields;

    /// <summary>Prepares to read all fields; field i goes to slot i.</summary>
    public PayloadDecoder CompileAll() => new BinaryDecoder([.. fields], encoding, framing);

    public override PayloadDecoder Compile(ImmutableArray<JsonPath> paths, List<PathProblem> problems)
    {
        var wanted = new BinaryField[paths.Length];
        for (var i = 0; i < paths.Length; i++)
        {
            var name = paths[i].Segments is [{ Name: { } only }] ? only : null;
            var field = fields.FirstOrDefault(known => known.Name == name);
            if (field is null)
            {
                problems.Add(new PathProblem(i, $"no field of that name in the field table; it has {string.Join(", ", fields.Select(known => known.Name))}"));
                continue;
            }

            wanted[i] = field;
        }

        return new BinaryDecoder(wanted, encoding, framing);
    }
}

/// <summary>Reads the wanted fields.</summary>
internal sealed class BinaryDecoder(BinaryField[] wanted, ByteEncoding encoding, Framing framing) : PayloadDecoder
{
    public override bool TryDecode(ReadOnlySpan<byte> payload, SlotTable slots, out string? error)
    {
        slots.Parts.Clear();
        if (!EncodedBytes.TryDecode(payload, encoding, slots, out var bytes, out error) || !framing.TryDivide(bytes, slots.Parts, out error))
        {
            return false;
        }

        for (var i = 0; i < wanted.Length; i++)
        {
            foreach (var part in slots.Parts)
            {
                if (wanted[i].Part.Fits(part))
                {
                    wanted[i].Read(bytes.Slice(part.Start, part.Length), slots, i);
                    break;
                }
            }
        }

        return true;
    }
}
