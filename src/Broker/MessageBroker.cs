using Busroot.Broker.Connections;
using Busroot.Broker.Intake;
using Busroot.Broker.Limits;
using Busroot.Broker.Retained;
using Busroot.Broker.Routing;
using Busroot.Broker.Sessions;
using Busroot.Mqtt;
using Busroot.Mqtt.Topics;
using Microsoft.Extensions.Logging;

namespace Busroot.Broker;

/// <summary>The MQTT broker: a state machine that turns received bytes into bytes to send. It has no thread, socket or timer of its own.</summary>
/// <remarks>
/// Threads: everything here and below runs on one loop, so nothing needs a lock; whoever drives it calls <see cref="BeginBatch"/>, lets
/// connections receive, and calls <see cref="EndBatch"/>. See docs/decisions/0003-one-broker-loop.md.
/// </remarks>
public sealed class MessageBroker
{
    private readonly SubscriptionTree _subscriptions = new();
    private readonly List<ClientConnection> _connections = [];

    /// <summary>Makes a broker without connections.</summary>
    public MessageBroker(BrokerLimits limits, IAuthenticator authenticator, IReadingIntake intake, TimeProvider time, ILogger<MessageBroker> log)
    {
        Limits = limits;
        Authenticator = authenticator;
        Intake = intake;
        Log = log;
        Clock = new BrokerClock(time);
        Router = new Router(_subscriptions, limits, Counters);
        Sessions = new SessionTable(_subscriptions, Counters);
        Retained = new RetainedMessages(limits, Counters);
        Connects = new ConnectHandler(this);
        Publishes = new PublishHandler(this);
        Subscribes = new SubscribeHandler(this);
    }

    /// <summary>What it has counted.</summary>
    public BrokerCounters Counters { get; } = new();

    /// <summary>Time of the current batch.</summary>
    public BrokerClock Clock { get; }

    /// <summary>Limits in force.</summary>
    public BrokerLimits Limits { get; }

    internal IAuthenticator Authenticator { get; }

    internal IReadingIntake Intake { get; }

    internal ILogger Log { get; }

    internal FlushList Flushes { get; } = new();

    internal Router Router { get; }

    internal SessionTable Sessions { get; }

    internal RetainedMessages Retained { get; }

    internal ConnectHandler Connects { get; }

    internal PublishHandler Publishes { get; }

    internal SubscribeHandler Subscribes { get; }

    internal int ConnectionCount => _connections.Count;

    /// <summary>Reads the clock for what follows.</summary>
    public void BeginBatch() => Clock.Advance();

    /// <summary>Hands readings on and flushes every client written to: one flush a client, however many packets it got.</summary>
    public void EndBatch()
    {
        Intake.EndBatch();
        Flushes.FlushAll();
    }

    /// <summary>Takes in a new client.</summary>
    /// <returns>Its connection: the transport gives it what it receives.</returns>
    public ClientConnection Attach(IClientTransport transport, Listener listener)
    {
        var connection = new ClientConnection(this, transport, listener) { Slot = _connections.Count };
        _connections.Add(connection);
        Counters.Connections = _connections.Count;
        return connection;
    }

    /// <summary>Publishes for the service itself: signals that a rule gave.</summary>
    /// <param name="publication">The message; keep its route for the topic's next message.</param>
    /// <returns>False when nobody is subscribed.</returns>
    public bool Publish(in Publication publication)
    {
        if (publication.Retain)
        {
            Retained.Store(Router.Keep(publication));
        }

        return Router.Publish(publication);
    }

    /// <summary>Disconnects a login everywhere at once, without wills. Its sessions stay and can be resumed, with the rights it has then.</summary>
    /// <param name="userName">Device ID or service name.</param>
    /// <param name="why">Told to 5.0 clients as reason string.</param>
    /// <returns>Sessions it had.</returns>
    public int Disconnect(string userName, string why)
    {
        var sessions = SessionsOf(userName);
        foreach (var session in sessions)
        {
            session.Will = null;
            session.Connection?.Disconnect(ReasonCode.AdministrativeAction, why, publishWill: false);
        }

        return sessions.Count;
    }

