using Busroot.Server.Commands;

namespace Busroot.Server.Tests.Commands;

/// <summary>What one command line printed and how it ended.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static async Task<CommandRun> Of(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await CommandLine.RunAsync(Program.Commands(), args, output, error, CancellationToken.None);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }
}
