using Busroot.Broker.Persistence;
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

    /// <summary><see cref="ExpiresAt"/> by the wall clock; set when the message is to be stored.</summary>
    public DateTimeOffset? ExpiresAtUtc { get; internal set; }

    /// <summary>Names it among the messages that are stored; zero while it is not.</summary>
    internal long Number { get; set; }

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

    internal void Fill(StoredMessage stored, long expiresAt)
    {
        Topic = stored.Topic;
        Properties = stored.Properties;
        Qos = stored.Qos;
        Retain = stored.Retain;
        ExpiresAt = expiresAt;
        Number = stored.Number;
        _payloadLength = stored.Payload.Length;
        _payload = _payloadLength == 0 ? [] : System.Buffers.ArrayPool<byte>.Shared.Rent(_payloadLength);
        stored.Payload.CopyTo(_payload, 0);
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
        if (Number != 0)
        {
            _pool.Journal.Released(Number);
            Number = 0;
        }

        _pool.Return(this);
    }
}

/// <summary>Messages waiting to be used again.</summary>
/// <remarks>Threads: the broker loop only.</remarks>
internal sealed class MessagePool(SessionJournal journal)
{
    private const int Kept = 4096; // a burst's worth; beyond it the collector may have them
    private readonly Stack<Message> _free = new();

    /// <summary>Told when a stored message ends.</summary>
    public SessionJournal Journal { get; } = journal;

    /// <summary>A message holding a copy of <paramref name="publication"/>, with one reference that the caller owns.</summary>
    public Message Rent(in Publication publication)
    {
        var message = _free.Count > 0 ? _free.Pop() : new Message(this);
        message.Fill(publication);
        return message;
    }

    /// <summary>A message that was stored, with one reference that the caller owns.</summary>
    public Message Restore(StoredMessage stored, long expiresAt)
    {
        var message = new Message(this);
        message.Fill(stored, expiresAt);
        return message;
    }

    public void Return(Message message)
    {
        if (_free.Count < Kept)
        {
            _free.Push(message);
        }
    }
}
