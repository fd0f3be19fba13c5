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
    public double Number;
}
