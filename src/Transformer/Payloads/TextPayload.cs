using System.Collections.Immutable;

namespace Busroot.Transformer.Payloads;

/// <summary><c>text</c>: the whole payload is one value, at the path <c>$</c>.</summary>
internal sealed class TextPayload(bool decimalComma) : PayloadFormat
{
    public override PayloadDecoder Compile(ImmutableArray<JsonPath> paths, List<PathProblem> problems)
    {
        for (var i = 0; i < paths.Length; i++)
        {
            if (paths[i].Segments.Length > 0 || paths[i].Query is not null)
            {
                problems.Add(new PathProblem(i, "a text payload is one value; its path is \"$\""));
            }
        }

        return new Decoder(paths.Length, decimalComma);
    }

    private sealed class Decoder(int count, bool decimalComma) : PayloadDecoder
    {
        public override bool DecimalComma => decimalComma;

        public override bool TryDecode(ReadOnlySpan<byte> payload, SlotTable slots, out string? error)
        {
            error = null;
            for (var i = 0; i < count; i++)
            {
                slots.SetText(i, payload);
            }

            return true;
        }
    }
}
