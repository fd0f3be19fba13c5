using System.Collections.Immutable;

namespace Busroot.Transformer.Payloads;

/// <summary><c>binary</c> and <c>hex</c>: fields at fixed places among the payload's bytes.</summary>
/// <param name="fields">By name; a path is one of these names.</param>
/// <param name="hexText">The payload is a text of hexadecimal digits that stand for the bytes.</param>
internal sealed class BinaryPayload(ImmutableArray<BinaryField> fields, bool hexText) : PayloadFormat
{
    /// <summary>The fields in the order of the table.</summary>
    public ImmutableArray<BinaryField> Fields => fields;

    /// <summary>Prepares to read all fields; field i goes to slot i.</summary>
    public PayloadDecoder CompileAll() => new BinaryDecoder([.. fields], hexText);

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

        return new BinaryDecoder(wanted, hexText);
    }
}

/// <summary>Reads the wanted fields.</summary>
internal sealed class BinaryDecoder(BinaryField[] wanted, bool hexText) : PayloadDecoder
{
    public override bool TryDecode(ReadOnlySpan<byte> payload, SlotTable slots, out string? error)
    {
        error = null;
        var bytes = payload;
        if (hexText)
        {
            var target = slots.Work((payload.Length / 2) + 1);
            if (!HexText.TryDecode(payload, target, out var length, out error))
            {
                return false;
            }

            bytes = target[..length];
        }

        for (var i = 0; i < wanted.Length; i++)
        {
            wanted[i].Read(bytes, slots, i);
        }

        return true;
    }
}
