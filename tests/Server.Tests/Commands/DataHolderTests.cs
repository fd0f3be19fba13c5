using Busroot.Server.Hosting;

namespace Busroot.Server.Tests.Commands;

public sealed class DataHolderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("devices", "list")]
    [InlineData("rules", "list")]
    public async Task A_command_waits_for_whoever_holds_the_data_directory_without_answering_yet(params string[] command)
    {
        var holding = ServerState.Open(_directory.Data);

        var run = CommandRun.Of([.. command, "--data", _directory.Data]);
        holding.Dispose();

        (await run).ExitCode.Should().Be(0, (await run).Error);
    }

    [Theory]
    [InlineData("devices", "list")]
    [InlineData("rules", "list")]
    public async Task A_directory_that_is_not_there_is_not_made(params string[] command)
    {
        (await CommandRun.Of([.. command, "--data", _directory.Data])).Error.Should().Contain($"There is no data directory {_directory.Data}. Name it with --data");

        Directory.Exists(_directory.Data).Should().BeFalse();
    }
}
