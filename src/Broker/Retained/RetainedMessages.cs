using Busroot.Broker.Limits;
using Busroot.Broker.Persistence;
using Busroot.Broker.Routing;
using Busroot.Mqtt.Topics;

namespace Busroot.Broker.Retained;

/// <summary>The last retained message of each topic.</summary>
/// <remarks>Threads: the broker loop only. Source: MQTT 5.0 §3.3.1.3.</remarks>
internal sealed class RetainedMessages(SessionJournal journal, BrokerLimits limits, BrokerCounters counters)
{
    private readonly Dictionary<byte[], Entry> _messages = new(Utf8Comparer.Instance);
    private readonly Dictionary<string, int> _owners = new(StringComparer.Ordinal);
    private long _bytes;

    /// <summary>Keeps a message as its topic's retained one, taking over the reference; an empty payload clears the topic [MQTT-3.3.1-6].</summary>
    /// <param name="message">The message.</param>
    /// <param name="owner">Whose share of the limit it counts against; null for the service itself.</param>
    /// <returns>False when a limit forbids it: what the topic had before is gone all the same, for it is out of date.</returns>
    public bool Store(Message message, string? owner)
    {
        Remove(message.Topic);
        if (message.Payload.IsEmpty || !HasRoom(message, owner))
        {
            var cleared = message.Payload.IsEmpty;
            counters.RetainedRefused += cleared ? 0 : 1;
            message.Release();
            return cleared;
        }

        Add(message, owner);
        journal.Retained(message.Topic, message, owner);
        return true;
    }

    /// <summary>Puts a message back as it was when the process ended, taking over the reference.</summary>
    public void Restore(Message message, string? owner) => Add(message, owner);

    /// <summary>The retained messages a filter matches; those whose expiry has passed are removed on the way.</summary>
    /// <remarks>Cost: one lookup for a filter without wildcards, else a walk over all retained topics.</remarks>
    public IReadOnlyList<Message> Match(byte[] filter, long now)
    {
        if (filter.AsSpan().IndexOfAny((byte)'+', (byte)'#') < 0)
        {
            return _messages.TryGetValue(filter, out var entry) && !RemoveIfExpired(entry.Message, now) ? [entry.Message] : [];
        }

        var found = _messages.Values.Select(entry => entry.Message).Where(message => TopicFilter.Matches(filter, message.Topic)).ToList();
        found.RemoveAll(message => RemoveIfExpired(message, now));
        return found;
    }

    /// <summary>Forgets every topic that <paramref name="chosen"/> names.</summary>
    public void RemoveWhere(Func<byte[], bool> chosen)
    {
        foreach (var topic in _messages.Keys.Where(chosen).ToList())
        {
            Remove(topic);
        }
    }

    private void Add(Message message, string? owner)
    {
        _messages.Add(message.Topic, new Entry(message, owner));
        Count(message, owner, 1);
    }

    private bool HasRoom(Message message, string? owner) =>
        _messages.Count < limits.MaximumRetainedMessages
        && _bytes + message.Bytes <= limits.MaximumRetainedBytes
        && (owner is null || _owners.GetValueOrDefault(owner) < limits.MaximumRetainedPerDevice);

    private bool RemoveIfExpired(Message message, long now)
    {
        if (message.ExpiresAt > now)
        {
            return false;
        }

        Remove(message.Topic);
        return true;
    }

    private void Remove(byte[] topic)
    {
        if (_messages.Remove(topic, out var entry))
        {
            journal.Retained(topic, null, owner: null);
            Count(entry.Message, entry.Owner, -1);
            entry.Message.Release();
        }
    }

    private void Count(Message message, string? owner, int change)
    {
        counters.RetainedMessages = _messages.Count;
        _bytes += change * message.Bytes;
        if (owner is null)
        {
            return;
        }

        var left = _owners.GetValueOrDefault(owner) + change;
        if (left == 0)
        {
            _owners.Remove(owner);
        }
        else
        {
            _owners[owner] = left;
        }
    }

    private readonly record struct Entry(Message Message, string? Owner);
}
