namespace Busroot.Transformer.Profiles;

/// <summary>The reading whose fields are being gathered.</summary>
/// <param name="Index">Counts the readings.</param>
/// <param name="Milliseconds">When it arrived, since 1970.</param>
/// <param name="DecimalComma">Whether numbers in its texts have a decimal comma.</param>
internal readonly record struct ReadingTurn(int Index, long Milliseconds, bool DecimalComma);
