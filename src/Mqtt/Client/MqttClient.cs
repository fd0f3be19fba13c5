using System.Collections.Immutable;
using System.Net.Sockets;
using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Client;

/// <summary>One connection to an MQTT server, from CONNACK to its end. It does not connect again by itself.</summary>
/// <remarks>
/// Threads: every method may be called from any thread. Received messages are acknowledged when they enter the queue that
/// <see cref="ReadMessagesAsync"/> reads; while that queue is full the socket is not read. Messages in flight are not kept beyond the connection.
/// </remarks>
public sealed class MqttClient : IAsyncDisposable
{
    /// <summary>How long a server may take to close its side once it has been told that we leave.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly MqttClientOptions _options;
    private readonly ClientWire _wire;
    private readonly ClientSession _session;
    private readonly KeepAlive _keepAlive;
    private readonly TaskCompletionSource<ConnectionEnd> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _receiving;
    private readonly Task _watching;
    private volatile bool _leaving;

    private MqttClient(MqttClientOptions options, ClientWire wire, ConnAckPacket connAck)
    {
        _options = options;
        _wire = wire;
        _session = new ClientSession(wire, options, connAck.ReceiveMaximum);
        ConnAck = connAck;
        var interval = connAck.ServerKeepAlive is { } seconds ? TimeSpan.FromSeconds(seconds) : options.KeepAlive;
        _keepAlive = new KeepAlive(interval, options.TimeProvider);
        _receiving = ReceiveAsync();
        _watching = WatchAsync();
    }

    /// <summary>What the server said when it took the client in.</summary>
    public ConnAckPacket ConnAck { get; }

    /// <summary>The identifier in use, be it the client's own or the server's choice.</summary>
    public string ClientId => ConnAck.AssignedClientId ?? _options.ClientId;

    /// <summary>Completes when the connection has ended, and tells how. Never fails.</summary>
    public Task<ConnectionEnd> Closed => _closed.Task;

    /// <summary>Whether the socket is not read at this moment because received messages wait for a reader.</summary>
    public bool IsHeldBack => _session.ReaderIsSlow;

    private ProtocolVersion Version => _options.Version;

    /// <summary>Connects and waits for CONNACK.</summary>
    /// <param name="options">Where to connect and how.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MqttConnectionException">Refused, with the server's reason; or unreachable, timed out, or not speaking MQTT.</exception>
    public static async Task<MqttClient> ConnectAsync(MqttClientOptions options, CancellationToken cancellationToken)
    {
        var (wire, connAck) = await Handshake.RunAsync(options, cancellationToken);
        return new MqttClient(options, wire, connAck);
    }

    /// <summary>Publishes, and waits until the server has acknowledged; with QoS 0 until the message is on its way.</summary>
    /// <param name="message">What to publish.</param>
    /// <param name="cancellationToken">Stops waiting; a message already sent stays in flight.</param>
    /// <returns>The server's verdict; a refusal is not an exception.</returns>
    /// <exception cref="ArgumentException">The topic is empty or holds a wildcard.</exception>
    /// <exception cref="InvalidOperationException">The server has said that it does not take such messages: QoS, retain, size.</exception>
    /// <exception cref="MqttConnectionException">The connection has ended, or ends before the acknowledgement.</exception>
    public async Task<PublishResult> PublishAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        ExpectSupported(message);
        if (message.Qos == QualityOfService.AtMostOnce)
        {
            ThrowIfClosed();
            await _wire.SendAsync(WithinLimit(message.Encode(Version, packetId: 0)), cancellationToken);
            return new PublishResult(ReasonCode.Success);
        }

