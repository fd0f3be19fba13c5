using System.Diagnostics.CodeAnalysis;

namespace Busroot.Broker.Routing;

/// <summary>All subscriptions, arranged by the levels of their filters.</summary>
/// <remarks>
/// Threads: the broker loop only. Walks are iterative: the depth of a topic cannot exhaust the stack.
/// Source: MQTT 5.0 §4.7; a leading wildcard never matches a <c>$</c> topic [MQTT-4.7.2-1].
/// </remarks>
public sealed class SubscriptionTree
{
    private const byte LevelSeparator = (byte)'/';

    private readonly Node _root = new();
    private readonly List<Node> _current = [];
    private readonly List<Node> _following = [];

    /// <summary>Changes with every subscription added or removed; what was matched under another value is out of date.</summary>
    public long Generation { get; private set; } = 1;

    /// <summary>Subscriptions held; a shared one counts once a member.</summary>
    public int Count { get; private set; }

    /// <summary>True when not even an empty branch is left.</summary>
    internal bool IsEmpty => _root.IsEmpty;

    /// <summary>Adds a subscription, or puts it in the place of the one the same session has on the same filter.</summary>
    /// <param name="filter">A valid filter in UTF-8, without share prefix.</param>
    /// <param name="subscription">What to deliver, and to whom.</param>
    /// <param name="share">The share name, or null for an ordinary subscription.</param>
    /// <param name="replaced">What the session held on this filter so far, or null.</param>
    /// <remarks>Cost: the filter's levels, however many sessions share the filter.</remarks>
    public void Add(ReadOnlySpan<byte> filter, Subscription subscription, string? share, Subscription? replaced)
    {
        var node = _root;
        foreach (var range in filter.Split(LevelSeparator))
        {
            node = node.ChildFor(filter[range]);
        }

        if (share is null)
        {
            node.AddDirect(subscription, replaced);
        }
        else
        {
            node.AddShared(share, subscription);
        }

        Count += replaced is null ? 1 : 0;
        Generation++;
    }

    /// <summary>Removes a subscription that <see cref="Add"/> took in under the same filter and share.</summary>
    /// <returns>False when it is not there.</returns>
    /// <remarks>Cost: the filter's levels, however many sessions share the filter.</remarks>
    public bool Remove(ReadOnlySpan<byte> filter, Subscription subscription, string? share)
    {
        var path = new List<(Node Parent, byte[] Level)>();
        var node = _root;
        foreach (var range in filter.Split(LevelSeparator))
        {
            if (!node.TryGetChild(filter[range], out var child))
            {
                return false;
            }

            path.Add((node, filter[range].ToArray()));
            node = child;
        }

        if (!(share is null ? node.RemoveDirect(subscription) : node.RemoveShared(share, subscription.Session)))
        {
            return false;
        }

        Prune(path);
        Count--;
        Generation++;
        return true;
    }

    /// <summary>Collects what a message on <paramref name="topic"/> must go to.</summary>
    /// <param name="topic">A valid topic name in UTF-8, no wildcards.</param>
    /// <param name="direct">Gains every ordinary subscription that matches, in no particular order. Not cleared first.</param>
    /// <param name="shared">Gains every share group that matches; each takes one copy. Not cleared first.</param>
    /// <remarks>Cost: walks only the branches that match.</remarks>
    public void Match(ReadOnlySpan<byte> topic, List<Subscription> direct, List<ShareGroup> shared)
    {
        _current.Clear();
        _current.Add(_root);
        var first = true;
        foreach (var range in topic.Split(LevelSeparator))
        {
            var level = topic[range];
            var wildcards = !(first && level is [(byte)'$', ..]);
            first = false;
            _following.Clear();
            foreach (var node in _current)
            {
                node.Step(level, wildcards, _following, direct, shared);
            }

            _current.Clear();
            _current.AddRange(_following);
            if (_current.Count == 0)
            {
                return;
            }
        }

        foreach (var node in _current)
        {
            node.Collect(direct, shared);
            node.MultiLevel?.Collect(direct, shared); // "sport/#" also matches "sport", MQTT 5.0 §4.7.1.2
        }
    }

