namespace Acornima;

/// <summary>A stretch of a text in lines and columns, with the name of the text.</summary>
public readonly struct SourceLocation : IEquatable<SourceLocation>
{
    /// <summary>The first character.</summary>
    public readonly Position Start;

    /// <summary>Behind the last character.</summary>
    public readonly Position End;

    /// <summary>The name given to the parser, or null.</summary>
    public readonly string? SourceFile;

    internal SourceLocation(Position start, Position end, string? sourceFile)
    {
        Start = start;
        End = end;
        SourceFile = sourceFile;
    }

    /// <summary>Compares two stretches.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are the same.</returns>
    public static bool operator ==(in SourceLocation left, in SourceLocation right) => left.Equals(right);

    /// <summary>Compares two stretches.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(in SourceLocation left, in SourceLocation right) => !left.Equals(right);

    /// <summary>Makes a stretch.</summary>
    /// <param name="start">The first character.</param>
    /// <param name="end">Behind the last character.</param>
    /// <param name="sourceFile">The name of the text, or null.</param>
    /// <returns>The stretch.</returns>
    public static SourceLocation From(Position start, Position end, string? sourceFile = null) => new(start, end, sourceFile);

    /// <summary>Moves the stretch to another text.</summary>
    /// <param name="sourceFile">The name of the text, or null.</param>
    /// <returns>The same lines and columns there.</returns>
    public SourceLocation WithSourceFile(string? sourceFile) => new(Start, End, sourceFile);

    /// <inheritdoc/>
    public bool Equals(SourceLocation other) => Start == other.Start && End == other.End && SourceFile == other.SourceFile;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SourceLocation other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Start, End, SourceFile);

    /// <summary>Writes <c>file [line:column..line:column)</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => SourceFile is null ? $"[{Start}..{End})" : $"{SourceFile} [{Start}..{End})";
}
