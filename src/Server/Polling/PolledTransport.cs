using System.Net.Sockets;
using Busroot.Broker.Connections;
using Busroot.Server.Loops;

namespace Busroot.Server.Polling;

/// <summary>One client over a plain TCP socket that the broker loop reads and writes itself.</summary>
/// <remarks>
/// An idle client holds no buffer: bytes are received into one that all share, and only the beginning of a packet whose end has not come is kept.
/// Threads: the broker loop only.
/// </remarks>
internal sealed class PolledTransport : PolledSocket, IClientTransport
{
    private const int SharedRemainder = 16 * 1024; // an unfinished packet up to here is copied in front of the next bytes; a larger one gets its own memory
    private readonly PolledClients _clients;
    private ClientConnection? _connection;
    private Resumption? _resumption; // made at the first pause: most clients never have one
    private ByteWindow _unsent;
    private ByteWindow _unread;
    private PollInterest _interest = PollInterest.Read;
    private bool _delivering;
    private bool _peerEnded;
    private bool _disposed;

    /// <summary>Makes the transport of an accepted socket.</summary>
    /// <param name="socket">Connected; owned from now on.</param>
    /// <param name="remoteAddress">Where the client is, for logs.</param>
    /// <param name="clients">What it shares with the others.</param>
    public PolledTransport(Socket socket, string remoteAddress, PolledClients clients)
        : base(socket)
    {
        _clients = clients;
        RemoteAddress = remoteAddress;
    }

    public string RemoteAddress { get; }

    public long PendingBytes => _unsent.Count;

    /// <summary>When the broker was done with the connection, in its clock's milliseconds; null before.</summary>
    public long? ClosedAt { get; private set; }

    /// <summary>Its place among the open ones; <see cref="PolledClients"/> alone changes it.</summary>
    internal int Place { get; set; }

    private bool IsClosed => ClosedAt is not null;

    /// <summary>Begins to watch the socket.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The system watches no more sockets.</exception>
    public void Watch() => _clients.Poller.Watch(this, _interest);

    /// <summary>Hands the connection to the broker.</summary>
    public void Attach(Listener listener) => _connection = _clients.Broker.Attach(this, listener);

    public override void Run()
    {
        var found = Found;
        Found = PollFound.None;
        if ((found & PollFound.Writable) != 0 && !_disposed)
        {
            OnWritable();
        }

        if ((found & (PollFound.Readable | PollFound.Broken)) != 0 && !_disposed)
        {
            OnReadable(isBroken: (found & PollFound.Broken) != 0);
        }
    }

    public override void Failed(Exception error)
    {
        _delivering = false;
        _connection?.TransportClosed();
        Abort();
    }

    public Span<byte> GetSpan(int bytes) => IsClosed ? new byte[bytes] : _unsent.Reserve(_clients.Blocks, bytes);

    public void Advance(int bytes)
    {
        if (!IsClosed)
        {
            _unsent.Advance(bytes);
        }
    }

    public void Flush()
    {
        if (!_disposed && (_interest & PollInterest.Write) == 0)
        {
            Send();
        }
    }

    public void ResumeReading()
    {
        if (IsClosed)
        {
            return;
        }

        Want(_interest | PollInterest.Read);
        if (_delivering || _unread.Count > 0)
        {
            _resumption ??= new Resumption(this);
            _resumption.Post(_clients.Loop); // not from inside this call: the broker is in the middle of something
        }
    }

    public void Close()
    {
        if (IsClosed)
        {
            return;
        }

        ClosedAt = _clients.Broker.Clock.Milliseconds;
        DropUnread();
        Flush();
        EndSendingWhenSent();
    }

    public void Abort()
    {
        ClosedAt ??= _clients.Broker.Clock.Milliseconds;
        if (!_disposed)
        {
            Socket.LingerState = new LingerOption(true, 0); // resets the connection; what is unsent is lost
            Dispose();
        }
    }

    /// <summary>Closes at once what has nothing left to send; a peer that has bytes on their way to us gets the time to see our end first.</summary>
    public void StopLingering()
    {
        if (!IsClosed)
        {
            Gone(); // the broker has said goodbye to everybody: this one it does not know
        }
        else if (!_disposed && _unsent.Count == 0 && Socket.Available == 0)
        {
            Dispose();
        }
    }

    private void OnReadable(bool isBroken)
    {
        if (IsClosed)
        {
            Discard();
        }
        else if (!_connection!.ReadingPaused)
        {
            Receive();
        }
        else if (isBroken)
        {
            Gone();
        }
        else
        {
            PauseIfTold();
        }
    }

    private void Receive()
    {
        var kept = _unread.Count;
        if (kept > SharedRemainder)
        {
            var room = _unread.Reserve(_clients.Blocks, Math.Min(kept, _clients.Receiving.Length));
            if (TryReceive(room[..Math.Min(room.Length, _clients.Receiving.Length)], out var more))
            {
                _unread.Advance(more);
                DeliverUnread();
            }

            return;
        }

        if (TryReceive(_clients.Receiving.AsSpan(kept), out var received))
        {
            _unread.Bytes.CopyTo(_clients.Receiving);
            _unread.Clear(_clients.Blocks);
            Deliver(_clients.Receiving.AsSpan(0, kept + received));
        }
    }

