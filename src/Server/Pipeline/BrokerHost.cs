using System.Net;
using Busroot.Broker;
using Busroot.Broker.Identity;
using Busroot.Broker.Limits;
using Busroot.Server.Loops;
using Busroot.Server.Transports;
using Busroot.Storage.Quarantine;
using Busroot.Transformer.Rules;
using Microsoft.Extensions.Logging;

namespace Busroot.Server.Pipeline;

/// <summary>The running broker and pipeline: loops, lanes and listeners, started and stopped together.</summary>
/// <remarks>Threads: any, unless a member says otherwise.</remarks>
internal sealed class BrokerHost : LoopWork, IDisconnector, IAsyncDisposable
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
    private readonly List<TcpListener> _listeners = [];
    private long _nextTick;

    public BrokerHost(Registry registry, RuleSet rules, QuarantineStore quarantine, BrokerLimits limits, int lanes, TimeProvider time, ILoggerFactory logs)
    {
        _time = time;
        _logs = logs;
        var log = logs.CreateLogger<BrokerHost>();
        void Failed(LoopItem item, Exception error) => TransportLog.LoopItemFailed(log, Thread.CurrentThread.Name ?? "loop", error);

        _loop = new WorkLoop("broker", this, Failed);
        _settings = new CurrentSettings(registry, rules);
        _committer = new Committer(quarantine, log, Failed);
        var publisher = new SignalPublisher(_loop);
        _committer.SendTo(publisher);
        _lanes = [.. Enumerable.Range(0, lanes).Select(i => new Lane($"lane {i}", _settings, _committer, publisher, Readings, Failed))];
        _intake = new ReadingIntake(_lanes);
        _broker = new MessageBroker(limits, registry, _intake, time, logs.CreateLogger<MessageBroker>());
        publisher.SendTo(_broker);
    }

    /// <summary>What became of the readings.</summary>
    public PipelineCounters Readings { get; } = new();

    /// <summary>What the broker has counted.</summary>
    public BrokerCounters Counters => _broker.Counters;

    /// <summary>Why nothing can be stored at present; null while all is well.</summary>
    public string? Trouble => _committer.Trouble;

    /// <summary>Starts the loops and listens.</summary>
    /// <returns>The addresses bound: for devices, and for development or null.</returns>
    /// <exception cref="IOException">An address cannot be bound.</exception>
    public async Task<(IPEndPoint Mqtt, IPEndPoint? Open)> StartAsync(IPEndPoint mqtt, IPEndPoint? open, CancellationToken cancellationToken)
    {
        _loop.Start();
        _committer.Loop.Start();
        foreach (var lane in _lanes)
        {
            lane.Loop.Start();
        }

        return (await ListenAsync(mqtt, open: false, cancellationToken), open is null ? null : await ListenAsync(open, open: true, cancellationToken));
    }

    /// <summary>Puts other rules in force, for each device between two of its messages.</summary>
    public void Use(RuleSet rules) => _settings.Use(rules);

    /// <inheritdoc/>
    public async ValueTask DisconnectAsync(string userName, DisconnectReason reason, CancellationToken cancellationToken) =>
        await _loop.CallAsync(() => Revoke(userName, reason)).WaitAsync(cancellationToken);

    /// <summary>Stops: no new clients, readings taken are finished and answered, clients are told, loops end.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners)
        {
            await listener.UnbindAsync();
        }

        await DrainAsync();
        await _loop.CallAsync(Shutdown);
        foreach (var listener in _listeners)
        {
            await listener.DisposeAsync();
        }

        foreach (var lane in _lanes)
        {
            lane.Dispose();
        }

        _committer.Dispose();
        _loop.Dispose(); // last: the others post to it
    }

    public override void BeginBatch() => _broker.BeginBatch();

    public override void EndBatch()
    {
        if (_broker.Clock.Milliseconds >= _nextTick)
        {
            _nextTick = _broker.Clock.Milliseconds + (long)TickEvery.TotalMilliseconds;
            _broker.Tick();
        }

        _broker.EndBatch();
    }

    public override TimeSpan UntilNextTick() => TickEvery;

    private async Task<IPEndPoint> ListenAsync(IPEndPoint endPoint, bool open, CancellationToken cancellationToken)
    {
        var listener = await TcpListener.StartAsync(endPoint, open, _loop, _broker, _time, _logs, cancellationToken);
        _listeners.Add(listener);
        return listener.EndPoint;
    }

    private bool Revoke(string userName, DisconnectReason reason)
    {
        if (reason is DisconnectReason.TokenRevoked or DisconnectReason.RightsReduced)
        {
            _broker.DisconnectLogin(userName, Explain(reason));
            return true;
        }

        _broker.Revoke(userName, Explain(reason), topic => OwnedTopics.Includes(userName, topic));
        if (reason == DisconnectReason.Removed)
        {
            _intake.Forget(userName);
        }

        return true;
    }

    /// <summary>Lets the lanes finish what they have taken, while no client is read.</summary>
    private async Task DrainAsync()
    {
        var deadline = _time.GetTimestamp();
        await _loop.CallAsync(_broker.StopReading);
        while (!await _loop.CallAsync(() => _lanes.All(lane => lane.IsIdle)) && _time.GetElapsedTime(deadline) < DrainDeadline)
        {
            await Task.Delay(DrainCheck, _time, CancellationToken.None);
        }
    }

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
