using Busroot.Broker.Limits;
using Busroot.Broker.Routing;
using Busroot.Mqtt.Topics;

namespace Busroot.Broker.Retained;

/// <summary>The last retained message of each topic.</summary>
/// <remarks>Threads: the broker loop only. Source: MQTT 5.0 §3.3.1.3.</remarks>
internal sealed class RetainedMessages(BrokerLimits limits, BrokerCounters counters)
{
    private readonly Dictionary<byte[], Message> _messages = new(Utf8Comparer.Instance);

    /// <summary>Keeps a message as its topic's retained one, taking over the reference; an empty payload clears the topic [MQTT-3.3.1-6].</summary>
    /// <returns>False when the limit on retained messages forbids a new topic.</returns>
    public bool Store(Message message)
    {
        if (message.Payload.IsEmpty)
        {
            Remove(message.Topic);
            message.Release();
            return true;
        }

        if (_messages.Count >= limits.MaximumRetainedMessages && !_messages.ContainsKey(message.Topic))
        {
            message.Release();
            return false;
        }

        Remove(message.Topic);
        _messages.Add(message.Topic, message);
        counters.RetainedMessages = _messages.Count;
        return true;
    }

    /// <summary>The retained messages a filter matches; those whose expiry has passed are removed on the way.</summary>
    /// <remarks>Cost: one lookup for a filter without wildcards, else a walk over all retained topics.</remarks>
    public IReadOnlyList<Message> Match(byte[] filter, long now)
    {
        if (filter.AsSpan().IndexOfAny((byte)'+', (byte)'#') < 0)
        {
            return _messages.TryGetValue(filter, out var message) && !RemoveIfExpired(message, now) ? [message] : [];
        }

        var found = _messages.Values.Where(message => TopicFilter.Matches(filter, message.Topic)).ToList();
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
        if (_messages.Remove(topic, out var message))
        {
            message.Release();
            counters.RetainedMessages = _messages.Count;
        }
    }
}
