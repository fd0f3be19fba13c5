using System.Net.WebSockets;
using System.Reflection;
using Busroot.Broker;
using Busroot.Broker.Connections;
using Busroot.Broker.Identity;
using Busroot.Broker.Limits;
using Busroot.Broker.Persistence;
using Busroot.Server.Administration;
using Busroot.Server.Certificates;
using Busroot.Server.Hosting;
using Busroot.Server.Loops;
using Busroot.Server.Pipeline.Lanes;
using Busroot.Server.Pipeline.Replays;
using Busroot.Server.Pipeline.Shadows;
using Busroot.Server.Pipeline.States;
using Busroot.Server.Polling;
using Busroot.Server.Transports;
using Busroot.Storage;
using Busroot.Storage.History;
using Busroot.Storage.Quarantine;
using Busroot.Storage.Readings;
using Busroot.Transformer.NodeRed.Functions;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Pipeline;

/// <summary>The running broker and pipeline: loops, lanes and listeners, started and stopped together.</summary>
/// <remarks>Threads: any, unless a member says otherwise.</remarks>
internal sealed class BrokerHost : LoopWork, IBrokerHost, IAsyncDisposable
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DrainDeadline = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DrainCheck = TimeSpan.FromMilliseconds(5);

    private readonly TimeProvider _time;
    private readonly ILoggerFactory _logs;
    private readonly WorkLoop _loop;
    private readonly Lane[] _lanes;
    private readonly Committer _committer;
    private readonly ReadingIntake _intake;
    private readonly MessageBroker _broker;
    private readonly CurrentSettings _settings;
    private readonly ServerOptions _options;
    private readonly StoringItem _storing;
    private readonly ISessionStore _sessions;
    private readonly ReadingStore _readings;
    private readonly HistoryStore _history;
    private readonly HistoryUpkeep _upkeep;
    private readonly Registry _registry;
    private readonly ServerTls? _tls;
    private readonly ServedClients _clients;
    private readonly PolledClients? _polled; // null where plain sockets are served by Kestrel like the others
    private readonly List<IClientListener> _listeners = [];
    private volatile bool _accepting;
    private bool _stopped;
    private long _nextTick;

    public BrokerHost(
        ServerOptions options, Registry registry, RuleSet rules, ReadingStore readings, HistoryStore history, QuarantineStore quarantine, ISessionStore sessions,
        BrokerLimits limits, TimeProvider time, ILoggerFactory logs, ServerTls? tls = null)
    {
        _options = options;
        _tls = tls;
        _time = time;
        _logs = logs;
        var log = logs.CreateLogger<BrokerHost>();
        void Failed(LoopItem item, Exception error) => TransportLog.LoopItemFailed(log, Thread.CurrentThread.Name ?? "loop", error);

        var poller = options.PolledSockets ? new SocketPoller() : null;
        _loop = new WorkLoop("broker", this, Failed, poller);
        _settings = new CurrentSettings(registry, rules);
        _committer = new Committer(readings, log, Failed);
        var publisher = new SignalPublisher(_loop);
        var accounts = new AccountValues();
        _committer.SendTo(publisher);
        _lanes = [.. Enumerable.Range(0, LaneCount).Select(i => new Lane($"lane {i}", _settings, _committer, history, Readings, accounts, time, Failed))];
        _intake = new ReadingIntake(_lanes, DeviceStates.Load(readings, log));
        _broker = new MessageBroker(limits, registry, _intake, options.Persistence, time, logs.CreateLogger<MessageBroker>());
        publisher.SendTo(_broker);
        _storing = new StoringItem(_committer, _loop, _broker);
        _sessions = sessions;
        _readings = readings;
        _history = history;
        _upkeep = new HistoryUpkeep(history, log, Failed);
        States = new DeviceStates(_loop, _intake);
        Replays = new Replayer(_loop, _intake, quarantine, history, time);
        Shadows = new ShadowTable(_settings, accounts, LaneCount, options.Shadow, time, logs.CreateLogger<ShadowTable>());
        _registry = registry;
        _clients = new ServedClients(_loop, _broker, time, log);
        _polled = poller is null ? null : new PolledClients(poller, _loop, _broker);
    }

    /// <summary>What became of the readings.</summary>
    public PipelineCounters Readings { get; } = new();

    /// <inheritdoc/>
    public IDeviceStates States { get; }

    /// <inheritdoc/>
    public Replayer Replays { get; }

    /// <inheritdoc/>
    public ShadowTable Shadows { get; }

    /// <inheritdoc/>
    public StorageException? Trouble => _committer.Trouble;

    /// <inheritdoc/>
    public IReadOnlyList<ListenerAddress> Addresses { get; private set; } = [];

    /// <inheritdoc/>
    public bool IsReady => _accepting && Trouble is null;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Counters =>
        new[] { Read(_broker.Counters), Read(Readings) }.SelectMany(counted => counted).ToDictionary(pair => pair.Name, pair => pair.Value);

    // One lane would let a slow rule hold up every device; more lanes than cores only take turns.
    private static int LaneCount => Math.Max(2, Environment.ProcessorCount);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _broker.BeginBatch();
        _broker.Restore(_sessions.Load(), FindLogin); // before the loop runs: nobody else touches the broker yet
        UnpublishedSignals.Publish(_history, _readings.LoadPublishedThrough(), _broker);
        _loop.Start();
        _committer.Loop.Start();
        _upkeep.Loop.Start();
        foreach (var lane in _lanes)
        {
            lane.Loop.Start();
        }

        var deadline = _broker.Limits.ConnectDeadline;
        var addresses = new List<ListenerAddress>();
        foreach (var (name, listener) in Listeners())
        {
            var started = await ListenAsync(listener with { ConnectDeadline = deadline }, cancellationToken);
            _listeners.Add(started);
            addresses.Add(new ListenerAddress(name, started.EndPoint, listener.Open));
        }

        Addresses = addresses;
        _accepting = true;
    }

    /// <inheritdoc/>
    public async Task ServeAsync(WebSocket socket, string remoteAddress, string listener)
    {
        var wire = WebSocketWire.Start(socket, remoteAddress);
        _clients.Serve(wire, new Listener(listener, Open: false));
        await wire.Closed;
    }

    /// <inheritdoc/>
    public void Use(RuleSet rules) => _settings.Use(rules);

    /// <inheritdoc/>
    public async ValueTask DisconnectAsync(string userName, DisconnectReason reason, CancellationToken cancellationToken) =>
        await _loop.CallAsync(() => Revoke(userName, reason)).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _accepting = false;
        foreach (var listener in _listeners)
        {
            await listener.UnbindAsync();
        }

        await DrainAsync(cancellationToken);
        _clients.Refuse(); // first: who is not sent away now is seen by the next call
        await _loop.CallAsync(Shutdown);
        await _clients.CloseAsync();
        await (_polled?.CloseAsync() ?? Task.CompletedTask);
        await WaitUntilAsync(() => _broker.IsStored, cancellationToken);
        foreach (var listener in _listeners)
        {
            await listener.DisposeAsync();
        }

        foreach (var lane in _lanes)
        {
            lane.Dispose();
        }

        _upkeep.Dispose();
        _committer.Dispose();
        Replays.Dispose();
        _loop.Dispose(); // last: the others post to it
        _stopped = true;
    }

    /// <summary>Stops what was started and not stopped yet.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_accepting && !_stopped)
        {
            await StopAsync(CancellationToken.None);
        }
    }

    public override void BeginBatch() => _broker.BeginBatch();

    public override void EndBatch()
    {
        if (_broker.Clock.Milliseconds >= _nextTick)
        {
            _nextTick = _broker.Clock.Milliseconds + (long)TickEvery.TotalMilliseconds;
            _broker.Tick();
            _polled?.Tick();
        }

        _broker.EndBatch();
        if (_broker.TakeChanges() is { } changes)
        {
            _storing.Store(changes);
        }
    }

    public override TimeSpan UntilNextTick() => TickEvery;

    private async Task<IClientListener> ListenAsync(TcpListenerOptions options, CancellationToken cancellationToken) =>
        _polled is not null && options.Tls is null
            ? await PolledListener.StartAsync(options, _polled, _logs.CreateLogger<PolledListener>())
            : await TcpListener.StartAsync(options, _clients, _time, _logs, cancellationToken);

    private IEnumerable<(string Name, TcpListenerOptions Listener)> Listeners()
    {
        yield return ("mqtt", new TcpListenerOptions(_options.Mqtt) { ProxyProtocol = _options.ProxyProtocol });
        if (_options.Mqtts is { } secure)
        {
            yield return ("mqtts", new TcpListenerOptions(secure) { ProxyProtocol = _options.ProxyProtocol, Tls = _tls });
        }

        if (_options.Open is { } development)
        {
            yield return ("mqtt (open)", new TcpListenerOptions(development) { Open = true });
        }
    }

    private bool Revoke(string userName, DisconnectReason reason)
    {
        if (reason is DisconnectReason.TokenRevoked or DisconnectReason.RightsReduced)
        {
            _broker.DisconnectLogin(userName, Explain(reason));
            return true;
        }

        _broker.Revoke(userName, Explain(reason), topic => OwnedTopics.Includes(userName, topic));
        _intake.Forget(userName);
        return true;
    }

    /// <summary>Lets the lanes finish what they have taken and the clients that are there receive it, while no publish is taken.</summary>
    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        await _loop.CallAsync(_broker.StopTaking);
        await WaitUntilAsync(IsDone, cancellationToken);
    }

    /// <summary>Waits, not for ever, until something holds on the broker loop.</summary>
    private async Task WaitUntilAsync(Func<bool> holds, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested && _time.GetElapsedTime(began) < DrainDeadline && !await _loop.CallAsync(holds))
        {
            await Task.Delay(DrainCheck, _time, CancellationToken.None);
        }
    }

    private Principal? FindLogin(string userName) =>
        _registry.TryFind(userName, out var device) ? device.Disabled ? null : new Principal.Device(device)
        : _registry.TryFindService(userName, out var service) ? new Principal.Service(service)
        : null;

    private bool IsDone() => _lanes.All(lane => lane.IsIdle) && !_broker.IsDelivering();

    /// <summary>Every number an object counts, under its property's name in camel case.</summary>
    private static IEnumerable<(string Name, long Value)> Read(object counters) =>
        counters.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.PropertyType == typeof(long))
            .Select(property => (char.ToLowerInvariant(property.Name[0]) + property.Name[1..], (long)property.GetValue(counters)!));

    private bool Shutdown()
    {
        _broker.Shutdown();
        return true;
    }

    private static string Explain(DisconnectReason reason) => reason switch
    {
        DisconnectReason.Removed => "This login was removed.",
        DisconnectReason.Disabled => "This device was disabled.",
        DisconnectReason.TokenRevoked => "An access token of this login was withdrawn; log in with the present one.",
        DisconnectReason.RightsReduced => "The rights of this login have changed; log in again.",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
