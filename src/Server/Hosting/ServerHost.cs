using System.Net;
using System.Net.Sockets;
using Busroot.Broker.Identity;
using Busroot.Broker.Persistence;
using Busroot.Server.Administration;
using Busroot.Server.Api;
using Busroot.Server.Certificates;
using Busroot.Server.Pipeline;
using Busroot.Server.Rules;
using Busroot.Storage.Rules;
using Busroot.Transformer.Rules;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Busroot.Server.Hosting;

/// <summary>The whole running server: data directory, broker, API.</summary>
internal sealed class ServerHost : IAsyncDisposable
{
    /// <summary>How long stopping may take before connections are simply closed.</summary>
    public static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;
    private readonly ServerState _state;
    private readonly IBrokerHost _broker;

    private ServerHost(WebApplication app, ServerState state)
    {
        _app = app;
        _state = state;
        _broker = app.Services.GetRequiredService<IBrokerHost>();
    }

    /// <summary>Where the API listens, with its real port.</summary>
    public required IPEndPoint Http { get; init; }

    /// <summary>Where the API listens over TLS; null for nowhere.</summary>
    public IPEndPoint? Https { get; init; }

    /// <summary>Where MQTT clients connect.</summary>
    public IReadOnlyList<ListenerAddress> Mqtt => _broker.Addresses;

    /// <summary>Where this machine connects with a login; null when there is no such listener.</summary>
    public IPEndPoint? MqttAddress => _broker.Addresses.FirstOrDefault(listener => !listener.Open) is { } listener ? Reachable(listener.EndPoint) : null;

    /// <summary>The services of the host, for the demo and for tests.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>The data directory, absolute.</summary>
    public string Data => _state.Directory.FullPath;

    /// <summary>Cancelled when something in the server has asked it to stop.</summary>
    public CancellationToken Stopping => _app.Lifetime.ApplicationStopping;

    /// <summary>Opens the data, loads the rules, starts the broker and the API; returns when everything takes connections.</summary>
    /// <param name="options">Checked.</param>
    /// <param name="configure">Changes the host before it is built, for instance its logging.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="Storage.StorageException">The data directory cannot be used.</exception>
    /// <exception cref="IOException">An address cannot be bound.</exception>
    public static async Task<ServerHost> StartAsync(ServerOptions options, Action<WebApplicationBuilder> configure, CancellationToken cancellationToken)
    {
        var state = ServerState.Open(options.Data, options.Persistence, options.Quarantine, options.History, options.Limits.ReceiveMaximum);
        WebApplication? app = null;
        try
        {
            var listening = new List<ListenOptions>();
            app = Build(options, state, configure, listening.Add);
            _ = app.Services.GetRequiredService<ServerStart>();
            var key = AccessToken.Create(app.Services.GetRequiredService<TimeProvider>());
            state.Registry.AdmitLocalAdmin(key.Hash);
            await app.Services.GetRequiredService<IBrokerHost>().StartAsync(cancellationToken);
            app.Services.GetRequiredService<LiveRules>().TellOfChanges(app.Services.GetRequiredService<IBrokerHost>().Use);
            app.Services.GetRequiredService<RuleWatcher>().Start();
            await StartApiAsync(app, options, cancellationToken);
            var host = new ServerHost(app, state) { Http = listening[0].IPEndPoint!, Https = listening.ElementAtOrDefault(1)?.IPEndPoint };
            host.Announce(options, key);
            return host;
        }
        catch
        {
            await (app?.DisposeAsync() ?? ValueTask.CompletedTask);
            state.Dispose();
            throw;
        }
    }

    /// <summary>Stops in order: no new commands, broker, API, data. What is still open after <see cref="ShutdownTime"/> is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        ServerLog.Stopping(_app.Logger);
        _state.Directory.Delete(ServerFile.Name);
        _state.Directory.Delete(ServerFile.KeyName);
        try
        {
            using var deadline = new CancellationTokenSource(ShutdownTime, Services.GetRequiredService<TimeProvider>());
            await _broker.StopAsync(deadline.Token);
            await _app.StopAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            ServerLog.StopTookTooLong(_app.Logger, ShutdownTime); // what is still open ends below
        }

