using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Busroot.Server.Administration;
using Busroot.Storage;

namespace Busroot.Server.Commands;

/// <summary>Runs one command line and turns its end into an exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted.</summary>
internal static class CommandLine
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>It could not be done, or a check found something.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int WrongUsage = 2;

    /// <summary>Ended by Ctrl-C or SIGTERM before it was done: 128 + SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;

    /// <summary>Runs a command line.</summary>
    /// <param name="commands">All there is.</param>
    /// <param name="args">Without the program's name.</param>
    /// <param name="output">For results only.</param>
    /// <param name="error">For problems.</param>
    /// <param name="cancellationToken">Ends the command like Ctrl-C does.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(RootCommand commands, string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        StartHelpWithExamples(commands);
        var parsed = commands.Parse(args.Length == 0 ? ["--help"] : args);
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = Hosting.ServerHost.ShutdownTime + TimeSpan.FromSeconds(3), // the server's own deadline, and time to close the files
        };

        try
        {
            return parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction
                ? await RefuseAsync(parsed, configuration)
                : await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (Exception failure) when (failure is CommandFailure or StorageException or AdministrationException)
        {
            await error.WriteLineAsync($"busroot: {failure.Message}");
            return Failed;
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
    }

    private static async Task<int> RefuseAsync(ParseResult parsed, InvocationConfiguration configuration)
    {
        ((ParseErrorAction)parsed.Action!).ShowHelp = false;
        await parsed.InvokeAsync(new InvocationConfiguration { Output = configuration.Error, Error = configuration.Error }, CancellationToken.None);
        await configuration.Error.WriteLineAsync($"'{PathOf(parsed.CommandResult.Command)} --help' shows how it is used.");
        return WrongUsage;
    }

    private static void StartHelpWithExamples(RootCommand commands)
    {
        var help = commands.Options.OfType<HelpOption>().Single();
        help.Action = new ExamplesFirst((HelpAction)help.Action!);
    }

    private static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : "busroot";

    /// <summary>Prints what people copy before what they read.</summary>
    private sealed class ExamplesFirst(HelpAction reference) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            if (parseResult.CommandResult.Command is IHasExamples { Examples.Count: > 0 } command)
            {
                var output = parseResult.InvocationConfiguration.Output;
                output.WriteLine(command.Examples.Count == 1 ? "Example:" : "Examples:");
                foreach (var example in command.Examples)
                {
                    output.WriteLine($"  {example}");
                }

                output.WriteLine();
            }

            return reference.Invoke(parseResult);
        }
    }
}
