using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Busroot.Broker;
using Busroot.Broker.Connections;
using Busroot.Mqtt.Framing;
using Busroot.Server.Loops;
using Microsoft.AspNetCore.Connections;

namespace Busroot.Server.Transports;

/// <summary>One client over a pair of pipes, as Kestrel gives them for TCP, TLS and WebSocket alike.</summary>
/// <remarks>
/// Threads: the pipes' completions only post to the broker loop; everything else runs there. A flush at the end of a batch writes to the
/// socket on the loop's own thread (the transport schedules inline), so an answer needs no hop to leave.
/// </remarks>
internal sealed class PipeTransport : IClientTransport
{
    private readonly ConnectionContext _context;
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly WorkLoop _loop;
    private readonly MessageBroker _broker;
    private readonly Listener _listener;
    private readonly TransportLimits _limits;
    private readonly LoopItem _readable;
    private readonly LoopItem _flushed;
    private readonly Action _postReadable;
    private readonly Action _postFlushed;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ValueTaskAwaiter<ReadResult> _read;
    private ValueTaskAwaiter<FlushResult> _flush;
    private ClientConnection? _connection;
    private long _unflushed;
    private bool _flushing;
    private bool _reading;
    private bool _delivering;
    private bool _closed;

    public PipeTransport(ConnectionContext context, WorkLoop loop, MessageBroker broker, Listener listener, TransportLimits limits)
    {
        _context = context;
        _input = context.Transport.Input;
        _output = context.Transport.Output;
        _loop = loop;
        _broker = broker;
        _listener = listener;
        _limits = limits;
        _readable = new Event(this, static transport => transport.OnReadable());
        _flushed = new Event(this, static transport => transport.OnFlushed());
        _postReadable = () => _loop.Post(_readable);
        _postFlushed = () => _loop.Post(_flushed);
        RemoteAddress = context.RemoteEndPoint?.ToString() ?? "unknown";
    }

    public string RemoteAddress { get; }

    /// <summary>Completes when the broker is done with the connection; the socket may be closed then.</summary>
    public Task Ended => _ended.Task;

    public long PendingBytes => (_flushing ? _limits.WriteBufferBytes : 0) + _unflushed;

    /// <summary>Hands the connection to the broker. Threads: any.</summary>
    public void Attach() => _loop.Post(new Event(this, static transport => transport.OnAttached()));

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
        _flush.UnsafeOnCompleted(_postFlushed);
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
        _context.Abort();
        Close();
    }

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
            _loop.Post(_readable); // at the loop's end: a client that sends without pause does not keep others waiting
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

        var buffer = result.Buffer;
        _delivering = true; // a close on the way completes the pipe only when its bytes are given back
        var consumed = _closed ? buffer.Length : Deliver(buffer);
        var position = buffer.GetPosition(consumed);
        _input.AdvanceTo(position, _connection!.ReadingPaused ? position : buffer.End);
        _delivering = false;
        if (_closed)
        {
            Finish();
        }
        else if (_connection.ReadingPaused)
        {
            return; // also when the client has left meanwhile: what it sent before is still to be taken
        }
        else if (result.IsCompleted)
        {
            Gone();
        }
        else
        {
            Read();
        }
    }

    /// <summary>Gives received bytes to the connection, in one piece wherever a packet lies across the pipe's blocks.</summary>
    private long Deliver(ReadOnlySequence<byte> buffer)
    {
        long consumed = _connection!.Receive(buffer.FirstSpan);
        if (buffer.IsSingleSegment || _connection.ReadingPaused || _closed)
        {
            return consumed;
        }

        consumed += DeliverHeader(buffer.Slice(consumed), out var packetIsWhole);
        if (!packetIsWhole || _connection.ReadingPaused || _closed)
        {
            return consumed; // the rest of a large packet is on its way: nothing is copied until it is all there
        }

        var rest = buffer.Slice(consumed);
        var length = (int)rest.Length;
        var piece = ArrayPool<byte>.Shared.Rent(length);
        rest.CopyTo(piece);
        consumed += _connection.Receive(piece.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(piece);
        return consumed;
    }

    /// <summary>Lets the connection judge the next packet by its header, wherever that is cut: a hostile length must not make us wait for its bytes.</summary>
    private int DeliverHeader(ReadOnlySequence<byte> rest, out bool packetIsWhole)
    {
        Span<byte> header = stackalloc byte[5];
        var known = (int)Math.Min(rest.Length, header.Length);
        rest.Slice(0, known).CopyTo(header);
        var consumed = _connection!.Receive(header[..known]);
        packetIsWhole = !_closed && (consumed > 0 || (FrameReader.TryReadLength(header[..known], out var frameBytes) && frameBytes <= rest.Length));
        return consumed;
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
            _context.Abort(); // the reading side sees it and ends the connection
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
        _input.Complete();
        _ended.TrySetResult();
    }

    /// <summary>One kind of event of one connection.</summary>
    private sealed class Event(PipeTransport transport, Action<PipeTransport> handle) : LoopItem
    {
        public override void Run() => handle(transport);

        public override void Failed(Exception error)
        {
            transport._delivering = false;
            transport._connection?.TransportClosed();
            transport.Abort();
        }
    }
}

/// <summary>Buffer sizes of a transport.</summary>
/// <param name="WriteBufferBytes">Bytes the network may be behind before a flush waits.</param>
internal sealed record TransportLimits(long WriteBufferBytes);
