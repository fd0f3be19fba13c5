using System.Runtime.CompilerServices;

namespace Acornima;

/// <summary>Compares interned names by reference.</summary>
internal sealed class ByReference : IEqualityComparer<string>
{
    public static readonly ByReference Instance = new();

    public bool Equals(string? x, string? y) => ReferenceEquals(x, y);

    public int GetHashCode(string obj) => RuntimeHelpers.GetHashCode(obj);
}
