using System.Net;

namespace Busroot.Server.Transports;

/// <summary>A door that MQTT clients come in by. Owner: whoever started it disposes it, after the broker has said goodbye to its clients.</summary>
internal interface IClientListener : IAsyncDisposable
{
    /// <summary>The address bound, with the port the system picked where 0 was asked for.</summary>
    IPEndPoint EndPoint { get; }

    /// <summary>Stops accepting. Clients that are connected stay; those still introducing themselves are sent away.</summary>
    ValueTask UnbindAsync();
}
