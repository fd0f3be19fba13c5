namespace Acornima;

/// <summary>The legacy spellings Annex B allows in sloppy code only.</summary>
internal enum OctalForm : byte
{
    None,
    OctalLiteral,
    DecimalWithLeadingZero,
    OctalEscape,
    EightOrNineEscape,
}
