using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Busroot.Server.Transports;

/// <summary>How sockets are set up: Kestrel's socket transport without its HTTP server.</summary>
internal static class Sockets
{
    /// <summary>Bytes a client may leave unread before a flush to it waits.</summary>
    public const long WriteBufferBytes = 1024 * 1024;

    /// <summary>Connections the system keeps until they are accepted: a site may come back all at once.</summary>
    public const int Backlog = 4096;

    private const long ReadBufferBytes = 1024 * 1024;

    /// <summary>Listens; port 0 picks a free one.</summary>
    /// <exception cref="IOException">The address is taken, not this machine's, or not allowed to this user.</exception>
    public static async ValueTask<IConnectionListener> BindAsync(IPEndPoint endPoint, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var options = new SocketTransportOptions
        {
            // Completions run where they arise: they only post to the broker loop, and a flush writes on the loop's thread.
            UnsafePreferInlineScheduling = true,
            WaitForDataBeforeAllocatingBuffer = true, // an idle client holds no buffer
            Backlog = Backlog,
            MaxReadBufferSize = ReadBufferBytes,
            MaxWriteBufferSize = WriteBufferBytes,
        };
        try
        {
            return await new SocketTransportFactory(Options.Create(options), logs).BindAsync(endPoint, cancellationToken);
        }
        catch (Exception error) when (error is AddressInUseException or SocketException)
        {
            throw new IOException($"Cannot listen on {endPoint}: {error.Message}", error); // the error itself does not say where
        }
    }
}
