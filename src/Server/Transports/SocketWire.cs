using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Busroot.Server.Transports;

/// <summary>A plain TCP connection.</summary>
/// <param name="context">The accepted connection; owned from here on.</param>
/// <param name="remoteAddress">Where the client is, as the socket or a load balancer's header says.</param>
internal sealed class SocketWire(ConnectionContext context, string remoteAddress) : IWire
{
    public IDuplexPipe Pipe => context.Transport;

    public long WriteBufferBytes => Sockets.WriteBufferBytes;

    public string RemoteAddress => remoteAddress;

    public string? CertifiedDeviceId => null;

    public void Abort() => context.Abort();

    public Task CloseAsync() => context.DisposeAsync().AsTask();
}
