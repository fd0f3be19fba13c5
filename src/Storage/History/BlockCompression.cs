using System.IO.Compression;

namespace Busroot.Storage.History;

/// <summary>Compresses the run of a block.</summary>
internal static class BlockCompression
{
    // Brotli 1 took 0.4 us a frame for 0.23 x the payload, zlib's fastest 1.0 us for 0.35 x, Brotli 5 2.9 us for 0.19 x: docs/benchmarks/2026-11-22-history.md.
    private const int Quality = 1;
    private const int Window = 16; // the size of a block; a larger one only makes the encoder dearer to set up
    private const int LargestRun = 1024 * 1024 * 1024; // more than any frame can be; a damaged size must not take all memory

    /// <returns>A view into <paramref name="room"/>, valid until it is used again.</returns>
    public static ReadOnlyMemory<byte> Compress(ReadOnlySpan<byte> run, ref byte[] room)
    {
        var longest = BrotliEncoder.GetMaxCompressedLength(run.Length);
        if (room.Length < longest)
        {
            room = new byte[longest];
        }

        return BrotliEncoder.TryCompress(run, room, out var written, Quality, Window)
            ? room.AsMemory(0, written)
            : throw new InvalidOperationException("The longest compressed length was too short.");
    }

    /// <param name="data">What <see cref="Compress"/> gave.</param>
    /// <param name="length">The length of the run.</param>
    /// <exception cref="InvalidDataException">It is not what was compressed.</exception>
    public static byte[] Decompress(ReadOnlySpan<byte> data, long length)
    {
        if (length is < 0 or > LargestRun)
        {
            throw new InvalidDataException("its length is wrong");
        }

        var run = new byte[length];
        return BrotliDecoder.TryDecompress(data, run, out var written) && written == length
            ? run
            : throw new InvalidDataException("it cannot be decompressed");
    }
}
