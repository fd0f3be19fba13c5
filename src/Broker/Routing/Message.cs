using Busroot.Mqtt;

namespace Busroot.Broker.Routing;

/// <summary>A message that outlives the receive it came with: one copy, shared by every delivery that still needs it.</summary>
/// <remarks>Threads: the broker loop only, so the count of users needs no interlocking. Owner: whoever took a reference gives it back with <see cref="Release"/>.</remarks>
public sealed class Message
{
    private readonly MessagePool _pool;
    private int _references;
    private byte[] _payload = [];
    private int _payloadLength;

    internal Message(MessagePool pool) => _pool = pool;

    /// <summary>Topic name in UTF-8; shared, never changed.</summary>
    public byte[] Topic { get; private set; } = [];

    /// <summary>Forwarded 5.0 properties, without expiry, alias and subscription identifiers; empty when there were none.</summary>
    public byte[] Properties { get; private set; } = [];

    /// <summary>The QoS it was published with.</summary>
    public QualityOfService Qos { get; private set; }

    /// <summary>The RETAIN flag as published.</summary>
    public bool Retain { get; private set; }

    /// <summary>When it must no longer be delivered, in <see cref="BrokerClock"/> milliseconds; <see cref="long.MaxValue"/> for never.</summary>
    public long ExpiresAt { get; private set; }

    /// <summary>Application bytes.</summary>
    public ReadOnlySpan<byte> Payload => _payload.AsSpan(0, _payloadLength);

    /// <summary>What the message counts for in queue limits: topic, payload and properties, in bytes.</summary>
    public int Bytes => Topic.Length + _payloadLength + Properties.Length;

    internal void Fill(in Publication publication)
    {
        Topic = publication.Route.Topic;
        Properties = publication.Properties.IsEmpty ? [] : publication.Properties.ToArray();
        Qos = publication.Qos;
        Retain = publication.Retain;
        ExpiresAt = publication.ExpiresAt;
        _payloadLength = publication.Payload.Length;
        _payload = _payloadLength == 0 ? [] : System.Buffers.ArrayPool<byte>.Shared.Rent(_payloadLength);
        publication.Payload.CopyTo(_payload);
        _references = 1;
    }

    /// <summary>Adds a user.</summary>
    public Message AddReference()
    {
        _references++;
        return this;
    }

    /// <summary>Drops a user; after the last one the message must not be touched.</summary>
    public void Release()
    {
        if (--_references > 0)
        {
            return;
        }

        if (_payload.Length > 0)
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(_payload);
        }

        _payload = [];
        _pool.Return(this);
    }
}

/// <summary>Messages waiting to be used again.</summary>
/// <remarks>Threads: the broker loop only.</remarks>
public sealed class MessagePool
{
    private const int Kept = 4096; // a burst's worth; beyond it the collector may have them
    private readonly Stack<Message> _free = new();

    /// <summary>A message holding a copy of <paramref name="publication"/>, with one reference that the caller owns.</summary>
    public Message Rent(in Publication publication)
    {
        var message = _free.Count > 0 ? _free.Pop() : new Message(this);
        message.Fill(publication);
        return message;
    }

    internal void Return(Message message)
    {
        if (_free.Count < Kept)
        {
            _free.Push(message);
        }
    }
}
