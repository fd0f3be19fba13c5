namespace Busroot.Broker.Identity;

/// <summary>Ends what somebody has open at the broker.</summary>
public interface IDisconnector
{
    /// <summary>Ends every connection of one user name.</summary>
    /// <param name="userName">A Device ID or the name of a service account; need not be connected.</param>
    /// <param name="reason">Decides whether its session survives; see <see cref="DisconnectReason"/>.</param>
    /// <param name="cancellationToken">Stops waiting, not the disconnection.</param>
    /// <returns>Done when nothing the user sends is accepted any more and no connection of it is left.</returns>
    /// <remarks>Called after the registry has changed, so a CONNECT that is judged later is judged by the new state. Threads: any, but not the broker loop itself.</remarks>
    ValueTask DisconnectAsync(string userName, DisconnectReason reason, CancellationToken cancellationToken);
}

/// <summary>Why the registry ends somebody's connections.</summary>
public enum DisconnectReason
{
    /// <summary>The device or account is gone: its sessions, subscriptions, queued and in-flight messages, will and retained messages go with it.</summary>
    Removed,

    /// <summary>Disabled: all that <see cref="Removed"/> takes is taken as well.</summary>
    Disabled,

    /// <summary>A token it may have logged in with is no longer valid; its session may be resumed with a valid one.</summary>
    TokenRevoked,

    /// <summary>It may do less than when it logged in; its session may be resumed under the new rights.</summary>
    RightsReduced,
}
