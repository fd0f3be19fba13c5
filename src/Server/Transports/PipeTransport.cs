using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Busroot.Broker;
using Busroot.Broker.Connections;
using Busroot.Mqtt;
using Busroot.Mqtt.Framing;
using Busroot.Server.Loops;
using Microsoft.AspNetCore.Connections;

namespace Busroot.Server.Transports;

/// <summary>One client over a pair of pipes, as Kestrel gives them for TCP, TLS and WebSocket alike.</summary>
/// <remarks>
/// Threads: the pipes' completions only post to the broker loop; everything else runs there. A flush at the end of a batch writes to the
/// socket on the loop's own thread (the transport schedules inline), so an answer needs no hop to leave.
/// </remarks>
internal sealed class PipeTransport : LoopItem, IClientTransport
{
    private const int BytesATurn = 64 * 1024; // one client's share of a batch, unless a single packet is larger
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly WorkLoop _loop;
    private readonly MessageBroker _broker;
    private readonly Listener _listener;
    private readonly Action<PipeTransport> _ended;
    private readonly Action _postReadable;
    private Flushed? _flushed; // made when the network is first behind: an idle client costs one item and one delegate
    private ValueTaskAwaiter<ReadResult> _read;
    private ValueTaskAwaiter<FlushResult> _flush;
    private ClientConnection? _connection;
    private long _unflushed;
    private bool _flushing;
    private bool _reading;
    private bool _delivering;
    private bool _closed;
    private bool _finished;

    /// <summary>Makes the transport of a connection that <see cref="Attach"/> then hands over.</summary>
    /// <param name="wire">What its bytes come over.</param>
    /// <param name="loop">The broker's loop.</param>
    /// <param name="broker">Takes the client in.</param>
    /// <param name="listener">The door it came in by.</param>
    /// <param name="ended">Called once, on the loop, when the broker is done with the connection: both ends of the pipe are completed.</param>
    public PipeTransport(IWire wire, WorkLoop loop, MessageBroker broker, Listener listener, Action<PipeTransport> ended)
    {
        Wire = wire;
        _input = wire.Pipe.Input;
        _output = wire.Pipe.Output;
        _loop = loop;
        _broker = broker;
        _listener = listener;
        _ended = ended;
        _postReadable = PostReadable;
    }

    public IWire Wire { get; }

    public string RemoteAddress => Wire.RemoteAddress;

    public string? CertifiedDeviceId => Wire.CertifiedDeviceId;

    public long PendingBytes => (_flushing ? Wire.WriteBufferBytes : 0) + _unflushed;

    /// <summary>Hands the connection to the broker. Threads: any.</summary>
    public void Attach() => PostReadable();

    /// <summary>Something can be read; the first time, the connection is new.</summary>
    public override void Run()
    {
        if (_connection is null)
        {
            OnAttached();
        }
        else
        {
            OnReadable();
        }
    }

    public override void Failed(Exception error)
    {
        _delivering = false;
        _connection?.TransportClosed();
        Abort();
    }

    public Span<byte> GetSpan(int bytes) => _closed ? new byte[bytes] : _output.GetSpan(bytes);

    public void Advance(int bytes)
    {
        if (!_closed)
        {
            _output.Advance(bytes);
            _unflushed += bytes;
        }
    }

    public void Flush()
    {
        if (_closed || _flushing || _unflushed == 0)
        {
            return;
        }

        _unflushed = 0;
        _flush = AwaiterOf(Begin(_output, static output => output.FlushAsync(CancellationToken.None)));
        if (_flush.IsCompleted)
        {
            CompleteFlush();
            return;
        }

        _flushing = true;
        _flushed ??= new Flushed(this);
        _flush.UnsafeOnCompleted(_flushed.Post);
    }

    public void ResumeReading()
    {
        if (!_closed && !_reading && !_delivering) // what is being delivered is read on from anyway
        {
            Read();
        }
    }

