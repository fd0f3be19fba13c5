using System.Net;
using System.Net.Sockets;
using Busroot.Broker.Connections;
using Busroot.Server.Transports;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Busroot.Server.Polling;

/// <summary>Accepts MQTT clients on one plain TCP address, on the broker loop.</summary>
internal sealed class PolledListener : PolledSocket, IClientListener
{
    private const int AcceptsATurn = 64; // clients that come back all at once do not keep the others waiting
    private readonly PolledClients _clients;
    private readonly Listener _listener;
    private readonly ILogger _log;
    private bool _closed;
    private bool _resting;

    private PolledListener(Socket socket, bool open, PolledClients clients, ILogger log)
        : base(socket)
    {
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _listener = new Listener($"mqtt://{EndPoint}", open);
        _clients = clients;
        _log = log;
    }

    /// <inheritdoc/>
    public IPEndPoint EndPoint { get; }

    /// <summary>Binds and begins to accept. Threads: any but the loop's own.</summary>
    /// <exception cref="IOException">The address is taken, not this machine's, or not allowed to this user.</exception>
    public static async Task<PolledListener> StartAsync(TcpListenerOptions options, PolledClients clients, ILogger log)
    {
        var socket = Bind(options.EndPoint);
        var listener = new PolledListener(socket, options.Open, clients, log);
        await clients.Loop.CallAsync(() =>
        {
            clients.Poller.Watch(listener, PollInterest.Read);
            return clients.Add(listener);
        });
        return listener;
    }

    /// <inheritdoc/>
    public async ValueTask UnbindAsync() => await _clients.Loop.CallAsync(Close);

    public ValueTask DisposeAsync() => UnbindAsync();

    public override void Run()
    {
        // Asked before each: accepting when nobody is there would throw.
        for (var accepted = 0; !_closed && accepted < AcceptsATurn && Socket.Poll(0, SelectMode.SelectRead); accepted++)
        {
            try
            {
                _clients.Serve(Socket.Accept(), _listener);
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
            {
                Rest(error);
                return;
            }
            catch (SocketException)
            {
                // The client has gone before it was accepted: nothing has happened.
            }
        }
    }

    /// <summary>Accepts again after a rest. Called about once a second.</summary>
    public void Tick()
    {
        if (_resting && !_closed)
        {
            _resting = false;
            _clients.Poller.Change(this, PollInterest.Read);
        }
    }

    private static Socket Bind(IPEndPoint endPoint)
    {
        try
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint); // as Kestrel binds: [::] takes IPv4 too
            socket.Blocking = false;
            socket.Listen(Sockets.Backlog);
            return socket;
        }
        catch (SocketException error)
        {
            throw new IOException($"Cannot listen on {endPoint}: {error.Message}", error); // the error itself does not say where
        }
    }

    private void Rest(SocketException error)
    {
        _resting = true;
        _clients.Poller.Change(this, PollInterest.None);
        TransportLog.CannotAccept(_log, _listener.Name, error.Message);
    }

    private bool Close()
    {
        if (!_closed)
        {
            _closed = true;
            Socket.Dispose();
            _clients.Poller.Forget(this);
        }

        return true;
    }
}
