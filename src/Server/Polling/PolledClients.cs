using System.Net.Sockets;
using Busroot.Broker;
using Busroot.Broker.Connections;
using Busroot.Server.Loops;

namespace Busroot.Server.Polling;

/// <summary>The clients whose sockets the broker loop serves itself, with what they share.</summary>
/// <remarks>Threads: the broker loop only, unless a member says otherwise.</remarks>
internal sealed class PolledClients(SocketPoller poller, WorkLoop loop, MessageBroker broker)
{
    private static readonly TimeSpan LastBytesDeadline = TimeSpan.FromSeconds(2); // for a client that does not read its last packets, or does not close
    private readonly List<PolledTransport> _open = [];
    private readonly List<PolledListener> _listeners = [];
    private TaskCompletionSource? _empty;
    private bool _refusing;

    public SocketPoller Poller { get; } = poller;

    public WorkLoop Loop { get; } = loop;

    public MessageBroker Broker { get; } = broker;

    public BlockPool Blocks { get; } = new();

    /// <summary>Where bytes are received first; what is not consumed at once is copied.</summary>
    public byte[] Receiving { get; } = GC.AllocateUninitializedArray<byte>(64 * 1024, pinned: true);

    /// <summary>How many connections are not closed yet.</summary>
    public int Count => _open.Count;

    /// <summary>Has a listener's <see cref="PolledListener.Tick"/> called.</summary>
    public bool Add(PolledListener listener)
    {
        _listeners.Add(listener);
        return true;
    }

    /// <summary>A listener is closed.</summary>
    public void Remove(PolledListener listener) => _listeners.Remove(listener);

    /// <summary>Takes in an accepted socket.</summary>
    /// <param name="socket">In non-blocking mode. Owned from now on, unless this throws.</param>
    /// <param name="remoteAddress">Where the client is.</param>
    /// <param name="listener">The door it came in by.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The system watches no more sockets.</exception>
    public void Serve(Socket socket, string remoteAddress, Listener listener)
    {
        if (_refusing)
        {
            socket.Dispose();
            return;
        }

        var transport = new PolledTransport(socket, remoteAddress, this) { Place = _open.Count };
        transport.Watch();
        _open.Add(transport);
        transport.Attach(listener);
    }

    /// <summary>Closes what lingers too long after the broker was done with it. Call about once a second.</summary>
    public void Tick()
    {
        _listeners.ForEach(listener => listener.Tick());
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].ClosedAt is { } closed && Broker.Clock.Milliseconds - closed > (long)LastBytesDeadline.TotalMilliseconds)
            {
                _open[i].Abort();
            }
        }
    }

    /// <summary>A socket is closed.</summary>
    public void Ended(PolledTransport transport)
    {
        var last = _open[^1];
        _open[transport.Place] = last;
        last.Place = transport.Place;
        _open.RemoveAt(_open.Count - 1);
        if (_open.Count == 0)
        {
            _empty?.TrySetResult();
        }
    }

    /// <summary>Cuts every connection that comes from now on, and waits until those there are closed: the broker has said goodbye to them. Threads: any but the loop's own.</summary>
    public async Task CloseAsync()
    {
        var empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Loop.CallAsync(() =>
        {
            _refusing = true;
            _empty = empty;
            for (var i = _open.Count - 1; i >= 0; i--)
            {
                _open[i].StopLingering();
            }

            return _open.Count == 0 && empty.TrySetResult();
        });
        await empty.Task;
    }
}
