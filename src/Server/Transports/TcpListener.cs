using System.Collections.Concurrent;
using System.Net;
using Busroot.Broker.Connections;
using Microsoft.AspNetCore.Connections;

namespace Busroot.Server.Transports;

/// <summary>Accepts MQTT clients on one TCP address, plain or over TLS.</summary>
/// <remarks>The accept loop waits for nothing but the next connection: a client that stalls its handshake or its PROXY header delays nobody.</remarks>
internal sealed class TcpListener : IClientListener
{
    private readonly IConnectionListener _sockets;
    private readonly TcpListenerOptions _options;
    private readonly Listener _listener;
    private readonly ServedClients _clients;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<Task, byte> _introducing = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    private TcpListener(IConnectionListener sockets, TcpListenerOptions options, ServedClients clients, TimeProvider time, ILogger log)
    {
        _sockets = sockets;
        _options = options;
        _listener = new Listener($"{(options.Tls is null ? "mqtt" : "mqtts")}://{sockets.EndPoint}", options.Open);
        _clients = clients;
        _time = time;
        _log = log;
        _accepting = AcceptAsync();
    }

    /// <inheritdoc/>
    public IPEndPoint EndPoint => (IPEndPoint)_sockets.EndPoint;

    /// <summary>Binds and begins to accept.</summary>
    /// <exception cref="IOException">The address is taken, not this machine's, or not allowed to this user.</exception>
    public static async Task<TcpListener> StartAsync(
        TcpListenerOptions options, ServedClients clients, TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var sockets = await Sockets.BindAsync(options.EndPoint, logs, cancellationToken);
        return new TcpListener(sockets, options, clients, time, logs.CreateLogger<TcpListener>());
    }

    /// <inheritdoc/>
    public async ValueTask UnbindAsync()
    {
        await _sockets.UnbindAsync();
        await _accepting;
        await _stop.CancelAsync();
        await Task.WhenAll(_introducing.Keys);
    }

    /// <summary>Frees the address. Every connection must be closed by then.</summary>
    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        await _sockets.DisposeAsync();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (await _sockets.AcceptAsync(CancellationToken.None) is { } context)
        {
            if (_options.ProxyProtocol)
            {
                var introducing = IntroduceAsync(context);
                _introducing.TryAdd(introducing, 0);
                _ = introducing.ContinueWith(
                    done => _introducing.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            else
            {
                Serve(context, context.RemoteEndPoint);
            }
        }
    }

    private async Task IntroduceAsync(ConnectionContext context)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // never on the accept loop
        if (await ReadHeaderAsync(context) is { } header)
        {
            Serve(context, header.Source ?? context.RemoteEndPoint);
            return;
        }

        context.Abort();
        await context.DisposeAsync();
    }

    private async Task<ProxyHeader?> ReadHeaderAsync(ConnectionContext context)
    {
        using var deadline = new CancellationTokenSource(_options.ConnectDeadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stop.Token);
        try
        {
            return await ProxyHeaderReader.ReadAsync(context.Transport.Input, either.Token);
        }
        catch (Exception error) when (error is InvalidDataException or OperationCanceledException)
        {
            if (!_stop.IsCancellationRequested)
            {
                var problem = error is InvalidDataException ? error.Message : "no PROXY header came in time";
                TransportLog.NoProxyHeader(_log, context.RemoteEndPoint?.ToString() ?? "unknown", _listener.Name, problem);
            }

            return null;
        }
    }

    private void Serve(ConnectionContext context, EndPoint? remote)
    {
        var address = remote?.ToString() ?? "unknown";
        _clients.Serve(_options.Tls is { } tls ? TlsWire.Start(context, address, tls, _log) : new SocketWire(context, address), _listener);
    }
}
