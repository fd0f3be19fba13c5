using System.CommandLine;
using Busroot.Server.Commands;

namespace Busroot.Server;

/// <summary>The program, as a table of contents.</summary>
internal static class Program
{
    /// <summary>Every command there is.</summary>
    public static RootCommand Commands() => new ExampleRootCommand(
        "Busroot Transform: an MQTT broker that turns what devices send into Busroot signals.",
        "busroot up --demo", "busroot devices add acme/press-1")
    {
        UpCommand.Create(),
        StatusCommand.Create(),
        ConfigCommand.Create(),
        DevicesCommand.Create(),
        ServicesCommand.Create(),
        TailCommand.Create(),
        HistoryCommand.Create(),
        UnmappedCommand.Create(),
        QuarantineCommand.Create(),
        StateCommand.Create(),
        RulesCommand.Create(),
    };

    private static Task<int> Main(string[] args) => CommandLine.RunAsync(Commands(), args, Console.Out, Console.Error, CancellationToken.None);
}
