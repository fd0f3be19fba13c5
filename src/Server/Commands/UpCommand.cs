using System.CommandLine;
using Busroot.Mqtt.Client;
using Busroot.Server.Demo;
using Busroot.Server.Hosting;
using Microsoft.Extensions.Logging.Console;
using Spectre.Console;

namespace Busroot.Server.Commands;

/// <summary><c>busroot up</c>: runs the server until it is told to stop.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var data = SharedOptions.Data();
        var mqtt = new Option<string>("--mqtt") { Description = "Where devices connect.", HelpName = "HOST:PORT", DefaultValueFactory = _ => "127.0.0.1:1883" };
        var http = new Option<string>("--http") { Description = "Where the API listens.", HelpName = "HOST:PORT", DefaultValueFactory = _ => "127.0.0.1:8080" };
        var rules = new Option<string?>("--rules") { Description = "The rules directory. Without it: ./rules, else the rules shipped with the program.", HelpName = "DIR" };
        var open = new Option<string?>("--open") { Description = "Also take MQTT clients without a login here, for development; this machine only.", HelpName = "HOST:PORT" };
        var demo = new Option<bool>("--demo") { Description = "Register example devices, play their readings and show what becomes of them." };

        var command = new ExampleCommand("up", "Run the broker and the transformer until Ctrl-C or SIGTERM.",
            "busroot up", "busroot up --demo", "busroot up --data /var/lib/busroot --mqtt 0.0.0.0:1883") { data, mqtt, http, rules, open, demo };
        command.SetAction((parsed, cancellationToken) =>
        {
            var arguments = new ServerArguments(parsed.GetRequiredValue(data), parsed.GetRequiredValue(mqtt), parsed.GetRequiredValue(http),
                parsed.GetValue(rules), parsed.GetValue(open), parsed.GetValue(demo));
            return RunAsync(parsed, arguments, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, ServerArguments arguments, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        if (arguments.Check(problems) is not { } options)
        {
            problems.ForEach(parsed.InvocationConfiguration.Error.WriteLine);
            return CommandLine.WrongUsage;
        }

        await using var host = await StartAsync(options, cancellationToken);
        parsed.WriteLine(ReadyLine(host));
        await parsed.InvocationConfiguration.Output.FlushAsync(cancellationToken);
        return await ServeAsync(parsed, host, options, cancellationToken);
    }

    private static async Task<int> ServeAsync(ParseResult parsed, ServerHost host, ServerOptions options, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(host.Stopping, cancellationToken);
        try
        {
            await (options.Demo ? DemoRun.RunAsync(host, Screen(parsed), stop.Token) : Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // How a server ends.
        }
        catch (MqttConnectionException lost)
        {
            throw new CommandFailure($"The demo has lost its connection: {lost.Message}");
        }

        return CommandLine.Done;
    }

    private static IDemoScreen Screen(ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        return ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected ? new TableScreen(AnsiConsole.Console) : new LinesScreen(output);
    }

    private static async Task<ServerHost> StartAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await ServerHost.StartAsync(options, builder => builder.Logging.AddStandardError(), cancellationToken);
        }
        catch (IOException error)
        {
            throw new CommandFailure($"{error.Message.TrimEnd('.')}. Stop what listens there, or choose another port with --mqtt or --http.");
        }
    }

    private static string ReadyLine(ServerHost host)
    {
        var listeners = host.Mqtt.Select(listener => $"{listener.Name} {listener.EndPoint}").Append($"http http://{host.Http}");
        return $"busroot {ServerVersion.Text} is ready: {string.Join(", ", listeners)}, data {host.Data}";
    }

    private static void AddStandardError(this ILoggingBuilder logging)
    {
        var colours = !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        logging.SetMinimumLevel(LogLevel.Information)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddSimpleConsole(line =>
            {
                line.SingleLine = true;
                line.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fff'Z' ";
                line.UseUtcTimestamp = true;
                line.ColorBehavior = colours ? LoggerColorBehavior.Enabled : LoggerColorBehavior.Disabled;
            });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace); // stdout is for the ready line
    }
}
