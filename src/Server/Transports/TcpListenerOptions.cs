using System.Net;
using Busroot.Server.Certificates;

namespace Busroot.Server.Transports;

/// <summary>What a <see cref="TcpListener"/> is to be.</summary>
/// <param name="EndPoint">Where; port 0 picks a free one.</param>
internal sealed record TcpListenerOptions(IPEndPoint EndPoint)
{
    /// <summary>Lets clients in without a login.</summary>
    public bool Open { get; init; }

    /// <summary>Certificates for TLS; null for plain TCP.</summary>
    public ServerTls? Tls { get; init; }

    /// <summary>Demands a PROXY header in front of every connection and believes it.</summary>
    public bool ProxyProtocol { get; init; }

    /// <summary>How long a connection may take for its PROXY header. Default 10 s, as for a CONNECT.</summary>
    public TimeSpan ConnectDeadline { get; init; } = TimeSpan.FromSeconds(10);
}