    public void Close()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        _unflushed = 0; // completing hands it to the network
        _output.Complete();
        if (_reading)
        {
            _input.CancelPendingRead(); // its completion ends the connection: a pipe with a reader waiting is not completed under it
        }
        else if (!_delivering)
        {
            Finish();
        }
    }

    public void Abort()
    {
        Wire.Abort();
        Close();
    }

    private void PostReadable() => _loop.Post(this);

    private void OnAttached()
    {
        _connection = _broker.Attach(this, _listener);
        if (!_closed)
        {
            Read();
        }
    }

    private void Read()
    {
        _reading = true;
        _read = AwaiterOf(Begin(_input, static input => input.ReadAsync(CancellationToken.None)));
        if (_read.IsCompleted)
        {
            PostReadable(); // at the loop's end: a client that sends without pause does not keep others waiting
        }
        else
        {
            _read.UnsafeOnCompleted(_postReadable);
        }
    }

    private void OnReadable()
    {
        _reading = false;
        ReadResult result;
        try
        {
            result = _read.GetResult();
        }
        catch (Exception error) when (IsLoss(error))
        {
            Gone();
            return;
        }

        var allSeen = Deliver(result.Buffer);
        if (_closed)
        {
            Finish();
        }
        else if (!_connection!.ReadingPaused) // when paused, also the end waits behind what is not read yet
        {
            if (allSeen && result.IsCompleted)
            {
                Gone();
            }
            else
            {
                Read();
            }
        }
    }

    /// <summary>Gives received bytes to the connection.</summary>
    /// <returns>False when some of them have not been looked at: reading goes on with them.</returns>
    private bool Deliver(in ReadOnlySequence<byte> buffer)
    {
        if (_closed)
        {
            _input.AdvanceTo(buffer.End);
            return true;
        }

        _delivering = true;
        var consumed = buffer.GetPosition(Receive(buffer, out var allSeen));
        _delivering = false;
        allSeen &= !_connection!.ReadingPaused;
        _input.AdvanceTo(consumed, allSeen ? buffer.End : consumed);
        return allSeen;
    }

    /// <summary>Has the connection take whole packets, in one piece wherever one lies across the pipe's blocks.</summary>
    private long Receive(in ReadOnlySequence<byte> buffer, out bool allSeen)
    {
        allSeen = true;
        long consumed = _connection!.Receive(buffer.FirstSpan);
        if (buffer.IsSingleSegment || _connection.ReadingPaused || _closed)
        {
            return consumed;
        }

        var rest = buffer.Slice(consumed);
        var packetBytes = PacketBytes(rest);
        if (packetBytes > rest.Length)
        {
            return consumed; // the rest of a large packet is on its way: nothing is copied until it is all there
        }

        var length = (int)Math.Min(rest.Length, Math.Max(packetBytes, BytesATurn));
        var piece = ArrayPool<byte>.Shared.Rent(length);
        rest.Slice(0, length).CopyTo(piece);
        allSeen = length == rest.Length;
        consumed += _connection.Receive(piece.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(piece);
        return consumed;
    }

    /// <summary>How long the first packet says it is; everything there is where it says nothing usable: the connection judges that.</summary>
    private long PacketBytes(in ReadOnlySequence<byte> rest)
    {
        Span<byte> header = stackalloc byte[5];
        header = header[..(int)Math.Min(rest.Length, header.Length)];
        rest.Slice(0, header.Length).CopyTo(header);
        try
        {
            if (!FrameReader.TryReadLength(header, out var packetBytes))
            {
                return rest.Length;
            }

            if (packetBytes > rest.Length && rest.FirstSpan.Length < header.Length)
            {
                _connection!.Receive(header); // it has not seen this header whole: a size over the limit is refused before its body is waited for
            }

            return packetBytes;
        }
        catch (MalformedPacketException)
        {
            return rest.Length;
        }
    }

    /// <summary>The awaiter of an operation that is observed once, by the event it posts; no state machine is allocated for it.</summary>
    private static ValueTaskAwaiter<T> AwaiterOf<T>(ValueTask<T> operation) => operation.GetAwaiter();

    /// <summary>Begins an operation on a pipe. One that has ended badly throws at once: that loss, too, is to be seen where the operation is observed.</summary>
    private static ValueTask<T> Begin<TPipe, T>(TPipe pipe, Func<TPipe, ValueTask<T>> operation)
    {
        try
        {
            return operation(pipe);
        }
        catch (Exception error) when (IsLoss(error))
        {
            return ValueTask.FromException<T>(error);
        }
    }

    private static bool IsLoss(Exception error) => error is IOException or ConnectionAbortedException or OperationCanceledException or InvalidOperationException;

    private void OnFlushed()
    {
        _flushing = false;
        CompleteFlush();
        Flush(); // what was appended meanwhile
        _connection?.TransportWritable();
    }

    private void CompleteFlush()
    {
        try
        {
            _flush.GetResult();
        }
        catch (Exception error) when (IsLoss(error))
        {
            Wire.Abort(); // the reading side sees it and ends the connection
        }
    }

    private void Gone()
    {
        _connection?.TransportClosed();
        Close();
        Finish();
    }

    private void Finish()
    {
        if (_finished)
        {
            return;
        }

        _finished = true;
        _input.Complete();
        _ended(this);
    }

    /// <summary>The network has taken what it was behind with.</summary>
    private sealed class Flushed : LoopItem
    {
        private readonly PipeTransport _transport;

        public Flushed(PipeTransport transport)
        {
            _transport = transport;
            Post = () => transport._loop.Post(this);
        }

        public Action Post { get; }

        public override void Run() => _transport.OnFlushed();

        public override void Failed(Exception error) => _transport.Failed(error);
    }
}
