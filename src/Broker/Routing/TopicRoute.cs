using Busroot.Broker.Sessions;
using Busroot.Mqtt;

namespace Busroot.Broker.Routing;

/// <summary>A topic name and the receivers of its messages, found once and kept until a subscription changes.</summary>
/// <remarks>Threads: the broker loop only. Whoever publishes often on a topic keeps its route.</remarks>
public sealed class TopicRoute(byte[] topic)
{
    private static readonly Recipient[] None = [];
    private long _generation;

    /// <summary>The topic name in UTF-8.</summary>
    public byte[] Topic { get; } = topic;

    /// <summary>One entry a session with an ordinary subscription.</summary>
    internal Recipient[] Direct { get; private set; } = None;

    /// <summary>Share groups, of which one member each receives.</summary>
    internal ShareGroup[] Shared { get; private set; } = [];

    /// <summary>Matches the topic anew when subscriptions have changed since the last time.</summary>
    internal void Refresh(SubscriptionTree tree, RouteScratch scratch)
    {
        if (_generation == tree.Generation)
        {
            return;
        }

        scratch.Clear();
        tree.Match(Topic, scratch.Direct, scratch.Shared);
        Direct = scratch.Direct.Count == 0 ? None : scratch.MergeBySession();
        Shared = scratch.Shared.Count == 0 ? [] : [.. scratch.Shared];
        _generation = tree.Generation;
    }
}

/// <summary>A session that receives a topic's messages, whatever number of its filters match.</summary>
/// <remarks>Overlapping subscriptions deliver once, at the highest QoS, with every identifier [MQTT-3.3.4-2] [MQTT-3.3.4-3].</remarks>
internal sealed class Recipient
{
    public required Session Session { get; init; }

    public QualityOfService MaximumQos { get; private set; }

    public bool RetainAsPublished { get; private set; }

    /// <summary>Subscription identifiers in the order the subscriptions were found; null when none was given.</summary>
    public int[]? Identifiers { get; private set; }

    /// <summary>What the session receives of its own messages: by those subscriptions only that did not ask to be spared them; null when all did.</summary>
    public Recipient? OfOwn { get; private set; }

    /// <summary>Merges the subscriptions of one session.</summary>
    public static Recipient Of(List<Subscription> subscriptions)
    {
        var recipient = Merge(subscriptions)!;
        recipient.OfOwn = subscriptions.Exists(s => s.NoLocal) ? Merge(subscriptions.FindAll(s => !s.NoLocal)) : recipient;
        return recipient;
    }

    private static Recipient? Merge(List<Subscription> subscriptions)
    {
        var recipient = subscriptions.Count == 0 ? null : new Recipient { Session = subscriptions[0].Session };
        subscriptions.ForEach(s => recipient!.Include(s));
        return recipient;
    }

    public void Include(Subscription subscription)
    {
        MaximumQos = subscription.MaximumQos > MaximumQos ? subscription.MaximumQos : MaximumQos;
        RetainAsPublished |= subscription.RetainAsPublished;
        if (subscription.Identifier != 0)
        {
            Identifiers = Identifiers is null ? [subscription.Identifier] : [.. Identifiers, subscription.Identifier];
        }
    }
}

/// <summary>Lists used while routes are matched, kept to be used again.</summary>
internal sealed class RouteScratch
{
    private readonly Dictionary<Session, List<Subscription>> _bySession = [];

    public List<Subscription> Direct { get; } = [];

    public List<ShareGroup> Shared { get; } = [];

    public void Clear()
    {
        Direct.Clear();
        Shared.Clear();
        _bySession.Clear();
    }

    public Recipient[] MergeBySession()
    {
        foreach (var subscription in Direct)
        {
            if (!_bySession.TryGetValue(subscription.Session, out var subscriptions))
            {
                subscriptions = [];
                _bySession.Add(subscription.Session, subscriptions);
            }

            subscriptions.Add(subscription);
        }

        return [.. _bySession.Values.Select(Recipient.Of)];
    }
}
