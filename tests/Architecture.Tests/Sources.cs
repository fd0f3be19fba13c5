using System.Reflection;
using System.Xml.Linq;

namespace Busroot.Architecture.Tests;

/// <summary>What is in this checkout.</summary>
internal static class Sources
{
    public static string Root { get; } =
        typeof(Sources).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "RepositoryRoot").Value!;

    /// <summary>The project files below a folder, by name without prefix: <c>Mqtt</c>, <c>Mqtt.Tests</c>.</summary>
    public static IReadOnlyDictionary<string, string> Projects(string folder) =>
        Files(folder, "*.csproj").ToDictionary(file => NameOf(file), StringComparer.Ordinal);

    /// <summary>The projects that a project file references.</summary>
    public static IEnumerable<string> ReferencesOf(string project) =>
        XDocument.Load(project).Descendants("ProjectReference").Select(reference => NameOf(reference.Attribute("Include")!.Value));

    /// <summary>Files that people write, as paths from the root with slashes.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Contains("/node_modules/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal));

    private static string NameOf(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project.Replace('\\', '/'));
        return name.StartsWith("Busroot.", StringComparison.Ordinal) ? name["Busroot.".Length..] : name;
    }
}
