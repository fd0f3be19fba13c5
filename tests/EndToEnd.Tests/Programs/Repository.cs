using System.Reflection;

namespace Busroot.EndToEnd.Tests.Programs;

/// <summary>This checkout: where its program and its rules are.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Rules => Path.Combine(Root, "rules");

    /// <summary>The program as built beside these tests, in the same configuration.</summary>
    public static string Busroot { get; } = Path.Combine(Root, "artifacts", "bin", "Busroot.Server", Metadata("Configuration"), "busroot");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;
}
