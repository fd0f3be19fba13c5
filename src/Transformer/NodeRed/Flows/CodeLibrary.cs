using System.Collections.Frozen;
using System.Reflection;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>Functions that generated code uses: one file each in the folder Library, written into a rule only if it needs them.</summary>
internal static class CodeLibrary
{
    private const string Prefix = "flows.";
    private const string Needs = "// needs ";

    private static readonly FrozenDictionary<string, string> Functions = Load();

    /// <summary>The source of functions and of those they use, in alphabetical order.</summary>
    public static IEnumerable<string> SourceOf(IEnumerable<string> names)
    {
        var wanted = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(names);
        while (open.TryPop(out var name))
        {
            if (wanted.Add(name) && Functions[name].StartsWith(Needs, StringComparison.Ordinal))
            {
                foreach (var other in Functions[name].Split('\n')[0][Needs.Length..].Split(' '))
                {
                    open.Push(other.Trim());
                }
            }
        }

        return wanted.Select(name => Functions[name].StartsWith(Needs, StringComparison.Ordinal) ? Functions[name][(Functions[name].IndexOf('\n', StringComparison.Ordinal) + 1)..] : Functions[name]);
    }

    private static FrozenDictionary<string, string> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Prefix.Length..^".js".Length], name => Read(assembly, name), StringComparer.Ordinal);
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().TrimEnd();
    }
}
