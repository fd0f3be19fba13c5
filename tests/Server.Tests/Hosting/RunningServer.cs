using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using Busroot.Broker.Identity;
using Busroot.Server.Hosting;
using Busroot.Server.Pipeline;
using Busroot.Server.Pipeline.Replays;
using Busroot.Server.Pipeline.States;
using Busroot.Transformer.Rules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Busroot.Server.Tests.Hosting;

/// <summary>A whole server on ports that were picked, in a directory of its own, with everything it logs and every disconnection it asks for.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();

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

    private static async Task<RunningServer> StartAsync(Func<RunningServer, Action<IServiceCollection>> change, string? rules)
    {
        var server = new RunningServer();
        var anyPort = new IPEndPoint(IPAddress.Loopback, 0);
        var options = new ServerOptions { Data = server._directory.Data, Mqtt = anyPort, Http = anyPort, Rules = rules ?? server._directory.Rules };
        server.Host = await ServerHost.StartAsync(options, builder =>
        {
            change(server)(builder.Services);
            builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Recorder(server.Log));
        }, CancellationToken.None);
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
        await Host.DisposeAsync();
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

        public DeviceStates States => throw new NotSupportedException("It has no pipeline; start the whole server.");

        public Replayer Replays => throw new NotSupportedException("It has no pipeline; start the whole server.");

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
