namespace Busroot.Transformer.Payloads;

/// <summary>What a decoder found where a path points.</summary>
internal enum SlotKind : byte
{
    Missing,
    Null,
    Number,
    Text,
    True,
    False,

    /// <summary>Something is there that can never be a signal: an object, an array, a text that is too long.</summary>
    Unusable,
}

/// <summary>One value out of a payload. Texts lie in the <see cref="SlotTable"/> it belongs to.</summary>
internal struct Slot
{
    public SlotKind Kind;
    public int Start;
    public int Length;

    /// <summary>Bytes of white space that stood before and after a text; they count for expressions only.</summary>
    public int SpaceBefore;

    public int SpaceAfter;

    /// <summary>Whether the payload held a text, also one that is nothing but white space and so counts as null.</summary>
    public bool IsText;

    /// <summary>Whether padding was cut off because the text was too long with it: what is kept is not what the payload held.</summary>
    public bool IsCut;

    public double Number;

    /// <summary>Null or undefined, as JavaScript sees it; a text that is nothing but white space is neither.</summary>
    public readonly bool IsNullish => !IsText && Kind is (SlotKind.Missing or SlotKind.Null);
}
