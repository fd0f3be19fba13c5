using Busroot.Broker.Limits;
using Busroot.Broker.Sessions;
using Busroot.Mqtt;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Connections;

/// <summary>One client from its first byte to its last: reads its packets, hands each to what answers it, and ends it cleanly.</summary>
/// <remarks>
/// Threads: the broker loop only. A receive is parsed in one pass; every answer goes to the outbox, which is flushed once when
/// the batch ends. Errors of the peer are caught here and nowhere deeper: they end this connection and no other.
/// </remarks>
public sealed class ClientConnection
{
    private readonly MessageBroker _broker;
    private readonly IClientTransport _transport;
    private readonly Outbox _outbox;
    private Liveness _liveness;
    private IncomingAliases? _aliases;
    private bool _closed;
    private bool _condemned;
    private bool _pausedForQuota;
    private bool _shuttingDown;

    internal ClientConnection(MessageBroker broker, IClientTransport transport, Listener listener)
    {
        _broker = broker;
        _transport = transport;
        _outbox = new Outbox(transport, this, broker.Flushes, broker.Clock);
        _liveness = new Liveness(broker.Clock.Milliseconds);
        Settlements = new Settlements(this);
        Listener = listener;
        Limits = listener.Open ? broker.OpenLimits : broker.Limits;
    }

    /// <summary>Where the client is: address and port.</summary>
    public string RemoteAddress => _transport.RemoteAddress;

    /// <summary>Client identifier in use; empty before login.</summary>
    public string ClientId => Session?.Key.ClientId ?? "";

    /// <summary>True while nothing is read because what it sends cannot be taken on; QoS 1 and 2 are never dropped instead.</summary>
    public bool ReadingPaused { get; private set; }

    /// <summary>The device its transport has proof of, or null.</summary>
    internal string? CertifiedDeviceId => _transport.CertifiedDeviceId;

    /// <summary>The door it came in by.</summary>
    internal Listener Listener { get; }

    /// <summary>What applies to clients of that door.</summary>
    internal BrokerLimits Limits { get; }

    /// <summary>Where the client is, without the port.</summary>
    internal string Address => RemoteAddress[..Math.Max(RemoteAddress.LastIndexOf(':'), 0)];

    /// <summary>Its session; null before login and after the end.</summary>
    internal Session? Session => _closed ? null : LastSession;

    /// <summary>The session it serves, or served while it was open; null when it never logged in.</summary>
    internal Session? LastSession { get; private set; }

    /// <summary>Acknowledgements owed to it.</summary>
    internal Settlements Settlements { get; }

    /// <summary>How it speaks; meaningful once CONNECT is read.</summary>
    internal ProtocolVersion Version
    {
        get => _outbox.Version;
        set => _outbox.Version = value;
    }

    /// <summary>Its place in <see cref="ConnectionTable"/>, which alone changes it.</summary>
    internal int Slot { get; set; }

    /// <summary>False when the client asked for no reason strings and user properties on errors.</summary>
    internal bool WantsProblemInformation { get; set; } = true;

    /// <summary>Topics it has given numbers to.</summary>
    internal IncomingAliases Aliases => _aliases ??= new IncomingAliases(Limits.TopicAliasMaximum);

    internal long PendingBytes => _outbox.PendingBytes;

    internal long Now => _broker.Clock.Milliseconds;

    /// <summary>Takes received bytes.</summary>
    /// <param name="bytes">Everything received and not consumed yet, from the first unconsumed byte on.</param>
    /// <returns>
    /// Bytes consumed: whole packets only. The rest comes again with the bytes that follow, or, when reading is to pause,
    /// after <see cref="IClientTransport.ResumeReading"/>.
    /// </returns>
    public int Receive(ReadOnlySpan<byte> bytes)
    {
        if (Session is not null)
        {
            _liveness.Received(Now);
        }

        var rest = bytes;
        try
        {
            while (!_closed && !_condemned && !ReadingPaused)
            {
                var unread = rest;
                if (!FrameReader.TryRead(ref rest, Session is null ? Limits.MaximumConnectBytes : Limits.MaximumPacketBytes, out var frame))
                {
                    break;
                }

                if (!_broker.Packets.Handle(this, frame))
                {
                    rest = unread; // the lane is full: the packet stays where it is
                    break;
                }
            }
        }
        catch (MqttProtocolException error)
        {
            // The boundary for whatever a peer can do wrong: it hurts this connection only.
            _broker.Counters.ProtocolErrors++;
            _broker.Refusals.Protocol(this, error.Reason, error.Message);
            Disconnect(error.Reason, error.Message); // nothing is sent to who has not logged in
        }

        _liveness.Parsed(Now, bytes.Length - rest.Length, rest.Length);
        return _closed || _condemned ? bytes.Length : bytes.Length - rest.Length;
    }

    /// <summary>The lane that was full has room: reads on.</summary>
    public void ResumeReading()
    {
        if (ReadingPaused && !_closed && !_shuttingDown)
        {
            ReadingPaused = false;
            _liveness.ReadingResumed(Now);
            _transport.ResumeReading();
        }
    }

    /// <summary>The network has taken bytes it had not: what waited for room may go.</summary>
    public void TransportWritable()
    {
        _liveness.Written();
        Session?.SendQueued();
    }

    /// <summary>The socket is gone, from whichever side.</summary>
    public void TransportClosed() => End(publishWill: true);

    /// <summary>A reading is committed (or refused): its publisher gets its acknowledgement, in the order of its publishes.</summary>
    /// <param name="ticket">As given in <see cref="Intake.Reading.Ticket"/>.</param>
    /// <param name="reason">Success, or why the message was not taken; 3.1.1 clients are told success either way, for they know no other answer.</param>
    public void Acknowledge(uint ticket, ReasonCode reason)
    {
        Settlements.Settle(ticket, reason);
        if (_pausedForQuota && Settlements.HasQuota)
        {
            _pausedForQuota = false;
            ResumeReading();
        }
    }

