using Busroot.Broker.Limits;
using Busroot.Mqtt;

namespace Busroot.Broker.Connections;

/// <summary>Every connection that is open, and how many of each address have not logged in.</summary>
/// <remarks>Threads: the broker loop only. Cost: adding and removing do not depend on how many there are.</remarks>
internal sealed class ConnectionTable(BrokerLimits limits, BrokerCounters counters)
{
    private readonly List<ClientConnection> _connections = [];
    private readonly Dictionary<string, int> _strangers = new(StringComparer.Ordinal);
    private readonly Queue<(ClientConnection Connection, ReasonCode Reason, string Why)> _condemned = [];

    public int Count => _connections.Count;

    public ClientConnection this[int index] => _connections[index];

    /// <summary>Takes in a connection that has not logged in.</summary>
    /// <returns>False when its address has too many of those: it must be closed.</returns>
    public bool Add(ClientConnection connection)
    {
        connection.Slot = _connections.Count;
        _connections.Add(connection);
        counters.Connections = _connections.Count;
        ref var strangers = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_strangers, connection.Address, out _);
        return ++strangers <= limits.MaximumUnauthenticatedPerAddress;
    }

    /// <summary>A connection has logged in: it does not count against its address any more.</summary>
    public void LoggedIn(ClientConnection connection)
    {
        ref var strangers = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(_strangers, connection.Address);
        if (--strangers == 0)
        {
            _strangers.Remove(connection.Address);
        }
    }

    public void Remove(ClientConnection connection, bool loggedIn)
    {
        var last = _connections[^1];
        _connections[connection.Slot] = last; // the last takes the freed place
        last.Slot = connection.Slot;
        _connections.RemoveAt(_connections.Count - 1);
        counters.Connections = _connections.Count;
        if (!loggedIn)
        {
            LoggedIn(connection);
        }
    }

    /// <summary>Has a connection end with the batch.</summary>
    /// <remarks>Not at once: its will may fill the queue of a second client, whose will that of a third, and so on down the stack.</remarks>
    public void Condemn(ClientConnection connection, ReasonCode reason, string why) => _condemned.Enqueue((connection, reason, why));

    /// <summary>Ends what was condemned, and what is condemned by that.</summary>
    public void EndCondemned()
    {
        while (_condemned.TryDequeue(out var end))
        {
            end.Connection.Disconnect(end.Reason, end.Why);
        }
    }
}
