using System.Collections.Concurrent;
using System.Net;
using Busroot.Broker;
using Busroot.Broker.Connections;
using Busroot.Server.Loops;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Busroot.Server.Transports;

/// <summary>Accepts MQTT clients on one TCP address.</summary>
/// <remarks>Kestrel's socket transport without its HTTP server. Owner: whoever starts it stops it; every connection it accepted is closed by then.</remarks>
internal sealed class TcpListener : IAsyncDisposable
{
    private static readonly TimeSpan LastBytesDeadline = TimeSpan.FromSeconds(2); // for a client that does not read its last packets
    private readonly IConnectionListener _sockets;
    private readonly Listener _listener;
    private readonly WorkLoop _loop;
    private readonly MessageBroker _broker;
    private readonly TransportLimits _limits;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<Task, byte> _serving = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    private TcpListener(IConnectionListener sockets, bool open, WorkLoop loop, MessageBroker broker, TransportLimits limits, TimeProvider time, ILogger log)
    {
        _sockets = sockets;
        _listener = new Listener($"mqtt://{sockets.EndPoint}", open);
        _loop = loop;
        _broker = broker;
        _limits = limits;
        _time = time;
        _log = log;
        _accepting = AcceptAsync();
    }

    /// <summary>The address bound, with the port the system picked where 0 was asked for.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_sockets.EndPoint;

    /// <summary>Binds (port 0 picks a free one) and begins to accept; <paramref name="open"/> lets clients in without authentication.</summary>
    /// <exception cref="AddressInUseException">Another program listens there.</exception>
    public static async Task<TcpListener> StartAsync(
        IPEndPoint endPoint, bool open, WorkLoop loop, MessageBroker broker, TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var options = new SocketTransportOptions
        {
            // Completions run where they arise: they only post to the broker loop, and a flush writes on the loop's thread.
            UnsafePreferInlineScheduling = true,
            WaitForDataBeforeAllocatingBuffer = true, // an idle client holds no buffer
            Backlog = 4096,
            MaxReadBufferSize = 1024 * 1024,
            MaxWriteBufferSize = 1024 * 1024,
        };
        var factory = new SocketTransportFactory(Options.Create(options), logs);
        var sockets = await factory.BindAsync(endPoint, cancellationToken);
        var limits = new TransportLimits(options.MaxWriteBufferSize.Value);
        return new TcpListener(sockets, open, loop, broker, limits, time, logs.CreateLogger<TcpListener>());
    }

    /// <summary>Stops accepting. Clients that are connected stay.</summary>
    public ValueTask UnbindAsync() => _sockets.UnbindAsync();

    /// <summary>Stops accepting, waits for the connections (the broker must have said goodbye to them), then frees the address.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sockets.UnbindAsync(); // ends the accept loop first, so that no connection is added while the others are awaited
        await _accepting;
        await _stop.CancelAsync();
        await Task.WhenAll(_serving.Keys);
        await _sockets.DisposeAsync();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (await _sockets.AcceptAsync(CancellationToken.None) is { } context)
        {
            var serving = ServeAsync(context);
            _serving.TryAdd(serving, 0);
            _ = serving.ContinueWith(done => _serving.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task ServeAsync(ConnectionContext context)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // never on the accept loop
        var transport = new PipeTransport(context, _loop, _broker, _listener, _limits);
        try
        {
            transport.Attach();
            await transport.Ended.WaitAsync(_stop.Token);
            await context.DisposeAsync().AsTask().WaitAsync(LastBytesDeadline, _time);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException or IOException)
        {
            context.Abort();
            await context.DisposeAsync();
        }
        catch (Exception error)
        {
            // The boundary of one connection: a fault of ours in closing it must not end the listener.
            TransportLog.ConnectionFailed(_log, transport.RemoteAddress, error);
            context.Abort();
        }
    }
}