    /// <summary>Receives once; the poller tells again when there is more, so that nobody waits for one client that never stops sending.</summary>
    private bool TryReceive(Span<byte> room, out int received)
    {
        received = Socket.Receive(room, SocketFlags.None, out var error);
        switch (error)
        {
            case SocketError.Success when received > 0:
                return true;
            case SocketError.Success:
                PeerEnded();
                return false;
            case SocketError.WouldBlock:
                return false;
            default:
                Gone();
                return false;
        }
    }

    /// <summary>Gives received bytes to the connection and keeps what it does not take.</summary>
    private void Deliver(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes[Consume(bytes)..];
        if (rest.Length > 0 && !IsClosed)
        {
            rest.CopyTo(_unread.Reserve(_clients.Blocks, rest.Length));
            _unread.Advance(rest.Length);
        }

        PauseIfTold();
    }

    private void DeliverUnread()
    {
        if (IsClosed)
        {
            return;
        }

        var consumed = Consume(_unread.Bytes);
        if (!IsClosed)
        {
            _unread.Take(_clients.Blocks, consumed);
        }
        else
        {
            DropUnread();
        }

        PauseIfTold();
    }

    private void DropUnread()
    {
        if (!_delivering) // else the broker is reading there
        {
            _unread.Clear(_clients.Blocks);
        }
    }

    private int Consume(ReadOnlySpan<byte> bytes)
    {
        _delivering = true;
        var consumed = _connection!.Receive(bytes);
        _delivering = false;
        return consumed;
    }

    private void PauseIfTold()
    {
        if (!IsClosed && _connection!.ReadingPaused)
        {
            Want(_interest & ~PollInterest.Read);
        }
    }

    private void OnWritable()
    {
        Send();
        if (!IsClosed)
        {
            _connection!.TransportWritable();
        }
        else
        {
            EndSendingWhenSent();
        }
    }

    private void Send()
    {
        if (_unsent.Count > 0)
        {
            var sent = Socket.Send(_unsent.Bytes, SocketFlags.None, out var error);

            // After a failure nothing can be sent any more. Reading tells the broker: this may be a call of its own.
            _unsent.Take(_clients.Blocks, error is SocketError.Success or SocketError.WouldBlock ? sent : _unsent.Count);
        }

        Want(_unsent.Count > 0 ? _interest | PollInterest.Write : _interest & ~PollInterest.Write);
    }

    private void EndSendingWhenSent()
    {
        if (_disposed || _unsent.Count > 0)
        {
            return;
        }

        if (_peerEnded || !TryEndSending())
        {
            Dispose();
            return;
        }

        // What the peer sends until it closes too is read and dropped: closing over unread bytes would reset the connection, and the reset
        // could overtake our last packet.
        Want(PollInterest.Read);
    }

    private bool TryEndSending()
    {
        try
        {
            Socket.Shutdown(SocketShutdown.Send);
            return true;
        }
        catch (SocketException)
        {
            return false; // the peer is gone already
        }
    }

    private void Discard()
    {
        var received = Socket.Receive(_clients.Receiving, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock || received > 0)
        {
            return;
        }

        if (error == SocketError.Success && _unsent.Count > 0)
        {
            _peerEnded = true;
            Want(_interest & ~PollInterest.Read); // it sends no more, but may still read
        }
        else
        {
            Dispose();
        }
    }

    /// <summary>The peer sends nothing more. It may still read: what is on its way to it is sent, then both ends are closed.</summary>
    private void PeerEnded()
    {
        _peerEnded = true;
        Want(_interest & ~PollInterest.Read); // its end would be told again and again
        _connection!.TransportClosed();
        Close();
    }

    /// <summary>The connection has failed: nothing can be sent or received.</summary>
    private void Gone()
    {
        ClosedAt ??= _clients.Broker.Clock.Milliseconds;
        _connection?.TransportClosed();
        Dispose();
    }

    private void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _unsent.Clear(_clients.Blocks);
        DropUnread();
        _clients.Poller.Forget(this);
        Socket.Dispose();
        _clients.Ended(this);
    }

    private void Want(PollInterest interest)
    {
        if (interest != _interest && !_disposed)
        {
            _interest = interest;
            _clients.Poller.Change(this, interest);
        }
    }

    /// <summary>Reading goes on with what is kept: posted by itself, for the socket may be found ready in the same batch.</summary>
    private sealed class Resumption(PolledTransport transport) : LoopItem
    {
        private bool _posted;

        public void Post(WorkLoop loop)
        {
            if (!_posted)
            {
                _posted = true;
                loop.Post(this);
            }
        }

        public override void Run()
        {
            _posted = false;
            transport.DeliverUnread();
        }

        public override void Failed(Exception error) => transport.Failed(error);
    }
}
