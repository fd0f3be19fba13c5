using System.Threading.Channels;
using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Client;

/// <summary>What is under way in both directions on one connection: requests, acknowledgements, and messages waiting for a reader.</summary>
/// <remarks>Threads: <see cref="HandleAsync"/> belongs to the receiving loop; the rest may be called by any.</remarks>
internal sealed class ClientSession : IDisposable
{
    private readonly ClientWire _wire;
    private readonly ProtocolVersion _version;
    private readonly PendingRequests _pending = new();
    private readonly SemaphoreSlim _quota;
    private readonly Channel<ReceivedMessage> _received;
    private readonly HashSet<ushort> _halfReceived = [];
    private readonly CancellationTokenSource _closed = new();
    private volatile bool _readerIsSlow;
    private volatile bool _readerIsGone;

    public ClientSession(ClientWire wire, MqttClientOptions options, int serverReceiveMaximum)
    {
        _wire = wire;
        _version = options.Version;
        _quota = new SemaphoreSlim(serverReceiveMaximum);
        Closed = _closed.Token; // kept apart: it outlives its source
        _received = Channel.CreateBounded<ReceivedMessage>(new BoundedChannelOptions(options.UnreadMessages) { SingleWriter = true });
    }

    /// <summary>Ended by <see cref="Close"/>.</summary>
    public CancellationToken Closed { get; }

    /// <summary>Whether the socket is not read because the application reads too slowly; silence then says nothing about the server.</summary>
    public bool ReaderIsSlow => _readerIsSlow;

    public IAsyncEnumerable<ReceivedMessage> ReadMessagesAsync(CancellationToken cancellationToken) => _received.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Sends a packet with a fresh identifier and waits for the packet that answers it.</summary>
    public async Task<object> RequestAsync(PacketType answer, Func<ushort, byte[]> encode, CancellationToken cancellationToken)
    {
        var answered = await SendRequestAsync(answer, encode, cancellationToken);
        return await answered.WaitAsync(cancellationToken);
    }

    /// <summary>As <see cref="RequestAsync"/>, but within the number of messages the server accepts in flight.</summary>
    public async Task<PublishResult> PublishAsync(PacketType answer, Func<ushort, byte[]> encode, CancellationToken cancellationToken)
    {
        await WaitForQuotaAsync(cancellationToken);
        Task<object> answered;
        try
        {
            answered = await SendRequestAsync(answer, encode, cancellationToken);
        }
        catch
        {
            _quota.Release(); // nothing was sent, so no acknowledgement will give it back
            throw;
        }

        return (PublishResult)await answered.WaitAsync(cancellationToken);
    }

    /// <summary>Acts on a packet of the server.</summary>
    /// <exception cref="MqttProtocolException">It may not come now.</exception>
    public Task HandleAsync(object packet)
    {
        switch (packet)
        {
            case IncomingPublish publish:
                return TakeAsync(publish);
            case PubRecPacket received:
                return ReleaseAsync(received);
            case PubRelPacket release:
                var reason = _halfReceived.Remove(release.PacketId) ? ReasonCode.Success : ReasonCode.PacketIdentifierNotFound;
                return AnswerAsync(PacketType.PubComp, release.PacketId, reason);
            case PubAckPacket ack:
                CompletePublish(ack.PacketId, PacketType.PubAck, new PublishResult(ack.Reason, ack.ReasonString));
                break;
            case PubCompPacket complete:
                // One that knows nothing of the message ends the exchange all the same: PUBREC has said that it arrived.
                CompletePublish(complete.PacketId, PacketType.PubComp, new PublishResult(ReasonCode.Success, complete.ReasonString));
                break;
            case SubAckPacket subscribed:
                _pending.TryComplete(subscribed.PacketId, PacketType.SubAck, subscribed);
                break;
            case UnsubAckPacket unsubscribed:
                _pending.TryComplete(unsubscribed.PacketId, PacketType.UnsubAck, unsubscribed);
                break;
            case ConnAckPacket:
                throw new ProtocolErrorException("A second CONNACK.");
        }

        return Task.CompletedTask;
    }

    /// <summary>Takes no more messages in; those already here can still be read.</summary>
    /// <param name="failure">What a reader gets after the last message; null when that is simply the end.</param>
    public void StopReceiving(Exception? failure)
    {
        _readerIsGone = true;
        _received.Writer.TryComplete(failure);
    }

    /// <summary>Ends everything that waits.</summary>
    /// <param name="failure">What those who wait get.</param>
    public void Close(MqttConnectionException failure)
    {
        _pending.FailAll(failure);
        _closed.Cancel();
    }

    public void Dispose() => _closed.Dispose();

    private async Task TakeAsync(IncomingPublish publish)
    {
        var qos = publish.Message.Qos;

        // A second PUBLISH of the same identifier before PUBREL is the same message again. [MQTT-4.3.3-10]
        var isNew = qos != QualityOfService.ExactlyOnce || _halfReceived.Add(publish.PacketId);
        if ((isNew && !await TryKeepAsync(publish.Message)) || qos == QualityOfService.AtMostOnce)
        {
            return; // unread messages are not acknowledged: the server keeps them for the session
        }

        await AnswerAsync(qos == QualityOfService.AtLeastOnce ? PacketType.PubAck : PacketType.PubRec, publish.PacketId);
    }

    private async ValueTask<bool> TryKeepAsync(ReceivedMessage message)
    {
        if (_received.Writer.TryWrite(message))
        {
            return true;
        }

        _readerIsSlow = true;
        try
        {
            await _received.Writer.WriteAsync(message, Closed);
            return true;
        }
        catch (ChannelClosedException) when (_readerIsGone)
        {
            return false;
        }
        finally
        {
            _readerIsSlow = false;
        }
    }

    private Task ReleaseAsync(PubRecPacket received)
    {
        if (received.Reason >= ReasonCode.UnspecifiedError)
        {
            // Refused: there is nothing to release. [MQTT-4.3.3-4]
            CompletePublish(received.PacketId, PacketType.PubComp, new PublishResult(received.Reason, received.ReasonString));
            return Task.CompletedTask;
        }

        var isKnown = _pending.Expects(received.PacketId, PacketType.PubComp);
        return AnswerAsync(PacketType.PubRel, received.PacketId, isKnown ? ReasonCode.Success : ReasonCode.PacketIdentifierNotFound);
    }

    private void CompletePublish(ushort id, PacketType answer, PublishResult result)
    {
        if (_pending.TryComplete(id, answer, result))
        {
            _quota.Release();
        }
    }

    private async Task<Task<object>> SendRequestAsync(PacketType answer, Func<ushort, byte[]> encode, CancellationToken cancellationToken)
    {
        var (id, answered) = _pending.Add(answer);
        try
        {
            await _wire.SendAsync(encode(id), cancellationToken);
            return answered;
        }
        catch
        {
            _pending.Remove(id);
            throw;
        }
    }

    private async Task WaitForQuotaAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Closed);
        try
        {
            await _quota.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MqttConnectionException(null, "The connection ended before the message could be sent.");
        }
    }

    private Task AnswerAsync(PacketType type, ushort id, ReasonCode reason = ReasonCode.Success)
    {
        var flags = type == PacketType.PubRel ? (byte)0x02 : (byte)0;
        var answer = new Acknowledgement(type, flags, id, reason, ReasonString: null, UserProperties: []);
        var frame = new byte[answer.EncodedLength(_version)];
        answer.Encode(frame, _version);
        return _wire.SendAsync(frame, Closed);
    }
}
