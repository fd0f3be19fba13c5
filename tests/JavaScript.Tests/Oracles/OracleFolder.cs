using System.Text;

namespace Busroot.JavaScript.Tests.Oracles;

/// <summary>What fetch-oracles.sh has put under artifacts/oracles.</summary>
internal static class OracleFolder
{
    private static readonly string Repository = FindRepository();

    public static string Root { get; } = Path.Combine(Repository, "artifacts", "oracles");

    public static string Scripts { get; } = Path.Combine(Repository, "tests", "JavaScript.Tests", "Oracles");

    /// <summary>The stamp is written last, so a half-done fetch counts as none.</summary>
    public static bool IsFetched { get; } = File.Exists(Path.Combine(Root, "stamp"));

    public static string PathOf(string program) => Path.Combine(Root, "node_modules", program);

    /// <summary>Reads a program as node does: a byte order mark is part of the text.</summary>
    public static string Read(string program) => Encoding.UTF8.GetString(File.ReadAllBytes(PathOf(program)));

    /// <summary>The conformance programs of one folder, by name.</summary>
    public static IEnumerable<string> Conformance(string folder) =>
        Directory.EnumerateFiles(PathOf("test262-parser-tests/" + folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal).OfType<string>();

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run below the repository: no global.json above " + AppContext.BaseDirectory);
        }

        return folder.FullName;
    }
}
