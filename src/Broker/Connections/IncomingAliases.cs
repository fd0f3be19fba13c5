using Busroot.Broker.Sessions;

namespace Busroot.Broker.Connections;

/// <summary>Topics that a 5.0 client has given numbers to, for as long as it is connected.</summary>
/// <param name="maximum">The highest number it was allowed.</param>
/// <remarks>Threads: the broker loop only. Source: MQTT 5.0 §3.3.2.3.4.</remarks>
internal sealed class IncomingAliases(int maximum)
{
    private readonly PublishedTopic?[] _topics = new PublishedTopic?[maximum + 1];

    /// <summary>The topic behind a number from 1 to the maximum; null when the client set none.</summary>
    public PublishedTopic? Find(ushort alias) => _topics[alias];

    public void Set(ushort alias, PublishedTopic topic) => _topics[alias] = topic;
}
