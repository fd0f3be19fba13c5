using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Busroot.Server.Loops;

namespace Busroot.Server.Polling;

/// <summary>Lets the broker loop sleep on its sockets: it wakes where bytes come in, reads them itself and needs no other thread.</summary>
/// <remarks>
/// Linux only. .NET's asynchronous sockets hand every completion from their own thread to this one; that hop was most of the cost of a message
/// (docs/benchmarks). Threads: the loop's own, except <see cref="Wake"/>.
/// </remarks>
internal sealed class SocketPoller : LoopSleep
{
    private const int MostEvents = 512; // a batch: large enough to share its flushes, small enough to stay fair
    private const int CloseOnExec = 0x80000;
    private const ulong WakeUp = ulong.MaxValue;
    private readonly byte[] _events = GC.AllocateArray<byte>(MostEvents * EpollCalls.EventBytes, pinned: true); // the system writes there while the thread sleeps
    private readonly LoopItem[] _ready = new LoopItem[MostEvents];
    private readonly List<PolledSocket?> _watched = [];
    private readonly Stack<int> _free = new();
    private readonly int _epoll;
    private readonly int _wake;
    private int _readyCount;

    /// <exception cref="Win32Exception">The system gives no more descriptors.</exception>
    public SocketPoller()
    {
        _epoll = Check(EpollCalls.Create(CloseOnExec));
        _wake = Check(EpollCalls.CreateEvent(0, CloseOnExec));
        Control(EpollCalls.Add, _wake, EpollCalls.Readable | EpollCalls.EdgeTriggered, WakeUp); // each edge wakes once; nobody need read it
    }

    /// <summary>True where the system has what this needs.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    public override ReadOnlySpan<LoopItem> Ready => _ready.AsSpan(0, _readyCount);

    public override void Wake() => _ = EpollCalls.Signal(_wake, 1, sizeof(ulong));

    public override void Wait(TimeSpan longest) =>
        Collect(longest == Timeout.InfiniteTimeSpan ? -1 : (int)Math.Ceiling(Math.Min(longest.TotalMilliseconds, int.MaxValue)));

    public override void Look() => Collect(0);

    /// <summary>Begins to watch a socket.</summary>
    /// <param name="socket">Open, and in non-blocking mode. <see cref="Forget"/> must come before it is closed.</param>
    /// <param name="interest">What it waits for.</param>
    /// <exception cref="Win32Exception">The system watches no more sockets (<c>fs.epoll.max_user_watches</c>) or has no memory; nothing is watched.</exception>
    public void Watch(PolledSocket socket, PollInterest interest)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = _watched.Count;
            _watched.Add(null);
        }

        try
        {
            Control(EpollCalls.Add, Descriptor(socket), Flags(interest), (ulong)slot);
        }
        catch
        {
            _free.Push(slot);
            throw;
        }

        _watched[slot] = socket;
        socket.Slot = slot;
    }

    /// <summary>Changes what a socket waits for.</summary>
    public void Change(PolledSocket socket, PollInterest interest) => Control(EpollCalls.Modify, Descriptor(socket), Flags(interest), (ulong)socket.Slot);

    /// <summary>Ends the watch of a socket, before it is closed, and gives its place to others.</summary>
    /// <remarks>Not left to the closing: a child process in the middle of its start may hold the same socket, and it would be told about under another's place.</remarks>
    public void Forget(PolledSocket socket)
    {
        _watched[socket.Slot] = null;
        _free.Push(socket.Slot);
        Control(EpollCalls.Delete, Descriptor(socket), 0, 0);
    }

    public override void Dispose()
    {
        _ = EpollCalls.Close(_epoll);
        _ = EpollCalls.Close(_wake);
    }

    private void Collect(int milliseconds)
    {
        var count = EpollCalls.Wait(_epoll, ref _events[0], MostEvents, milliseconds);
        if (count < 0 && Marshal.GetLastPInvokeError() != EpollCalls.Interrupted) // a signal came in between: as if nothing was ready
        {
            Check(count);
        }

        _readyCount = 0;
        for (var i = 0; i < count; i++)
        {
            var (events, data) = EpollCalls.Read(_events.AsSpan(i * EpollCalls.EventBytes));
            if (data != WakeUp && _watched[(int)data] is { } socket)
            {
                socket.Found = Found(events);
                _ready[_readyCount++] = socket;
            }
        }
    }

    private static PollFound Found(uint events) =>
        ((events & EpollCalls.Readable) != 0 ? PollFound.Readable : 0)
        | ((events & EpollCalls.Writable) != 0 ? PollFound.Writable : 0)
        | ((events & (EpollCalls.Error | EpollCalls.HangUp)) != 0 ? PollFound.Broken : 0);

    private static uint Flags(PollInterest interest) =>
        ((interest & PollInterest.Read) != 0 ? EpollCalls.Readable : 0) | ((interest & PollInterest.Write) != 0 ? EpollCalls.Writable : 0);

    private static int Descriptor(PolledSocket socket) => (int)socket.Socket.Handle;

    private void Control(int operation, int descriptor, uint events, ulong data)
    {
        Span<byte> change = stackalloc byte[16];
        EpollCalls.Write(change, events, data);
        Check(EpollCalls.Control(_epoll, operation, descriptor, ref MemoryMarshal.GetReference(change)));
    }

    private static int Check(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());
}

/// <summary>A socket the broker loop reads and writes itself.</summary>
internal abstract class PolledSocket(Socket socket) : LoopItem
{
    /// <summary>The socket, in non-blocking mode.</summary>
    public Socket Socket { get; } = socket;

    /// <summary>Its place in the poller, which alone changes it.</summary>
    internal int Slot { get; set; }

    /// <summary>What the poller found, for the next <see cref="LoopItem.Run"/>.</summary>
    internal PollFound Found { get; set; }
}

/// <summary>What a socket waits for; an error is always told.</summary>
[Flags]
internal enum PollInterest : byte
{
    None = 0,
    Read = 1,
    Write = 2,
}

/// <summary>What was found about a socket.</summary>
[Flags]
internal enum PollFound : byte
{
    None = 0,
    Readable = 1,
    Writable = 2,

    /// <summary>It has failed, or both sides have ended.</summary>
    Broken = 4,
}
