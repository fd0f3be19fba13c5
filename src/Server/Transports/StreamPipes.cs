using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;

namespace Busroot.Server.Transports;

/// <summary>A pair of pipes with a stream behind them: what is received is read from the stream, what is sent is written to it.</summary>
/// <remarks>
/// For streams whose work is worth a thread of its own, such as encryption: the broker loop only copies into the pipe. Back-pressure goes both ways:
/// the stream is not read while <see cref="ReadBufferBytes"/> wait unread, and a flush waits while <see cref="Sockets.WriteBufferBytes"/> are not written.
/// An idle connection holds no buffer.
/// </remarks>
internal sealed class StreamPipes : IDuplexPipe
{
    private const int MinimumRead = 2048;
    private const int LargestWrite = 16 * 1024; // a TLS record at most
    private const long ReadBufferBytes = 1024 * 1024;

    // Reading continues inline because it only posts to the broker loop; everything that touches the stream runs on the pool.
    private static readonly PipeOptions Receiving =
        new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.ThreadPool, pauseWriterThreshold: ReadBufferBytes, useSynchronizationContext: false);

    private static readonly PipeOptions Sending =
        new(readerScheduler: PipeScheduler.ThreadPool, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: Sockets.WriteBufferBytes, useSynchronizationContext: false);

    private readonly Pipe _received = new(Receiving);
    private readonly Pipe _sending = new(Sending);

    public PipeReader Input => _received.Reader;

    public PipeWriter Output => _sending.Writer;

    /// <summary>Moves bytes out of the stream until it ends or breaks; nobody reads what comes after <see cref="Input"/> is completed.</summary>
    public async Task ReceiveAsync(Stream stream)
    {
        var wanted = true;
        try
        {
            while (true)
            {
                _ = await stream.ReadAsync(Memory<byte>.Empty, CancellationToken.None); // waits without a buffer
                var length = await stream.ReadAsync(_received.Writer.GetMemory(MinimumRead), CancellationToken.None);
                if (length == 0)
                {
                    return;
                }

                if (wanted) // else the peer is only waited for until it closes its side too
                {
                    _received.Writer.Advance(length);
                    wanted = !(await _received.Writer.FlushAsync(CancellationToken.None)).IsCompleted;
                }
            }
        }
        catch (Exception error) when (IsLoss(error))
        {
            // The end of the input says it all: the transport does not ask why.
        }
        finally
        {
            await _received.Writer.CompleteAsync();
        }
    }

    /// <summary>Moves bytes into the stream until <see cref="Output"/> is completed and all of it is written.</summary>
    /// <returns>False when the stream broke before.</returns>
    public async Task<bool> SendAsync(Stream stream)
    {
        try
        {
            while (true)
            {
                var result = await _sending.Reader.ReadAsync(CancellationToken.None);
                await WriteAsync(stream, result.Buffer);
                _sending.Reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    return true;
                }
            }
        }
        catch (Exception error) when (IsLoss(error))
        {
            return false;
        }
        finally
        {
            await _sending.Reader.CompleteAsync();
        }
    }

    /// <summary>Ends both pipes of a stream that never came about.</summary>
    public void Complete()
    {
        _received.Writer.Complete();
        _sending.Reader.Complete();
    }

    /// <summary>True for what a stream throws when its peer or its connection is gone, or breaks its protocol.</summary>
    public static bool IsLoss(Exception error) =>
        error is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException or WebSocketException;

    /// <summary>Writes whole blocks: one record or frame for many small packets, never one for each.</summary>
    private static async ValueTask WriteAsync(Stream stream, ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsSingleSegment)
        {
            if (bytes.Length > 0)
            {
                await stream.WriteAsync(bytes.First, CancellationToken.None);
            }

            return;
        }

        var block = ArrayPool<byte>.Shared.Rent(LargestWrite);
        try
        {
            while (bytes.Length > 0)
            {
                var piece = bytes.Slice(0, Math.Min(bytes.Length, LargestWrite));
                piece.CopyTo(block);
                await stream.WriteAsync(block.AsMemory(0, (int)piece.Length), CancellationToken.None);
                bytes = bytes.Slice(piece.End);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
