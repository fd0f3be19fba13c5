using Busroot.Broker.Intake;
using Busroot.Broker.Routing;

namespace Busroot.Broker.Sessions;

/// <summary>What a session may do with a topic it publishes to.</summary>
internal enum TopicVerdict : byte
{
    /// <summary>Its messages go on.</summary>
    Allowed,

    /// <summary>The session has no right to it.</summary>
    NotAuthorized,

    /// <summary>It is no topic name at all.</summary>
    Invalid,
}

/// <summary>A topic a session publishes to: checked, authorised and routed once.</summary>
internal sealed class PublishedTopic(byte[] topic, TopicVerdict verdict, IntakeRoute? intake)
{
    public TopicRoute Route { get; } = new(topic);

    public TopicVerdict Verdict { get; } = verdict;

    /// <summary>Where its messages must go before subscribers see signals; null for an ordinary topic.</summary>
    public IntakeRoute? Intake { get; } = intake;

    /// <summary>True once a refused publish on it was logged: one line a topic, not one a message.</summary>
    public bool RefusalLogged { get; set; }
}

/// <summary>The topics a session published to lately, by their bytes on the wire.</summary>
/// <remarks>One comparison replaces UTF-8 check, authorisation and matching. Emptied when full; the next publish fills it again. Threads: the broker loop only.</remarks>
internal sealed class TopicCache
{
    private const int Capacity = 32; // a device has a few topics; a gateway with more pays a lookup now and then
    private readonly Dictionary<byte[], PublishedTopic> _topics = new(Utf8Comparer.Instance);
    private PublishedTopic? _last;

    public PublishedTopic? Find(ReadOnlySpan<byte> topic)
    {
        if (_last is { } last && topic.SequenceEqual(last.Route.Topic))
        {
            return last;
        }

        return _topics.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(topic, out var found) ? _last = found : null;
    }

    public void Add(PublishedTopic topic)
    {
        if (_topics.Count >= Capacity)
        {
            _topics.Clear();
        }

        _topics[topic.Route.Topic] = topic;
        _last = topic;
    }

    /// <summary>Forgets everything: the session's rights may have changed.</summary>
    public void Clear()
    {
        _topics.Clear();
        _last = null;
    }
}
