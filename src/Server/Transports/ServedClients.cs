using System.Collections.Concurrent;
using Busroot.Broker;
using Busroot.Broker.Connections;
using Busroot.Server.Loops;

namespace Busroot.Server.Transports;

/// <summary>The clients that are connected, whichever listener took them in: serves each to its end.</summary>
/// <remarks>Threads: any. A connection that is open costs a table entry here and no task.</remarks>
internal sealed class ServedClients(WorkLoop loop, MessageBroker broker, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan LastBytesDeadline = TimeSpan.FromSeconds(2); // for a client that does not read its last packets
    private readonly ConcurrentDictionary<PipeTransport, byte> _open = [];
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _refusing;
    private volatile bool _closing;

    /// <summary>How many connections are not closed yet.</summary>
    public int Count => _open.Count;

    /// <summary>Hands a connection to the broker and sees it to its end.</summary>
    /// <returns>Its transport.</returns>
    public PipeTransport Serve(IWire wire, Listener listener)
    {
        var transport = new PipeTransport(wire, loop, broker, listener, Ended);
        _open.TryAdd(transport, 0);
        transport.Attach();
        if (_refusing)
        {
            wire.Abort();
        }

        return transport;
    }

    /// <summary>Cuts every connection that comes from now on. Those that came before are with the broker, or will be before whatever is posted to its loop next.</summary>
    public void Refuse() => _refusing = true;

    /// <summary>Waits until every connection is closed. The broker must have said goodbye to those that came before <see cref="Refuse"/>.</summary>
    public async Task CloseAsync()
    {
        _closing = true;
        if (_open.IsEmpty)
        {
            _empty.TrySetResult();
        }

        await _empty.Task;
    }

    /// <summary>The broker is done with a connection. Called on the broker loop, which must not wait for a slow peer.</summary>
    private void Ended(PipeTransport transport) =>
        ThreadPool.UnsafeQueueUserWorkItem(static ended => _ = ended.Clients.CloseAsync(ended.Transport), (Clients: this, Transport: transport), preferLocal: false);

    private async Task CloseAsync(PipeTransport transport)
    {
        var wire = transport.Wire;
        try
        {
            var closing = wire.CloseAsync();
            try
            {
                await closing.WaitAsync(LastBytesDeadline, time);
            }
            catch (TimeoutException)
            {
                wire.Abort();
                await closing;
            }
        }
        catch (Exception error)
        {
            // The boundary of one connection: a fault of ours in closing it must not end the program or keep the others open.
            TransportLog.ConnectionFailed(log, wire.RemoteAddress, error);
        }

        _open.TryRemove(transport, out _);
        if (_closing && _open.IsEmpty)
        {
            _empty.TrySetResult();
        }
    }
}