    /// <summary>Ends a login at once with all it had: sockets, sessions, subscriptions, what is queued and in flight, wills, retained messages.</summary>
    /// <param name="userName">Device ID or service name.</param>
    /// <param name="why">Told to 5.0 clients as reason string.</param>
    /// <param name="ownsTopic">Says which retained messages go too: those of topics that are this login's own.</param>
    /// <returns>Sessions ended.</returns>
    public int Remove(string userName, string why, Func<byte[], bool> ownsTopic)
    {
        Disconnect(userName, why);
        var sessions = SessionsOf(userName); // those that outlive their connection
        sessions.ForEach(Sessions.Remove);
        Retained.RemoveWhere(ownsTopic);
        return sessions.Count;
    }

    /// <summary>Looks after what time alone brings: connect deadline, keep-alive, will delay, session expiry. Call about once a second.</summary>
    /// <remarks>Cost: a few nanoseconds a connection; there is no timer per client.</remarks>
    public void Tick()
    {
        var now = Clock.Milliseconds;
        for (var i = _connections.Count - 1; i >= 0; i--)
        {
            CheckSilence(_connections[i], now);
        }

        foreach (var session in Sessions.All.Where(session => session.WillDueAt <= now || session.ExpiresAt <= now).ToList())
        {
            PublishWillIfPending(session);
            if (session.ExpiresAt <= now)
            {
                Sessions.Remove(session);
            }
        }
    }

    /// <summary>Reads from no client any more: the service is about to stop, and what it has taken is finished first.</summary>
    /// <returns>Clients connected.</returns>
    public int StopReading()
    {
        foreach (var connection in _connections)
        {
            connection.PauseForShutdown();
        }

        return _connections.Count;
    }

    /// <summary>Says goodbye to every client: the service stops.</summary>
    public void Shutdown()
    {
        for (var i = _connections.Count - 1; i >= 0; i--)
        {
            _connections[i].Disconnect(ReasonCode.ServerShuttingDown, "The server is stopping.", publishWill: false);
        }

        EndBatch();
    }

    /// <summary>When a message with this expiry must no longer be delivered.</summary>
    /// <param name="seconds">Null for never.</param>
    internal long ExpiryOf(uint? seconds) => seconds is { } after ? Clock.Milliseconds + (after * 1000L) : long.MaxValue;

    /// <summary>True for a topic or filter that is not longer or deeper than allowed.</summary>
    internal bool IsWithinLimits(ReadOnlySpan<byte> topic) =>
        topic.Length <= Limits.MaximumTopicBytes && TopicName.CountLevels(topic) <= Limits.MaximumTopicLevels;

    /// <summary>A connection is over: its session lives on or ends, its will waits, is published or dropped.</summary>
    internal void Ended(ClientConnection connection, Session? session, bool publishWill)
    {
        var last = _connections[^1];
        _connections[connection.Slot] = last;
        last.Slot = connection.Slot;
        _connections.RemoveAt(_connections.Count - 1);
        Counters.Connections = _connections.Count;
        if (session is null || session.Connection != connection)
        {
            return;
        }

        session.Detach();
        if (!publishWill)
        {
            session.Will = null;
        }

        session.ExpiresAt = Clock.Milliseconds + (long)session.Expiry.TotalMilliseconds;
        session.WillDueAt = session.Will is { } will ? Math.Min(ExpiryOf(will.DelayInterval), session.ExpiresAt) : long.MaxValue; // MQTT 5.0 §3.1.3.2.2
        if (session.WillDueAt <= Clock.Milliseconds)
        {
            PublishWillIfPending(session);
        }

        if (session.Expiry == TimeSpan.Zero)
        {
            Sessions.Remove(session);
        }
    }

    private List<Session> SessionsOf(string userName) => [.. Sessions.All.Where(session => session.Key.Owner == userName)];

    private void PublishWillIfPending(Session session)
    {
        if (session is { IsConnected: false, Will: { } will })
        {
            session.Will = null;
            session.WillDueAt = long.MaxValue;
            Publishes.PublishWill(session, will);
        }
    }

    private void CheckSilence(ClientConnection connection, long now)
    {
        var silent = now - connection.LastReceived;
        if (connection.Session is null)
        {
            // From accept, not from the last byte: a client that sends a byte a second gets no more time. LastReceived is not moved before login.
            if (silent > (long)Limits.ConnectDeadline.TotalMilliseconds)
            {
                connection.Disconnect(ReasonCode.KeepAliveTimeout, "No CONNECT came in time.");
            }
        }
        else if (connection.KeepAliveMilliseconds > 0 && silent > connection.KeepAliveMilliseconds)
        {
            connection.Disconnect(ReasonCode.KeepAliveTimeout, "Nothing was received for one and a half times the keep-alive.");
        }
    }
}
