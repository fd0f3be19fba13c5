using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using Busroot.Broker.Connections;
using Busroot.Server.Transports;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Busroot.Server.Polling;

/// <summary>Accepts MQTT clients on one plain TCP address, on the broker loop.</summary>
/// <remarks>Threads: the broker loop only, unless a member says otherwise.</remarks>
internal sealed class PolledListener : PolledSocket, IClientListener
{
    private const int AcceptsATurn = 64; // clients that come back all at once do not keep the others waiting
    private readonly PolledClients _clients;
    private readonly TcpListenerOptions _options;
    private readonly Listener _listener;
    private readonly ILogger _log;
    private readonly HashSet<PolledIntroduction> _introducing = [];
    private bool _closed;
    private bool _resting;

    private PolledListener(Socket socket, TcpListenerOptions options, PolledClients clients, ILogger log)
        : base(socket)
    {
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _options = options;
        _listener = new Listener($"mqtt://{EndPoint}", options.Open);
        _clients = clients;
        _log = log;
    }

    /// <inheritdoc/>
    public IPEndPoint EndPoint { get; }

    /// <summary>Binds and begins to accept. Threads: any but the loop's own.</summary>
    /// <exception cref="IOException">The address is taken, not this machine's, or not allowed to this user.</exception>
    public static async Task<PolledListener> StartAsync(TcpListenerOptions options, PolledClients clients, ILogger log)
    {
        var listener = new PolledListener(Bind(options.EndPoint), options, clients, log);
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
        Found = PollFound.None;

        // Asked before each: accepting when nobody is there would throw.
        for (var accepted = 0; !_closed && !_resting && accepted < AcceptsATurn && Socket.Poll(0, SelectMode.SelectRead); accepted++)
        {
            if (TryAccept() is { } client)
            {
                Take(client);
            }
        }
    }

    public override void Failed(Exception error)
    {
        if (!_closed)
        {
            Rest(error.Message); // or it would be found ready, and fail, again at once
        }
    }

    /// <summary>Accepts again after a rest, and closes those that do not say who they are. Called about once a second.</summary>
    public void Tick()
    {
        if (_resting && !_closed)
        {
            _resting = false;
            _clients.Poller.Change(this, PollInterest.Read);
        }

        var overdue = _clients.Broker.Clock.Milliseconds - (long)_options.ConnectDeadline.TotalMilliseconds;
        foreach (var introduction in _introducing.Where(introduction => introduction.Since < overdue).ToList())
        {
            introduction.Refuse("no PROXY header came in time");
        }
    }

    /// <summary>A load balancer has said for whom a connection is; null when the socket's peer counts.</summary>
    public void Introduced(PolledIntroduction introduction, IPEndPoint? source)
    {
        _introducing.Remove(introduction);
        Serve(introduction.Socket, source?.ToString() ?? introduction.RemoteAddress);
    }

    /// <summary>A connection is closed before it was anybody's.</summary>
    public void Refused(PolledIntroduction introduction, string problem)
    {
        _introducing.Remove(introduction);
        if (!_closed)
        {
            TransportLog.NoProxyHeader(_log, introduction.RemoteAddress, _listener.Name, problem);
        }

        introduction.Socket.Dispose();
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

    private Socket? TryAccept()
    {
        try
        {
            return Socket.Accept();
        }
        catch (SocketException error) when (IsOfThePeer(error.SocketErrorCode))
        {
            return null; // the client has gone before it was accepted: nothing has happened
        }
        catch (SocketException error)
        {
            Rest(error.Message);
            return null;
        }
    }

    /// <summary>Errors of the connection that would have been accepted, as <c>accept(2)</c> lists them; any other is this machine's and comes again at once.</summary>
    private static bool IsOfThePeer(SocketError error) => error is SocketError.WouldBlock or SocketError.Interrupted
        or SocketError.ConnectionAborted or SocketError.ConnectionReset or SocketError.ProtocolType or SocketError.ProtocolOption or SocketError.OperationNotSupported
        or SocketError.NetworkDown or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.HostUnreachable or SocketError.TimedOut;

    private void Take(Socket client)
    {
        try
        {
            client.Blocking = false;
            client.NoDelay = true;
            var address = client.RemoteEndPoint?.ToString() ?? "unknown";
            if (_options.ProxyProtocol)
            {
                Introduce(client, address);
            }
            else
            {
                Serve(client, address);
            }
        }
        catch (SocketException)
        {
            client.Dispose(); // it has gone already
        }
    }

    private void Introduce(Socket client, string address)
    {
        var introduction = new PolledIntroduction(client, address, _clients.Poller, this, _clients.Broker.Clock.Milliseconds);
        if (TryWatch(client, () => _clients.Poller.Watch(introduction, PollInterest.Read)))
        {
            _introducing.Add(introduction);
        }
    }

    private void Serve(Socket client, string address) => TryWatch(client, () => _clients.Serve(client, address, _listener));

    private bool TryWatch(Socket client, Action watch)
    {
        try
        {
            watch();
            return true;
        }
        catch (Win32Exception error)
        {
            client.Dispose();
            Rest(error.Message);
            return false;
        }
    }

    private void Rest(string problem)
    {
        _resting = true;
        _clients.Poller.Change(this, PollInterest.None);
        TransportLog.CannotAccept(_log, _listener.Name, problem);
    }

    private bool Close()
    {
        if (!_closed)
        {
            _closed = true;
            _clients.Remove(this);
            _clients.Poller.Forget(this);
            Socket.Dispose();
            foreach (var introduction in _introducing.ToList())
            {
                introduction.Refuse("the server stops");
            }
        }

        return true;
    }
}
