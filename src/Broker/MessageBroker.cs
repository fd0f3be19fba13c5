using Busroot.Broker.Connections;
using Busroot.Broker.Identity;
using Busroot.Broker.Intake;
using Busroot.Broker.Limits;
using Busroot.Broker.Persistence;
using Busroot.Broker.Monitoring;
using Busroot.Broker.Retained;
using Busroot.Broker.Routing;
using Busroot.Broker.Sessions;
using Busroot.Mqtt;
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
    private readonly MessagePool _messages;

    /// <summary>Makes a broker without connections.</summary>
    /// <param name="limits">Limits in force.</param>
    /// <param name="authenticator">Decides who a client is.</param>
    /// <param name="intake">Takes readings.</param>
    /// <param name="persistence">What outlives the process, and when publishes are acknowledged.</param>
    /// <param name="time">Tells the time.</param>
    /// <param name="log">Hears what an operator should know.</param>
    public MessageBroker(
        BrokerLimits limits, IAuthenticator authenticator, IReadingIntake intake, PersistenceMode persistence, TimeProvider time, ILogger<MessageBroker> log)
    {
        Limits = limits;
        OpenLimits = limits.ForOpenListener();
        Authenticator = authenticator;
        Intake = intake;
        Log = log;
        Clock = new BrokerClock(time);
        Journal = new SessionJournal(Clock, persistence);
        _messages = new MessagePool(Journal);
        Router = new Router(_subscriptions, _messages, limits, Counters);
        Sessions = new SessionTable(_subscriptions, Journal, Counters);
        Retained = new RetainedMessages(Journal, limits, Counters);
        Connections = new ConnectionTable(limits, Counters);
        Wills = new WillPublisher(this);
        SystemTopics = new SystemTopics(this);
        Refusals = new RefusalLog(log, Clock, limits);
        Packets = new PacketHandler(this);
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

    /// <summary>Limits for clients of a listener opened for development.</summary>
    internal BrokerLimits OpenLimits { get; }

    internal IAuthenticator Authenticator { get; }

    internal IReadingIntake Intake { get; }

    internal ILogger Log { get; }

    internal SessionJournal Journal { get; }

    internal FlushList Flushes { get; } = new();

    internal Router Router { get; }

    internal SessionTable Sessions { get; }

    internal RetainedMessages Retained { get; }

    internal PacketHandler Packets { get; }

    internal ConnectHandler Connects { get; }

    internal PublishHandler Publishes { get; }

    internal SubscribeHandler Subscribes { get; }

    internal ConnectionTable Connections { get; }

    internal WillPublisher Wills { get; }

    internal SystemTopics SystemTopics { get; }

    internal RefusalLog Refusals { get; }

    /// <summary>Reads the clock for what follows.</summary>
    public void BeginBatch() => Clock.Advance();

    /// <summary>Hands readings on and flushes every client written to: one flush a client, however many packets it got.</summary>
    public void EndBatch()
    {
        Connections.EndCondemned();
        Intake.EndBatch();
        Flushes.FlushAll();
    }

    /// <summary>Takes in a new client.</summary>
    /// <returns>Its connection: the transport gives it what it receives. Already closed when its address has too many that have not logged in.</returns>
    public ClientConnection Attach(IClientTransport transport, Listener listener)
    {
        var connection = new ClientConnection(this, transport, listener);
        if (!Connections.Add(connection))
        {
            Counters.ConnectionsRefused++;
            connection.Disconnect(ReasonCode.ConnectionRateExceeded, $"{Limits.MaximumUnauthenticatedPerAddress} connections of its address have not logged in.");
        }

        return connection;
    }

    /// <summary>Publishes for the service itself: signals that a rule gave.</summary>
    /// <param name="publication">The message; keep its route for the topic's next message.</param>
    /// <returns>False when nobody is subscribed.</returns>
    public bool Publish(in Publication publication)
    {
        if (publication.Retain)
        {
            Retained.Store(Router.Keep(publication), publication.Publisher?.Principal is Principal.Device device ? device.UserName : null);
        }

        return Router.Publish(publication);
    }

    /// <summary>Takes what has to be stored of sessions and retained messages, for <see cref="ISessionStore.Store"/>.</summary>
    /// <returns>Null when there is nothing, or while the last set is not <see cref="Stored"/>: what happens meanwhile is the next set.</returns>
    public SessionChanges? TakeChanges() => Journal.Take();

    /// <summary>True when all changes are stored.</summary>
    public bool IsStored => Journal.IsIdle;

    /// <summary>A set of changes is on disk: publishes that waited for it are acknowledged.</summary>
    public void Stored(SessionChanges changes) => Journal.Stored(changes);

    /// <summary>Says how far a log has come whose entries were published with <see cref="Publish"/>; stored together with their deliveries.</summary>
    /// <param name="position">Grows; what it counts is the driver's affair. After a crash it publishes what the log holds after <see cref="SessionChanges.LogPosition"/> again.</param>
    public void PublishedThrough(long position) => Journal.PublishedThrough(position);

    /// <summary>Puts sessions and retained messages back as they were stored. Once, before the first client.</summary>
    /// <param name="state">As <see cref="ISessionStore.Load"/> gives it.</param>
    /// <param name="findLogin">Finds who may log in with a user name, null for nobody any more: sessions and wills of those end.</param>
    public void Restore(StoredState state, Func<string, Principal?> findLogin) => new StateRestorer(this, _messages, findLogin).Restore(state);

    /// <summary>Ends every session of a login at once: sockets, subscriptions, what is queued and in flight, will and retained messages.</summary>
    /// <param name="userName">Device ID or service name.</param>
    /// <param name="why">Told to 5.0 clients as reason string.</param>
    /// <param name="ownsTopic">Says which retained messages go too: those of topics that are this login's own.</param>
    /// <returns>Sessions ended.</returns>
    public int Revoke(string userName, string why, Func<byte[], bool> ownsTopic)
    {
        var sessions = Sessions.All.Where(session => session.Key.Owner == userName).ToList();
        foreach (var session in sessions)
        {
            session.Will = null;
            session.Expiry = TimeSpan.Zero;
            session.Connection?.Disconnect(ReasonCode.AdministrativeAction, why, publishWill: false);
            if (Sessions.Find(session.Key) == session)
            {
                Sessions.Remove(session);
            }
        }

        Wills.Forget(userName);
        Retained.RemoveWhere(ownsTopic);
        return sessions.Count;
    }

    /// <summary>Ends every connection of a login; its sessions may be resumed by who logs in with what is valid now, under the rights of now.</summary>
    /// <returns>Connections ended. Wills are not published, not even those that wait: the right to them may be gone.</returns>
    public int DisconnectLogin(string userName, string why)
    {
        var sessions = Sessions.All.Where(session => session.Key.Owner == userName).ToList();
        sessions.ForEach(session => session.Will = null);
        Wills.Forget(userName);
        var connections = sessions.Select(session => session.Connection).OfType<ClientConnection>().ToList();
        connections.ForEach(connection => connection.Disconnect(ReasonCode.AdministrativeAction, why, publishWill: false));
        return connections.Count;
    }

    /// <summary>Looks after what time alone brings: connect deadline, keep-alive, will delay, session expiry. Call about once a second.</summary>
    /// <remarks>Cost: a few nanoseconds a connection; there is no timer per client.</remarks>
    public void Tick()
    {
        var now = Clock.Milliseconds;
        for (var i = Connections.Count - 1; i >= 0; i--)
        {
            Connections[i].CheckTime(now);
        }

        Wills.Tick();
        foreach (var session in Sessions.All.Where(session => session.WillDueAt <= now || session.ExpiresAt <= now).ToList())
        {
            PublishWillIfPending(session);
            if (session.ExpiresAt <= now)
            {
                Sessions.Remove(session);
            }
        }

        Journal.StoreMark();
        SystemTopics.Tick();
        Refusals.Tick();
    }

    /// <summary>Takes no publish any more: the service is about to stop, and what it has taken is finished first. Acknowledgements are still read.</summary>
    /// <returns>Clients connected.</returns>
    public int StopTaking()
    {
        for (var i = 0; i < Connections.Count; i++)
        {
            Connections[i].StopTaking();
        }

        return Connections.Count;
    }

    /// <summary>True while something is queued for a client that is connected: sent, it need not be lost with the service's memory.</summary>
    /// <remarks>Cost: a look at every connection.</remarks>
    public bool IsDelivering()
    {
        for (var i = 0; i < Connections.Count; i++)
        {
            if (Connections[i].Session is { HasBacklog: true })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Says goodbye to every client: the service stops.</summary>
    public void Shutdown()
    {
        for (var i = Connections.Count - 1; i >= 0; i--)
        {
            Connections[i].Disconnect(ReasonCode.ServerShuttingDown, "The server is stopping.", publishWill: false);
        }

        EndBatch();
    }

    /// <summary>When a message with this expiry must no longer be delivered.</summary>
    /// <param name="seconds">Null for never.</param>
    internal long ExpiryOf(uint? seconds) => seconds is { } after ? Clock.Milliseconds + (after * 1000L) : long.MaxValue;

    /// <summary>A connection is over: its session lives on or ends, its will waits, is published or dropped.</summary>
    internal void Ended(ClientConnection connection, Session? session, bool publishWill)
    {
        Connections.Remove(connection, loggedIn: session is not null);
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
        else if (session.WillDueAt != long.MaxValue)
        {
            Journal.WillChanged(session); // so that its delay goes on after a restart
        }

        if (session.Expiry == TimeSpan.Zero)
        {
            Sessions.Remove(session);
        }
        else
        {
            Journal.Saved(session);
        }
    }

    /// <summary>Ends a session that a new one takes the place of: a will that was delayed is due now. MQTT 5.0 §3.1.3.2.2.</summary>
    internal void EndSession(Session session)
    {
        PublishWillIfPending(session);
        Sessions.Remove(session);
    }

    private void PublishWillIfPending(Session session)
    {
        if (!session.IsConnected)
        {
            Wills.PublishOf(session);
        }
    }
}
