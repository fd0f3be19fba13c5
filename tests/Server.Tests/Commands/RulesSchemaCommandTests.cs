using System.Text.Json;

namespace Busroot.Server.Tests.Commands;

public sealed class RulesSchemaCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_schema_of_a_rule_is_printed()
    {
        var run = await CommandRun.Of("rules", "schema");

        run.ExitCode.Should().Be(0);
        JsonDocument.Parse(run.Output).RootElement.GetProperty("title").GetString().Should().Be("Busroot rule");
    }

    [Fact]
    public async Task The_description_of_the_busroot_module_is_printed() =>
        (await CommandRun.Of("rules", "types")).Output.Should().Contain("declare module \"busroot\"").And.Contain("interface BusrootReading");

    [Theory]
    [InlineData("schema", "rule.schema.json")]
    [InlineData("types", "busroot.d.ts")]
    public async Task A_rule_finds_what_was_written_beside_the_rules(string verb, string file)
    {
        var run = await CommandRun.Of("rules", verb, "--out", Path.Combine(_directory.Rules, "schema"));

        run.ExitCode.Should().Be(0);
        var found = Path.GetFullPath(Path.Combine(_directory.Rules, "acme", "press", "../../schema", file)); // as "$schema" in rule.json names it
        run.Output.Trim().Should().Be(found);
        (await File.ReadAllTextAsync(found)).Should().Be((await CommandRun.Of("rules", verb)).Output);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made_is_said()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory.Rules, "schema"), "");

        var run = await CommandRun.Of("rules", "schema", "--out", Path.Combine(_directory.Rules, "schema"));

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("cannot be written");
    }
}
