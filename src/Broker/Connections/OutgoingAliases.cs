using Busroot.Broker.Routing;

namespace Busroot.Broker.Connections;

/// <summary>Numbers that stand for topics towards one client, so that a long topic is sent once. MQTT 5.0 §3.3.2.3.4.</summary>
/// <remarks>The first topics get them and keep them: no client needs to be told of a change. Threads: the broker loop only.</remarks>
internal sealed class OutgoingAliases(int maximum)
{
    private readonly Dictionary<byte[], ushort> _aliases = new(Utf8Comparer.Instance);

    /// <summary>The alias of a topic.</summary>
    /// <returns>Number 0 when there is none left for it; known when the client has been told already.</returns>
    public (ushort Number, bool IsKnown) Find(ReadOnlySpan<byte> topic) =>
        _aliases.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(topic, out var alias) ? (alias, true)
        : _aliases.Count < maximum ? ((ushort)(_aliases.Count + 1), false)
        : default;

    /// <summary>Notes that the client has been told the number <see cref="Find"/> gave.</summary>
    public void Add(ReadOnlySpan<byte> topic) => _aliases.Add(topic.ToArray(), (ushort)(_aliases.Count + 1));
}
