using System.Runtime.CompilerServices;

namespace Acornima;

/// <summary>
/// One string per distinct name of a text, with the token type the name has: an identifier costs a hash and a comparison, not an
/// allocation, and names can be compared by reference.
/// </summary>
internal sealed class NameTable
{
    private const int InitialCapacity = 256; // a power of two; the keywords fill a quarter of it

    /// <summary>Where hashes start: another number in every process, so that no text can be made of names that collide.</summary>
    public static readonly uint Seed = (uint)Random.Shared.Next();

    private static readonly NameTable Keywords = MakeKeywords();

    private Entry[] _entries;
    private int _count;

    public NameTable()
        : this((Entry[])Keywords._entries.Clone(), Keywords._count)
    {
    }

    private NameTable(Entry[] entries, int count)
    {
        _entries = entries;
        _count = count;
    }

    /// <summary>The step of the hash; a caller that scans a name anyway folds it in on the way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Fold(uint hash, char character) => (hash ^ character) * 0x01000193; // FNV-1a over UTF-16 units

    public static uint Hash(ReadOnlySpan<char> name)
    {
        var hash = Seed;
        foreach (var character in name)
        {
            hash = Fold(hash, character);
        }

        return hash;
    }

    /// <summary>Finds or adds a name.</summary>
    public string Intern(ReadOnlySpan<char> name, uint hash, out TokenType type)
    {
        var entries = _entries;
        var mask = (uint)entries.Length - 1;
        for (var at = Slot(hash) & mask; ; at = (at + 1) & mask)
        {
            ref var entry = ref entries[at];
            if (entry.Text is null)
            {
                type = TokenType.Identifier;
                return Add(name, hash);
            }

            if (entry.Hash == hash && name.SequenceEqual(entry.Text))
            {
                type = entry.Type;
                return entry.Text;
            }
        }
    }

    public string Intern(ReadOnlySpan<char> name) => Intern(name, Hash(name), out _);

    /// <summary>The type a name has when written without escapes.</summary>
    public static TokenType KeywordType(ReadOnlySpan<char> name)
    {
        var mask = (uint)Keywords._entries.Length - 1;
        var hash = Hash(name);
        for (var at = Slot(hash) & mask; Keywords._entries[at].Text is { } text; at = (at + 1) & mask)
        {
            if (name.SequenceEqual(text))
            {
                return Keywords._entries[at].Type;
            }
        }

        return TokenType.Identifier;
    }

    private static uint Slot(uint hash) => hash ^ (hash >> 15);

    private string Add(ReadOnlySpan<char> name, uint hash)
    {
        var text = name.ToString();
        if (_count * 2 >= _entries.Length)
        {
            Grow();
        }

        Place(new Entry(text, hash, TokenType.Identifier));
        return text;
    }

    private void Place(Entry entry)
    {
        var mask = (uint)_entries.Length - 1;
        var at = Slot(entry.Hash) & mask;
        while (_entries[at].Text is not null)
        {
            at = (at + 1) & mask;
        }

        _entries[at] = entry;
        _count++;
    }

    private void Grow()
    {
        var old = _entries;
        _entries = new Entry[old.Length * 2];
        _count = 0;
        foreach (var entry in old)
        {
            if (entry.Text is not null)
            {
                Place(entry);
            }
        }
    }

    private static NameTable MakeKeywords()
    {
        var table = new NameTable(new Entry[InitialCapacity], count: 0);
        for (var type = TokenType.Accessor; type <= TokenType.With; type++)
        {
            if (type is not (TokenType.EscapedReserved or TokenType.EscapedStrictReserved))
            {
                var text = string.Intern(type.ToString().ToLowerInvariant());
                table.Place(new Entry(text, Hash(text), type));
            }
        }

        return table;
    }

    private readonly record struct Entry(string? Text, uint Hash, TokenType Type);
}
