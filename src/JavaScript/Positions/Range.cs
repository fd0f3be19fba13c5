namespace Acornima;

/// <summary>A stretch of a text.</summary>
/// <param name="start">Offset of the first character, in UTF-16 units.</param>
/// <param name="end">Offset behind the last character.</param>
public readonly struct Range(int start, int end) : IEquatable<Range>
{
    /// <summary>Offset of the first character, in UTF-16 units.</summary>
    public readonly int Start = start;

    /// <summary>Offset behind the last character.</summary>
    public readonly int End = end;

    /// <summary>Compares two stretches.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are the same.</returns>
    public static bool operator ==(Range left, Range right) => left.Equals(right);

    /// <summary>Compares two stretches.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(Range left, Range right) => !left.Equals(right);

    /// <summary>Takes the stretch apart.</summary>
    /// <param name="start">Offset of the first character.</param>
    /// <param name="end">Offset behind the last character.</param>
    public void Deconstruct(out int start, out int end)
    {
        start = Start;
        end = End;
    }

    /// <inheritdoc/>
    public bool Equals(Range other) => Start == other.Start && End == other.End;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Range other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Start, End);

    /// <summary>Writes <c>[start..end)</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"[{Start}..{End})";
}