        var answer = message.Qos == QualityOfService.AtLeastOnce ? PacketType.PubAck : PacketType.PubComp;
        return await _session.PublishAsync(answer, id => WithinLimit(message.Encode(Version, id)), cancellationToken);
    }

    /// <summary>Subscribes and waits for the answer.</summary>
    /// <param name="subscriptions">At least one; a filter already subscribed to is replaced.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="identifier">5.0: 1 to 268,435,455, comes back with every message; null for none.</param>
    /// <returns>One code per filter, in order; refused filters are not an exception.</returns>
    /// <exception cref="MqttConnectionException">The connection has ended, or ends before the answer.</exception>
    /// <exception cref="ProtocolErrorException">The answer has not one code per filter.</exception>
    public async Task<SubAckPacket> SubscribeAsync(ImmutableArray<Subscription> subscriptions, CancellationToken cancellationToken, int? identifier = null)
    {
        var answer = (SubAckPacket)await _session.RequestAsync(PacketType.SubAck, Encode, cancellationToken);
        return answer.Codes.Length == subscriptions.Length
            ? answer
            : throw new ProtocolErrorException($"{answer.Codes.Length} codes for {subscriptions.Length} filters.");

        byte[] Encode(ushort id)
        {
            var packet = new SubscribePacket(id, subscriptions) { SubscriptionIdentifier = identifier };
            var frame = new byte[packet.EncodedLength(Version)];
            packet.Encode(frame, Version);
            return WithinLimit(frame);
        }
    }

    /// <summary>Unsubscribes and waits for the answer.</summary>
    /// <param name="filters">At least one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>5.0: one code per filter, in order.</returns>
    /// <exception cref="MqttConnectionException">The connection has ended, or ends before the answer.</exception>
    public async Task<UnsubAckPacket> UnsubscribeAsync(ImmutableArray<string> filters, CancellationToken cancellationToken)
    {
        return (UnsubAckPacket)await _session.RequestAsync(PacketType.UnsubAck, Encode, cancellationToken);

        byte[] Encode(ushort id)
        {
            var packet = new UnsubscribePacket(id, filters);
            var frame = new byte[packet.EncodedLength(Version)];
            packet.Encode(frame, Version);
            return WithinLimit(frame);
        }
    }

    /// <summary>Reads received messages in order; several readers share them.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>Ends after the last message when this client left.</returns>
    /// <exception cref="MqttConnectionException">After the last message, when the connection ended in any other way.</exception>
    public IAsyncEnumerable<ReceivedMessage> ReadMessagesAsync(CancellationToken cancellationToken) => _session.ReadMessagesAsync(cancellationToken);

    /// <summary>Leaves: sends DISCONNECT and closes. Messages already received can still be read.</summary>
    /// <param name="cancellationToken">Closes without ceremony.</param>
    /// <param name="reason">5.0: <see cref="ReasonCode.DisconnectWithWill"/> has the will published.</param>
    public async Task DisconnectAsync(CancellationToken cancellationToken, ReasonCode reason = ReasonCode.NormalDisconnection)
    {
        _leaving = true;
        _session.StopReceiving(failure: null);
        try
        {
            await SendDisconnectAsync(reason).WaitAsync(Farewell, _options.TimeProvider, cancellationToken);
            await _receiving.WaitAsync(Farewell, _options.TimeProvider, cancellationToken);
        }
        catch (Exception failure) when (IsLoss(failure) && !cancellationToken.IsCancellationRequested)
        {
            // Gone already, or in no hurry to go: either way we leave.
        }
        finally
        {
            End(new ConnectionEnd(reason, "Left.", IsWanted: true));
            await DisposeAsync();
        }
    }

    /// <summary>Closes. Without a <see cref="DisconnectAsync"/> before it, the server publishes the will.</summary>
    public async ValueTask DisposeAsync()
    {
        _leaving = true;
        End(new ConnectionEnd(null, "Closed without a DISCONNECT.", IsWanted: true));
        await _wire.DisposeAsync(); // before the loops are awaited: a receive or send in progress ends with it
        await _receiving;
        await _watching;
        _session.Dispose();
    }

    private void ExpectSupported(OutgoingMessage message)
    {
        if (message.Qos > ConnAck.MaximumQos)
        {
            throw new InvalidOperationException($"The server takes messages up to {ConnAck.MaximumQos}, not {message.Qos}.");
        }

        if (message.Retain && !ConnAck.RetainAvailable)
        {
            throw new InvalidOperationException("The server does not keep retained messages.");
        }
    }

    private byte[] WithinLimit(byte[] frame) => ConnAck.MaximumPacketSize is { } limit && frame.Length > limit
        ? throw new InvalidOperationException($"The packet takes {frame.Length} bytes; the server's limit is {limit}.")
        : frame;

    private void ThrowIfClosed()
    {
        if (_session.Closed.IsCancellationRequested)
        {
            throw new MqttConnectionException(null, "The connection has ended.");
        }
    }

    private async Task ReceiveAsync()
    {
        var end = new ConnectionEnd(null, "The server closed the connection.", IsWanted: false);
        try
        {
            while (await _wire.ReceiveAsync(_session.Closed) is { } packet)
            {
                _keepAlive.Heard();
                if (packet is DisconnectPacket goodbye)
                {
                    end = new ConnectionEnd(goodbye.Reason, $"The server ended the connection: {goodbye.ReasonString ?? goodbye.Reason.ToString()}.", IsWanted: false);
                    break;
                }

                await _session.HandleAsync(packet);
            }
        }
        catch (MqttProtocolException broken)
        {
            end = new ConnectionEnd(broken.Reason, $"The server broke the protocol: {broken.Message}", IsWanted: false);
            await TryComplainAsync(broken.Reason);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or OperationCanceledException)
        {
            end = new ConnectionEnd(null, $"The connection broke: {failure.Message}", IsWanted: false);
        }
        finally
        {
            if (!_leaving)
            {
                End(end);
                await _wire.DisposeAsync();
            }
        }
    }

    private async Task WatchAsync()
    {
        if (await _keepAlive.WatchAsync(_wire, _session))
        {
            End(new ConnectionEnd(ReasonCode.KeepAliveTimeout, "The server shows no sign of life.", IsWanted: false));
            await _wire.DisposeAsync();
        }
    }

    private async Task SendDisconnectAsync(ReasonCode reason)
    {
        var packet = new DisconnectPacket { Reason = reason };
        var frame = new byte[packet.EncodedLength(Version)];
        packet.Encode(frame, Version);
        await _wire.SendAsync(frame, _session.Closed);
        await _wire.FinishSendingAsync();
    }

    // 5.0 lets a client say why it goes; what stands in the way is that the connection may be gone already.
    private async Task TryComplainAsync(ReasonCode reason)
    {
        if (Version != ProtocolVersion.V500 || _leaving)
        {
            return;
        }

        try
        {
            await SendDisconnectAsync(reason).WaitAsync(Farewell, _options.TimeProvider);
        }
        catch (Exception failure) when (IsLoss(failure))
        {
            // Nobody listens any more.
        }
    }

    private static bool IsLoss(Exception failure) =>
        failure is IOException or SocketException or ObjectDisposedException or OperationCanceledException or TimeoutException;

    private void End(ConnectionEnd end)
    {
        if (!_closed.TrySetResult(end))
        {
            return;
        }

        var failure = new MqttConnectionException(end.Reason, end.Message);
        _session.StopReceiving(end.IsWanted ? null : failure);
        _session.Close(failure);
    }
}
