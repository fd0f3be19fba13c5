using System.CommandLine;

namespace Busroot.Server.Tests.Commands;

public class CommandLineTests
{
    public static TheoryData<string> EveryCommand()
    {
        var paths = new TheoryData<string>();
        Add(Program.Commands(), "");
        return paths;

        void Add(Command command, string path)
        {
            paths.Add(path);
            foreach (var child in command.Subcommands)
            {
                Add(child, $"{path} {child.Name}".Trim());
            }
        }
    }

    [Theory]
    [MemberData(nameof(EveryCommand))]
    public async Task Help_starts_with_an_example_of_that_command(string path)
    {
        var run = await CommandRun.Of([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        run.ExitCode.Should().Be(0);
        run.Error.Should().BeEmpty();
        run.Output.Should().StartWith("Example").And.Contain($"  busroot {path}".TrimEnd());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("up --bogus")]
    [InlineData("devices add")]
    [InlineData("devices add acme/a acme/b")]
    [InlineData("devices add acme/a --variable novalue")]
    [InlineData("services add core")]
    [InlineData("services add core --role king")]
    [InlineData("quarantine list --limit many")]
    public async Task A_wrong_command_line_ends_with_2_and_says_where_help_is(string line)
    {
        var run = await CommandRun.Of(line.Split(' '));

        run.ExitCode.Should().Be(2);
        run.Output.Should().BeEmpty();
        run.Error.Should().Contain("--help");
    }

    [Fact]
    public async Task Options_of_up_are_all_checked_before_anything_is_opened()
    {
        using var directory = new TemporaryDirectory();

        var run = await CommandRun.Of("up", "--data", directory.Data, "--mqtt", "1883", "--http", "x", "--open", "0.0.0.0:1", "--rules", "/no/such");

        run.ExitCode.Should().Be(2);
        run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(4);
        Directory.Exists(directory.Data).Should().BeFalse();
    }

    [Fact]
    public async Task The_version_is_a_version() => (await CommandRun.Of("--version")).Output.Trim().Should().MatchRegex(@"^\d+\.\d+\.\d+$");

    [Fact]
    public async Task No_arguments_show_the_help() => (await CommandRun.Of()).Output.Should().StartWith("Example");
}
