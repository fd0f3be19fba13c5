using System.Text.Json;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Rules;

/// <summary>Reads one object of a rule file; reports unknown and repeated keys, and values of the wrong kind.</summary>
internal sealed class ObjectReader
{
    private readonly SourceNode _node;
    private readonly ProblemLog _log;

    private ObjectReader(SourceNode node, ProblemLog log)
    {
        _node = node;
        _log = log;
    }

    /// <summary>Where the object starts.</summary>
    public SourcePosition At => _node.At;

    /// <summary>Opens an object.</summary>
    /// <param name="node">The value that should be one.</param>
    /// <param name="what">What it is called in messages: "a message".</param>
    /// <param name="known">The keys it may have.</param>
    /// <param name="later">Keys the format has but this version does not run; each is a problem of its own.</param>
    /// <param name="log">Gains the problems.</param>
    /// <returns>Null when it is not an object.</returns>
    public static ObjectReader? Open(SourceNode node, string what, string[] known, string[] later, ProblemLog log)
    {
        if (node.Kind != JsonValueKind.Object)
        {
            log.Add(node.At, $"{what} is an object, not {node.Described}");
            return null;
        }

        CheckKeys(node, known, later, log);
        return new ObjectReader(node, log);
    }

    /// <summary>Reports names that occur twice.</summary>
    public static void CheckRepeated(SourceNode node, ProblemLog log)
    {
        foreach (var again in node.Members.GroupBy(member => member.Name, StringComparer.Ordinal).SelectMany(group => group.Skip(1)))
        {
            log.Add(again.At, $"\"{again.Name}\" is given twice; keep one");
        }
    }

    public SourceNode? Find(string key) => _node.Members.Find(member => member.Name == key)?.Value;

    /// <summary>A value that must be there.</summary>
    public SourceNode? Require(string key, string what)
    {
        var value = Find(key);
        if (value is null)
        {
            _log.Add(_node.At, $"\"{key}\" is missing: {what}");
        }

        return value;
    }

    public string? Text(string key) => Expect(key, "a text", JsonValueKind.String)?.Text;

    public bool Flag(string key) => Expect(key, "true or false", JsonValueKind.True, JsonValueKind.False)?.Kind == JsonValueKind.True;

    /// <summary>The elements of an array; none when the key is absent.</summary>
    public IReadOnlyList<SourceNode> Items(string key) => Expect(key, "an array", JsonValueKind.Array)?.Items ?? [];

    /// <summary>The members of an object whose names are the author's own; none when the key is absent.</summary>
    public IReadOnlyList<SourceMember> Members(string key)
    {
        var node = Expect(key, "an object", JsonValueKind.Object);
        if (node is not null)
        {
            CheckRepeated(node, _log);
        }

        return node?.Members ?? [];
    }

    /// <summary>A whole number within bounds.</summary>
    public int? Whole(string key, int lowest, int highest)
    {
        var node = Expect(key, "a number", JsonValueKind.Number);
        if (node is null)
        {
            return null;
        }

        if (node.Number != Math.Floor(node.Number) || node.Number < lowest || node.Number > highest)
        {
            _log.Add(node.At, $"\"{key}\" is a whole number from {lowest} to {highest}, not {node.Described}");
            return null;
        }

        return (int)node.Number;
    }

    /// <summary>One word of several.</summary>
    /// <param name="key">The key.</param>
    /// <param name="fallback">The word when the key is absent.</param>
    /// <param name="known">The words.</param>
    /// <returns>Null when it is none of them.</returns>
    public string? Word(string key, string fallback, params string[] known)
    {
        if (Find(key) is null)
        {
            return fallback;
        }

        var text = Text(key);
        if (text is not null && !known.Contains(text))
        {
            _log.Add(Find(key)!.At, $"\"{key}\" is one of {string.Join(", ", known)}, not \"{text}\"{Hint(text, known)}");
            return null;
        }

        return text;
    }

    /// <summary>Ends a message with the word that was probably meant, or with <paramref name="otherwise"/>.</summary>
    public static string Hint(string word, IEnumerable<string> known, string otherwise = "") =>
        Spelling.Nearest(word, known) is { } nearest ? $"; did you mean \"{nearest}\"?" : otherwise;

    private SourceNode? Expect(string key, string what, params JsonValueKind[] kinds)
    {
        var node = Find(key);
        if (node is null || kinds.Contains(node.Kind))
        {
            return node;
        }

        _log.Add(node.At, $"\"{key}\" is {what}, not {node.Described}");
        return null;
    }

    private static void CheckKeys(SourceNode node, string[] known, string[] later, ProblemLog log)
    {
        CheckRepeated(node, log);
        foreach (var member in node.Members)
        {
            if (later.Contains(member.Name))
            {
                log.Add(member.At, $"\"{member.Name}\" is not supported yet by this version; remove it, or the rule cannot run");
            }
            else if (!known.Contains(member.Name))
            {
                log.Add(member.At, $"unknown key \"{member.Name}\"{Hint(member.Name, known, $"; the keys here are {string.Join(", ", known)}")}");
            }
        }
    }
}
