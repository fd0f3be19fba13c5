using System.Net;
using System.Net.WebSockets;
using Busroot.Broker.Identity;
using Busroot.Server.Administration;
using Busroot.Storage;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Pipeline;

/// <summary>The running broker with its listeners and lanes, as the rest of the server sees it.</summary>
internal interface IBrokerHost : IDisconnector, IReadingPipeline
{
    /// <summary>Where clients connect, with the ports that were picked; read after the host has started.</summary>
    IReadOnlyList<ListenerAddress> Addresses { get; }

    /// <summary>True while connections are accepted and readings are taken.</summary>
    bool IsReady { get; }

    /// <summary>What has been counted since the start, by name in camel case, for instance <c>connections</c>. Threads: any.</summary>
    IReadOnlyDictionary<string, long> Counters { get; }

    /// <summary>Why nothing can be stored at present, and so nothing is acknowledged; null while all is well. Threads: any.</summary>
    StorageException? Trouble { get; }

    /// <summary>Starts the loop and the lanes, and listeners that are not the web host's; those start right after this returns.</summary>
    /// <exception cref="IOException">An address cannot be bound; the message names it.</exception>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Puts other rules in force, for each device between two of its messages.</summary>
    void Use(RuleSet rules);

    /// <summary>Serves an MQTT client over a WebSocket; a login is required.</summary>
    /// <param name="socket">Accepted with the sub-protocol <c>mqtt</c>; stays the caller's.</param>
    /// <param name="remoteAddress">Where the client is: address and port.</param>
    /// <param name="listener">Where it came in, for logs.</param>
    /// <returns>Completes when the socket may be disposed.</returns>
    Task ServeAsync(WebSocket socket, string remoteAddress, string listener);

    /// <summary>Stops taking connections and readings, finishes what was taken, ends the connections.</summary>
    /// <param name="cancellationToken">Gives up finishing and ends at once.</param>
    Task StopAsync(CancellationToken cancellationToken);
}

/// <summary>One bound listener.</summary>
/// <param name="Name">For the ready line: <c>mqtt</c>, <c>mqtts</c>, <c>mqtt (open)</c>.</param>
/// <param name="EndPoint">With the real port.</param>
/// <param name="Open">True when it takes clients without a login.</param>
internal sealed record ListenerAddress(string Name, IPEndPoint EndPoint, bool Open);
