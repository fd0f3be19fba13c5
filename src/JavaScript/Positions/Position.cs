namespace Acornima;

/// <summary>A place in a text.</summary>
/// <param name="line">From 1.</param>
/// <param name="column">In UTF-16 units, from 0.</param>
public readonly struct Position(int line, int column) : IEquatable<Position>
{
    /// <summary>From 1.</summary>
    public readonly int Line = line;

    /// <summary>In UTF-16 units, from 0.</summary>
    public readonly int Column = column;

    /// <summary>Compares two places.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are the same.</returns>
    public static bool operator ==(Position left, Position right) => left.Equals(right);

    /// <summary>Compares two places.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(Position left, Position right) => !left.Equals(right);

    /// <summary>Makes a place.</summary>
    /// <param name="line">From 1.</param>
    /// <param name="column">In UTF-16 units, from 0.</param>
    /// <returns>The place.</returns>
    public static Position From(int line, int column) => new(line, column);

    /// <inheritdoc/>
    public bool Equals(Position other) => Line == other.Line && Column == other.Column;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Position other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Line, Column);

    /// <summary>Writes <c>line:column</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Line}:{Column}";
}
