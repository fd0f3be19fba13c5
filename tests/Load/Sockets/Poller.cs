using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Busroot.Load.Sockets;

/// <summary>Waits for thousands of sockets on one thread, with the system call made for it. Linux only, as the whole program is.</summary>
/// <remarks>.NET's own asynchronous sockets cost more than the servers that are to be measured. Threads: one.</remarks>
internal sealed partial class Poller : IDisposable
{
    //   struct epoll_event      events 4 bytes | data 8 bytes      packed on x64, with 4 bytes between them elsewhere
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventBytes = DataOffset + 8;
    private const uint Readable = 0x001;
    private const uint Writable = 0x004;
    private const uint Failed = 0x018; // EPOLLERR, EPOLLHUP
    private const int MostEvents = 512;
    private readonly byte[] _events = new byte[MostEvents * EventBytes];
    private readonly List<ClientSocket?> _watched = [];
    private readonly Stack<int> _free = new();
    private readonly int _epoll;

    public Poller()
    {
        _epoll = Create(0);
        Check(_epoll);
    }

    public void Watch(ClientSocket client)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = _watched.Count;
            _watched.Add(null);
        }

        _watched[slot] = client;
        client.Slot = slot;
        Change(operation: 1, client, wantsWrite: false);
    }

    public void Unwatch(ClientSocket client)
    {
        _watched[client.Slot] = null; // closing the socket takes it out of the system's set
        _free.Push(client.Slot);
    }

    /// <summary>Asks to be told when a socket takes bytes again, or no more.</summary>
    public void WantWrite(ClientSocket client, bool wantsWrite) => Change(operation: 3, client, wantsWrite);

    /// <summary>Serves what is ready.</summary>
    /// <param name="milliseconds">How long to wait when nothing is; zero does not wait.</param>
    public void Serve(int milliseconds)
    {
        var count = Wait(_epoll, ref _events[0], MostEvents, milliseconds);
        for (var i = 0; i < count; i++)
        {
            var ready = _events.AsSpan(i * EventBytes, EventBytes);
            var events = MemoryMarshal.Read<uint>(ready);
            if (_watched[(int)MemoryMarshal.Read<ulong>(ready[DataOffset..])] is not { } client)
            {
                continue;
            }

            if ((events & Writable) != 0)
            {
                client.Flush();
            }

            if ((events & (Readable | Failed)) != 0)
            {
                client.Receive();
            }
        }
    }

    public void Dispose() => _ = Close(_epoll);

    private void Change(int operation, ClientSocket client, bool wantsWrite)
    {
        Span<byte> change = stackalloc byte[16];
        MemoryMarshal.Write(change, Readable | (wantsWrite ? Writable : 0));
        MemoryMarshal.Write(change[DataOffset..], (ulong)client.Slot);
        Check(Control(_epoll, operation, client.Handle, ref MemoryMarshal.GetReference(change)));
    }

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(int epoll, int operation, int socket, ref byte change);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    private static partial int Wait(int epoll, ref byte events, int most, int milliseconds);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
