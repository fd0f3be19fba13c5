namespace Acornima;

/// <summary>One place in a text, as an offset and as line and column.</summary>
/// <param name="Index">In UTF-16 units, from 0.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">In UTF-16 units, from 0.</param>
internal readonly record struct SourcePoint(int Index, int Line, int Column)
{
    public Position Position => new(Line, Column);
}
