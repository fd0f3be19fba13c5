using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Busroot.Broker.Identity;
using Busroot.Mqtt;
using Busroot.Mqtt.Client;
using Busroot.Server.Administration;
using Busroot.Server.Hosting;
using Busroot.Server.Pipeline;
using Busroot.Server.Pipeline.Replays;
using Busroot.Server.Pipeline.Shadows;
using Busroot.Server.Tests.Commands;
using Busroot.Storage;
using Busroot.Transformer.Rules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Busroot.Server.Tests.Hosting;

/// <summary>A whole server on ports that were picked, in a directory of its own, with everything it logs and every disconnection it asks for.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private Action<IServiceCollection> _configure = _ => { };
    private string _rules = "";
    private bool _isRunning;

    private RunningServer()
    {
    }

    public ServerHost Host { get; private set; } = null!;

    public string Data => _directory.Data;

    public ConcurrentQueue<string> Log { get; } = new();

    public RecordingBroker Broker { get; } = new();

    public string Key => File.ReadAllText(Path.Combine(Data, "admin.key")).Trim();

    /// <summary>Starts a server whose broker only notes what it is asked for.</summary>
    public static Task<RunningServer> StartAsync() => StartAsync(server => services => services.Replace(ServiceDescriptor.Singleton<IBrokerHost>(server.Broker)), rules: null);

    /// <summary>Starts a server as it is shipped.</summary>
    public static Task<RunningServer> StartWholeAsync(string? rules = null) => StartAsync(_ => _ => { }, rules ?? ServerArguments.DefaultRules());

    /// <summary>Starts a server as it is shipped, with rules of its own: files by their path below the rules directory.</summary>
    public static Task<RunningServer> StartWithRulesAsync(params (string Path, string Text)[] files) => StartAsync(
        server =>
        {
            foreach (var (path, text) in files)
            {
                var file = Path.Combine(server._directory.Rules, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllText(file, text);
            }

            return _ => { };
        },
        rules: null);

    /// <summary>Publishes raw readings of a device, one after the other; returns when the last is acknowledged, and so stored.</summary>
    public async Task PublishAsync(string deviceId, params string[] payloads)
    {
        var address = Host.MqttAddress!;
        await using var client = await MqttClient.ConnectAsync(
            new MqttClientOptions { Host = $"{address.Address}", Port = address.Port, ClientId = "local-admin/test", UserName = "local-admin", Password = Encoding.UTF8.GetBytes(Key) },
            CancellationToken.None);
        foreach (var payload in payloads)
        {
            await client.PublishAsync(
                new OutgoingMessage { Topic = $"busroot/v1/dau/{deviceId}", Payload = Encoding.UTF8.GetBytes(payload), Qos = QualityOfService.AtLeastOnce }, CancellationToken.None);
        }
    }

    /// <summary>Runs a command on this server's data.</summary>
    public Task<CommandRun> RunAsync(params string[] args) => CommandRun.Of([.. args, "--data", Data]);

    /// <summary>Runs a command that prints JSON.</summary>
    public async Task<JsonElement> JsonAsync(params string[] args)
    {
        var run = await RunAsync([.. args, "--json"]);
        run.ExitCode.Should().Be(0, run.Error);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    /// <summary>Stops it; the data stays until the end of the test.</summary>
    public async Task StopAsync()
    {
        if (_isRunning)
        {
            _isRunning = false;
            await Host.DisposeAsync();
        }
    }

    /// <summary>Starts again on the same data.</summary>
    public async Task RestartAsync()
    {
        var anyPort = new IPEndPoint(IPAddress.Loopback, 0);
        var options = new ServerOptions { Data = _directory.Data, Mqtt = anyPort, Http = anyPort, Rules = _rules, Shadow = new ShadowLimits { TimePercent = 100 } }; // no reading is left out because the machine is busy
        Host = await ServerHost.StartAsync(options, builder =>
        {
            _configure(builder.Services);
            builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Recorder(Log));
        }, CancellationToken.None);
        _isRunning = true;
    }

    private static async Task<RunningServer> StartAsync(Func<RunningServer, Action<IServiceCollection>> change, string? rules)
    {
        var server = new RunningServer();
        server._rules = rules ?? server._directory.Rules;
        server._configure = change(server);
        await server.RestartAsync();
        return server;
    }

    /// <summary>A client of the API.</summary>
    public HttpClient Client(AuthenticationHeaderValue? login) => new()
    {
        BaseAddress = new Uri($"http://{Host.Http}"),
        DefaultRequestHeaders = { Authorization = login },
    };

    public HttpClient AdminClient() => Client(new AuthenticationHeaderValue("Bearer", Key));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _directory.Dispose();
    }

    /// <summary>Notes who is to be disconnected, and takes as long as a test wants.</summary>
    internal sealed class RecordingBroker : IBrokerHost
    {
        public ConcurrentQueue<string> Disconnected { get; } = new();

        public Task Allowed { get; set; } = Task.CompletedTask;

        public IReadOnlyList<ListenerAddress> Addresses { get; } = [new("mqtt", new IPEndPoint(IPAddress.Any, 4711), Open: false)];

        public bool IsReady { get; set; } = true;

        public IReadOnlyDictionary<string, long> Counters { get; } = new Dictionary<string, long> { ["connections"] = 3 };

        public StorageException? Trouble { get; set; }

        public IDeviceStates States => throw new NotSupportedException("It has no pipeline; start the whole server.");

        public Replayer Replays => throw new NotSupportedException("It has no pipeline; start the whole server.");

        public ShadowTable Shadows => throw new NotSupportedException("It has no pipeline; start the whole server.");

        public void Use(RuleSet rules)
        {
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task ServeAsync(WebSocket socket, string remoteAddress, string listener) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async ValueTask DisconnectAsync(string userName, DisconnectReason reason, CancellationToken cancellationToken)
        {
            Disconnected.Enqueue($"{userName} {reason}");
            await Allowed;
        }
    }

    private sealed class Recorder(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