    /// <summary>Ends the connection for a reason of the broker's; the session's will is published.</summary>
    /// <param name="reason">Sent in DISCONNECT to a 5.0 client.</param>
    /// <param name="why">Sent as reason string to a 5.0 client, and logged.</param>
    public void Disconnect(ReasonCode reason, string why) => Disconnect(reason, why, publishWill: true);

    internal void Disconnect(ReasonCode reason, string why, bool publishWill)
    {
        if (_closed)
        {
            return;
        }

        BrokerLog.ClientDisconnected(_broker.Log, RemoteAddress, ClientId, reason, why);
        if (Session is not null && Version == ProtocolVersion.V500)
        {
            var told = new DisconnectPacket { Reason = reason, ReasonString = WantsProblemInformation ? why : null };
            _ = _outbox.TryWrite(told) || _outbox.TryWrite(told with { ReasonString = null });
        }

        End(publishWill);
    }

    /// <summary>Ends the connection with the batch, for a reason found while others are served; it is not read any more.</summary>
    internal void DisconnectSoon(ReasonCode reason, string why)
    {
        if (!_condemned && !_closed)
        {
            _condemned = true;
            _broker.Connections.Condemn(this, reason, why);
        }
    }

    /// <summary>Refuses a CONNECT and closes.</summary>
    internal void RefuseConnect(ReasonCode reason, string why)
    {
        _broker.Counters.ConnectionsRefused++;
        _broker.Refusals.Connect(this, reason, why);
        var told = new ConnAckPacket { Reason = reason, ReasonString = WantsProblemInformation ? why : null };
        _ = _outbox.TryWrite(told) || _outbox.TryWrite(told with { ReasonString = null }); // [MQTT-3.2.2-19]
        End(publishWill: false);
    }

    /// <summary>The client has logged in.</summary>
    internal void Establish(Session session, long keepAliveMilliseconds)
    {
        LastSession = session;
        _liveness.KeepAliveMilliseconds = keepAliveMilliseconds;
        _liveness.Received(Now);
        _broker.Connections.LoggedIn(this);
    }

    /// <summary>Ends the connection if its time is up. Called about once a second.</summary>
    internal void CheckTime(long now)
    {
        if (_liveness.Problem(this, now) is not { } problem)
        {
            return;
        }

        Disconnect(problem.Reason, problem.Why);
        if (PendingBytes > 0)
        {
            _transport.Abort(); // what it has not read so long it will not read now
        }
    }

    /// <summary>Hands the network what was written in this batch.</summary>
    internal void Flush()
    {
        _outbox.Flush();
        if (Session is { HasBacklog: true } session)
        {
            session.SendQueued(); // there may be room again; what it writes is flushed in the same round
        }
    }

    /// <summary>Appends a PUBLISH to the client.</summary>
    /// <returns>False when the client does not take packets of that size.</returns>
    internal bool SendPublish(in Delivery delivery, ushort packetId, bool dup) => SendPublish(new OutgoingPublish
    {
        Topic = delivery.Message.Topic,
        Payload = delivery.Message.Payload,
        Properties = delivery.Message.Properties,
        Qos = delivery.Qos,
        Retain = delivery.Retain,
        Dup = dup,
        PacketId = packetId,
        Identifiers = delivery.Identifiers,
        ExpiresAt = delivery.Message.ExpiresAt,
    });

    internal bool SendPublish(in OutgoingPublish publish)
    {
        var sent = _outbox.WritePublish(publish);
        _broker.Counters.MessagesSent += sent ? 1 : 0;
        return sent;
    }

    internal void SendPubRel(ushort packetId) => Send(new PubRelPacket(packetId));

    internal void SendPubComp(ushort packetId) => Send(new PubCompPacket(packetId));

    /// <summary>Appends any other packet to the client.</summary>
    internal void Send<T>(in T packet)
        where T : IPacket
    {
        if (!_closed && !_outbox.TryWrite(packet))
        {
            DisconnectSoon(ReasonCode.PacketTooLarge, "An answer the client must get is larger than the packets it takes.");
        }
    }

    /// <summary>Takes over what the client said of itself in CONNECT.</summary>
    internal void Introduce(ConnectPacket packet)
    {
        Version = packet.Version;
        WantsProblemInformation = packet.RequestProblemInformation;
        _outbox.MaximumPacketBytes = (int)Math.Min(packet.MaximumPacketSize ?? int.MaxValue, int.MaxValue);
        _outbox.UseAliases(Math.Min(packet.TopicAliasMaximum, Limits.OutgoingTopicAliasMaximum));
    }

    /// <summary>Stops reading until <see cref="ResumeReading"/>.</summary>
    internal void PauseReading() => ReadingPaused = true;

    /// <summary>Appends PINGRESP.</summary>
    internal void SendPingResp() => _outbox.Write(PingRespPacket.Bytes);

    /// <summary>Stops reading until one of the client's own publishes is settled.</summary>
    internal void PauseForQuota()
    {
        _pausedForQuota = true;
        ReadingPaused = true;
    }

    /// <summary>Reads on only to the client's next publish, which stays unread: its acknowledgements let it have what is queued for it.</summary>
    internal void StopTaking() => _shuttingDown = true;

    /// <summary>False once no publish is to be taken any more.</summary>
    internal bool TakesPublishes => !_shuttingDown;

    /// <summary>Ends the connection without a word: the client has said goodbye, or is gone.</summary>
    internal void End(bool publishWill)
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        ReadingPaused = false;
        _transport.Close();
        _broker.Ended(this, LastSession, publishWill);
    }
}
