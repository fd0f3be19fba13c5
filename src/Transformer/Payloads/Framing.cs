namespace Busroot.Transformer.Payloads;

/// <summary>How the bytes of a payload are divided into the parts that hold fields.</summary>
internal abstract class Framing
{
    /// <summary>No framing: the whole payload is one part.</summary>
    public static Framing None { get; } = new Whole();

    /// <summary>Finds the parts.</summary>
    /// <param name="bytes">Any bytes.</param>
    /// <param name="parts">Gains them in the order of the payload.</param>
    /// <param name="error">Why there is no part that can be read, otherwise.</param>
    public abstract bool TryDivide(ReadOnlySpan<byte> bytes, List<FramePart> parts, out string? error);

    private sealed class Whole : Framing
    {
        public override bool TryDivide(ReadOnlySpan<byte> bytes, List<FramePart> parts, out string? error)
        {
            parts.Add(new FramePart(0, bytes.Length));
            error = null;
            return true;
        }
    }
}

/// <summary>A part of a payload that holds fields.</summary>
/// <param name="Start">Of its first byte in the payload.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Unit">The Modbus address that sent it.</param>
/// <param name="Function">The Modbus function it answers.</param>
/// <param name="Tag">The TLV tag.</param>
internal readonly record struct FramePart(int Start, int Length, int Unit = 0, int Function = 0, uint Tag = 0);

/// <summary>In which part of the payload a field is.</summary>
/// <param name="Unit">From this Modbus address only.</param>
/// <param name="Bytes">In an answer with this many data bytes only, since answers do not say which registers they hold.</param>
/// <param name="Tag">The TLV tag.</param>
internal readonly record struct PartFilter(int? Unit, int? Bytes, uint? Tag)
{
    public bool Fits(in FramePart part) =>
        (Unit is null || Unit == part.Unit) && (Bytes is null || Bytes == part.Length) && (Tag is null || Tag == part.Tag);
}
