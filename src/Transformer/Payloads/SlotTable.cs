namespace Busroot.Transformer.Payloads;

/// <summary>The values one payload gave, by slot number, with the memory that decoding needs. Owner: one runner.</summary>
internal sealed class SlotTable
{
    /// <summary>Longest text that is looked at, in bytes; the longest state name or number on any device seen is under 40.</summary>
    public const int LongestText = 256;

    private Slot[] _slots = new Slot[16];
    private byte[] _texts = new byte[4096];
    private byte[] _work = new byte[4096];
    private int _textsUsed;

    /// <summary>Where formats that are read as if they were JSON write it; content valid until it is begun anew.</summary>
    public JsonTarget Json => field ??= new JsonTarget();

    /// <summary>Where a framing notes what it found; owned by the decoder that runs.</summary>
    public List<FramePart> Parts { get; } = [];

    public ref Slot this[int index] => ref _slots[index];

    public void Reset(int count)
    {
        if (_slots.Length < count)
        {
            _slots = new Slot[count];
        }

        Array.Clear(_slots, 0, count);
        _textsUsed = 0;
    }

    public ReadOnlySpan<byte> TextOf(in Slot slot) => _texts.AsSpan(slot.Start, slot.Length);

    public void Set(int index, SlotKind kind) => _slots[index] = new Slot { Kind = kind };

    public void SetNumber(int index, double number) => _slots[index] = new Slot { Kind = SlotKind.Number, Number = number };

    /// <summary>The text as it stood in the payload, white space included.</summary>
    public ReadOnlySpan<byte> WholeTextOf(in Slot slot) =>
        _texts.AsSpan(slot.Start - slot.SpaceBefore, slot.SpaceBefore + slot.Length + slot.SpaceAfter);

    /// <summary>Keeps a copy of the text; <see cref="TextOf"/> gives it without the white space around it, and an empty one counts as null.</summary>
    public void SetText(int index, ReadOnlySpan<byte> text)
    {
        var isCut = text.Length > LongestText;
        if (isCut)
        {
            text = AsciiText.Trim(text); // padding of a fixed-width field
        }

        if (text.Length > LongestText)
        {
            Set(index, SlotKind.Unusable);
            return;
        }

        var content = AsciiText.Trim(text);
        var before = content.IsEmpty ? 0 : text.IndexOf(content);
        text.CopyTo(ReserveText(text.Length));
        _slots[index] = new Slot
        {
            Kind = content.IsEmpty ? SlotKind.Null : SlotKind.Text,
            IsText = true,
            IsCut = isCut,
            Start = _textsUsed + before,
            Length = content.Length,
            SpaceBefore = before,
            SpaceAfter = text.Length - content.Length - before,
        };
        _textsUsed += text.Length;
    }

    /// <summary>Memory for a decoder's own use until the next call of this method; at least <paramref name="bytes"/> long, content undefined.</summary>
    public Span<byte> Work(int bytes)
    {
        if (_work.Length < bytes)
        {
            _work = new byte[Math.Max(bytes, _work.Length * 2)];
        }

        return _work;
    }

    private Span<byte> ReserveText(int bytes)
    {
        if (_texts.Length - _textsUsed < bytes)
        {
            Array.Resize(ref _texts, Math.Max(_texts.Length * 2, _textsUsed + bytes));
        }

        return _texts.AsSpan(_textsUsed);
    }
}