        await _app.DisposeAsync();
        _state.Dispose();
    }

    private static async Task StartApiAsync(WebApplication app, ServerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (SocketException error)
        {
            // The error does not say where. The addresses are bound in the order they were given, so the first without a server is the one.
            var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.Count ?? 0;
            var failed = bound > 0 && options.Https is { } https ? https : options.Http;
            throw new IOException($"Cannot listen on {failed}: {error.Message}", error);
        }
    }

    private static WebApplication Build(ServerOptions options, ServerState state, Action<WebApplicationBuilder> configure, Action<ListenOptions> listening)
    {
        // Empty: no settings files, no environment variables, no signal handlers but those of the command line.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "busroot" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024; // the largest document is a device with all its variables, about 64 KiB
            kestrel.Listen(options.Http, listening);
            if (options.Https is { } https)
            {
                var tls = kestrel.ApplicationServices.GetRequiredService<ServerTls>();
                kestrel.Listen(https, listener =>
                {
                    listening(listener);
                    listener.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(tls.Current.Https) });
                });
            }
        });
        AddServices(builder.Services, options, state);
        builder.AddBusrootBroker(options.Limits);
        configure(builder);

        var app = builder.Build();
        app.UseExceptionHandler(_ => { }); // ProblemAnswers answers everything
        app.UseMiddleware<AdministratorOnly>();
        app.UseWebSockets();
        app.MapFallback((HttpContext context) => throw new AdministrationException(AdministrationFault.NotFound, $"There is nothing at {context.Request.Path}."));
        app.MapHealth();
        app.MapMqtt();
        var api = app.MapGroup("/api/v1");
        api.MapDevices();
        api.MapServices();
        api.MapHistory();
        api.MapQuarantine();
        api.MapStates();
        api.MapRules();
        api.MapStatus();
        return app;
    }

    private static void AddServices(IServiceCollection services, ServerOptions options, ServerState state)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        if (options.Tls is { } tls)
        {
            services.AddSingleton(tls);
            services.AddSingleton<ServerTls>();
        }

        services.AddSingleton(state.Registry);
        services.AddSingleton<IRegistryStore>(state.RegistryStore);
        services.AddSingleton(state.Quarantine);
        services.AddSingleton(state.History);
        services.AddSingleton(state.Readings);
        services.AddSingleton<ISessionStore>(state.Sessions);
        services.AddSingleton(state.Database);
        services.AddSingleton(new RuleRevisionStore(state.Database, options.Revisions));
        services.AddSingleton(provider => new LiveRules(
            options.Rules, provider.GetRequiredService<RuleRevisionStore>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<LiveRules>>()));
        services.AddSingleton<RuleWatcher>();
        services.AddSingleton<IRuleAdministration, LocalRules>();
        services.AddTransient(provider => provider.GetRequiredService<LiveRules>().Current);
        services.AddSingleton<IDisconnector>(provider => provider.GetRequiredService<IBrokerHost>());
        services.AddSingleton<IReadingPipeline>(provider => provider.GetRequiredService<IBrokerHost>());
        services.AddSingleton<Registrar>();
        services.AddSingleton<IAdministration, LocalAdministration>();
        services.AddSingleton<IReadingAdministration, LocalReadings>();
        services.AddSingleton(provider => new ServerStart(provider.GetRequiredService<TimeProvider>().GetUtcNow()));

        services.AddRoutingCore();
        services.AddSingleton<AdministratorOnly>();
        services.AddExceptionHandler<ProblemAnswers>();
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true); // so that ProblemAnswers words it
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTime);
        services.AddSingleton<IHostLifetime, CommandLineLifetime>();
    }

    private void Announce(ServerOptions options, AccessToken key)
    {
        _state.Directory.Write(ServerFile.KeyName, key.Reveal() + "\n");
        _state.Directory.Write(ServerFile.Name, // commands send no PROXY header: to them such a listener is none
            new ServerFile(new Uri($"http://{Reachable(Http)}"), (options.ProxyProtocol ? null : MqttAddress)?.ToString(), Environment.ProcessId, ServerVersion.Text).ToJson());
        Report(options, _app.Services.GetRequiredService<RuleSet>());
    }

    private void Report(ServerOptions options, RuleSet rules)
    {
        if (_state.Database.Damage is { } damage)
        {
            ServerLog.StorageDamaged(_app.Logger, damage);
        }

        foreach (var open in _broker.Addresses.Where(listener => listener.Open))
        {
            ServerLog.OpenListener(_app.Logger, open.EndPoint.ToString());
        }

        foreach (var (option, address) in new[] { ("--mqtt", options.Mqtt), ("--http", options.Http) }.Where(listener => !IPAddress.IsLoopback(listener.Item2.Address)))
        {
            ServerLog.PlainListener(_app.Logger, option, address.ToString());
        }

        if (options.Persistence == PersistenceMode.Buffered)
        {
            ServerLog.BufferedPersistence(_app.Logger);
        }

        ServerLog.Started(_app.Logger, ServerVersion.Text, _state.Registry.DeviceCount, rules.Rules.Length, options.Rules, options.PersistenceText);
    }

    // 0.0.0.0 and :: mean "everywhere" to a listener and nothing to a client.
    private static IPEndPoint Reachable(IPEndPoint address) =>
        address.Address.Equals(IPAddress.Any) ? new(IPAddress.Loopback, address.Port)
        : address.Address.Equals(IPAddress.IPv6Any) ? new(IPAddress.IPv6Loopback, address.Port)
        : address;
}
