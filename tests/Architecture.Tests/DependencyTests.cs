namespace Busroot.Architecture.Tests;

/// <summary>The arrows of ARCHITECTURE.md, "Projects and the direction of dependencies".</summary>
public class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Mqtt"] = [],
        ["Broker"] = ["Mqtt"],
        ["JavaScript"] = [],
        ["Transformer"] = ["JavaScript"],
        ["Storage"] = ["Broker", "Transformer"],
        ["Server"] = ["Broker", "JavaScript", "Mqtt", "Storage", "Transformer"],
    };

    public static TheoryData<string> Projects() => [.. Sources.Projects("src").Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_knows_only_what_it_may(string project)
    {
        Allowed.Should().ContainKey(project, "a new project takes its place in the arrows, here and in ARCHITECTURE.md");

        Sources.ReferencesOf(Sources.Projects("src")[project]).Should().BeSubsetOf(Allowed[project]);
    }

    [Fact]
    public void Every_project_is_in_the_solution_so_that_it_is_built_and_tested()
    {
        var solution = File.ReadAllText(Path.Combine(Sources.Root, "Busroot.Transform.sln")).Replace('\\', '/');

        var forgotten = Sources.Files("src", "*.csproj").Concat(Sources.Files("tests", "*.csproj"))
            .Select(file => Path.GetRelativePath(Sources.Root, file)).Where(file => !solution.Contains(file, StringComparison.Ordinal));

        forgotten.Should().BeEmpty();
    }
}