    private static void Prune(List<(Node Parent, byte[] Level)> path)
    {
        for (var i = path.Count - 1; i >= 0; i--)
        {
            if (!path[i].Parent.RemoveChildIfEmpty(path[i].Level))
            {
                return;
            }
        }
    }

    /// <summary>The subscriptions of one filter prefix, and where its next levels lead.</summary>
    private sealed class Node
    {
        private Dictionary<byte[], Node>? _children;
        private List<Subscription>? _direct;
        private List<ShareGroup>? _shared;

        private Node? SingleLevel { get; set; }

        public Node? MultiLevel { get; private set; }

        public bool IsEmpty =>
            _children is not { Count: > 0 } && _direct is not { Count: > 0 } && _shared is not { Count: > 0 } && SingleLevel is null && MultiLevel is null;

        public Node ChildFor(ReadOnlySpan<byte> level)
        {
            if (TryGetChild(level, out var child))
            {
                return child;
            }

            child = new Node();
            switch (level)
            {
                case [(byte)'+']:
                    SingleLevel = child;
                    break;
                case [(byte)'#']:
                    MultiLevel = child;
                    break;
                default:
                    _children ??= new Dictionary<byte[], Node>(Utf8Comparer.Instance);
                    _children.Add(level.ToArray(), child);
                    break;
            }

            return child;
        }

        public bool TryGetChild(ReadOnlySpan<byte> level, [NotNullWhen(true)] out Node? child)
        {
            child = level switch
            {
                [(byte)'+'] => SingleLevel,
                [(byte)'#'] => MultiLevel,
                _ => Literal(level),
            };
            return child is not null;
        }

        public bool RemoveChildIfEmpty(ReadOnlySpan<byte> level)
        {
            if (!TryGetChild(level, out var child) || !child.IsEmpty)
            {
                return false;
            }

            switch (level)
            {
                case [(byte)'+']:
                    SingleLevel = null;
                    break;
                case [(byte)'#']:
                    MultiLevel = null;
                    break;
                default:
                    _children!.GetAlternateLookup<ReadOnlySpan<byte>>().Remove(level);
                    break;
            }

            return true;
        }

        public void Step(ReadOnlySpan<byte> level, bool wildcards, List<Node> following, List<Subscription> direct, List<ShareGroup> shared)
        {
            if (Literal(level) is { } child)
            {
                following.Add(child);
            }

            if (!wildcards)
            {
                return;
            }

            if (SingleLevel is { } single)
            {
                following.Add(single);
            }

            MultiLevel?.Collect(direct, shared);
        }

        public void Collect(List<Subscription> direct, List<ShareGroup> shared)
        {
            if (_direct is not null)
            {
                direct.AddRange(_direct);
            }

            if (_shared is not null)
            {
                shared.AddRange(_shared);
            }
        }

        public void AddDirect(Subscription subscription, Subscription? replaced)
        {
            _direct ??= [];
            if (replaced is not null)
            {
                subscription.Slot = replaced.Slot;
                _direct[replaced.Slot] = subscription;
                return;
            }

            subscription.Slot = _direct.Count;
            _direct.Add(subscription);
        }

        public bool RemoveDirect(Subscription subscription)
        {
            if (_direct is null || subscription.Slot >= _direct.Count || _direct[subscription.Slot] != subscription)
            {
                return false;
            }

            // The last takes the freed place: a filter that 100,000 sessions share must not cost 100,000 moves per leaver.
            var last = _direct[^1];
            _direct[subscription.Slot] = last;
            last.Slot = subscription.Slot;
            _direct.RemoveAt(_direct.Count - 1);
            return true;
        }

        public bool AddShared(string share, Subscription subscription)
        {
            _shared ??= [];
            var group = _shared.Find(g => g.Name == share);
            if (group is null)
            {
                group = new ShareGroup(share);
                _shared.Add(group);
            }

            return group.Add(subscription);
        }

        public bool RemoveShared(string share, Sessions.Session session)
        {
            var group = _shared?.Find(g => g.Name == share);
            if (group is null || !group.Remove(session))
            {
                return false;
            }

            if (group.IsEmpty)
            {
                _shared!.Remove(group);
            }

            return true;
        }

        private Node? Literal(ReadOnlySpan<byte> level) =>
            _children is not null && _children.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(level, out var child) ? child : null;
    }
}
