namespace Busroot.Broker.Routing;

/// <summary>The members of one shared subscription, of which each message goes to one.</summary>
/// <remarks>Members take turns; one that is away is passed over while another is connected. Source: MQTT 5.0 §4.8.2. Threads: the broker loop only.</remarks>
public sealed class ShareGroup(string name)
{
    private readonly List<Subscription> _members = [];
    private int _turn;

    /// <summary>The share name: not empty, without <c>/ + #</c> [MQTT-4.8.2-1].</summary>
    public string Name { get; } = name;

    /// <summary>True when the last member has left.</summary>
    public bool IsEmpty => _members.Count == 0;

    /// <summary>Adds a member, or replaces its options.</summary>
    /// <returns>True when the member is new.</returns>
    public bool Add(Subscription subscription)
    {
        var existing = _members.FindIndex(m => m.Session == subscription.Session);
        if (existing >= 0)
        {
            _members[existing] = subscription;
            return false;
        }

        _members.Add(subscription);
        return true;
    }

    /// <summary>Removes a member.</summary>
    /// <returns>False when it was none.</returns>
    public bool Remove(Sessions.Session session) => _members.RemoveAll(m => m.Session == session) > 0;

    /// <summary>Chooses who takes the next message: the next connected member in turn, else the next member at all.</summary>
    /// <returns>Null only when the group is empty.</returns>
    public Subscription? Next()
    {
        for (var i = 0; i < _members.Count; i++)
        {
            var candidate = _members[(_turn + i) % _members.Count];
            if (candidate.Session.IsConnected)
            {
                _turn = (_turn + i + 1) % _members.Count;
                return candidate;
            }
        }

        if (_members.Count == 0)
        {
            return null;
        }

        _turn %= _members.Count;
        return _members[_turn++];
    }
}
