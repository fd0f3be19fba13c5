namespace Busroot.Transformer.Suggestions;

/// <summary>What a station can be said to do; a mapping says each at most once, in one of the signals there are for it.</summary>
internal enum Quantity
{
    Good,
    Bad,
    Productive,
    Energy,
    SignalStrength,
}
