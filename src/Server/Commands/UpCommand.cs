using System.CommandLine;
using System.Net;
using Busroot.Mqtt.Client;
using Busroot.Server.Api;
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
        var options = new UpOptions();
        var command = new ExampleCommand("up", "Run the broker and the transformer until Ctrl-C or SIGTERM.",
            "busroot up", "busroot up --demo", "busroot up --data /var/lib/busroot --mqtt 0.0.0.0:1883",
            "busroot up --mqtts 0.0.0.0:8883 --https 0.0.0.0:8443 --tls-cert fullchain.pem --tls-key privkey.pem",
            "busroot up --config /etc/busroot.json --limit maximumPacketBytes=1MiB");
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, options, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, UpOptions given, CancellationToken cancellationToken)
    {
        // A signal that comes before the command line holds our task ends the process on the spot: return it before anything says that we are ready.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

        var problems = new List<string>();
        if (given.Read(parsed, problems).Check(problems) is not { } options)
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
            throw new CommandFailure($"{error.Message.TrimEnd('.')}. Stop what listens there, or choose another port with --mqtt, --mqtts, --http or --https.");
        }
    }

    private static string ReadyLine(ServerHost host)
    {
        var listeners = host.Mqtt.Select(listener => $"{listener.Name} {listener.EndPoint}").Concat(WebListeners(host.Http, "http", "ws"));
        listeners = host.Https is { } https ? listeners.Concat(WebListeners(https, "https", "wss")) : listeners;
        return $"busroot {ServerVersion.Text} is ready: {string.Join(", ", listeners)}, data {host.Data}";
    }

    private static IEnumerable<string> WebListeners(IPEndPoint address, string http, string webSocket) =>
        [$"{http} {http}://{address}", $"{webSocket} {webSocket}://{address}{MqttWebSocketEndpoint.Path}"];

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
