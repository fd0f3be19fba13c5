using System.Buffers;
using System.Numerics;

namespace Busroot.Server.Polling;

/// <summary>Buffers for what is on its way, lent out and taken back on one thread: no locks, and room for a broadcast to thousands of clients.</summary>
/// <remarks>Keeps at most <see cref="KeptBytes"/> of each size; larger buffers come from the shared pool. Threads: the broker loop only.</remarks>
internal sealed class BlockPool
{
    public const int SmallestBytes = 512;
    private const int LargestBytes = 64 * 1024;
    private const int KeptBytes = 2 * 1024 * 1024;
    private readonly Stack<byte[]>[] _free = [.. Enumerable.Range(0, BitOperations.Log2(LargestBytes / SmallestBytes) + 1).Select(_ => new Stack<byte[]>())];

    /// <summary>Lends a buffer of at least so many bytes.</summary>
    public byte[] Rent(int bytes)
    {
        if (bytes > LargestBytes)
        {
            return ArrayPool<byte>.Shared.Rent(bytes);
        }

        var size = IndexOf(bytes);
        return _free[size].TryPop(out var block) ? block : GC.AllocateUninitializedArray<byte>(SmallestBytes << size);
    }

    /// <summary>Takes a buffer back.</summary>
    public void Return(byte[] block)
    {
        if (block.Length > LargestBytes)
        {
            ArrayPool<byte>.Shared.Return(block);
            return;
        }

        var free = _free[IndexOf(block.Length)];
        if (free.Count * (long)block.Length < KeptBytes)
        {
            free.Push(block);
        }
    }

    private static int IndexOf(int bytes) => bytes <= SmallestBytes ? 0 : BitOperations.Log2((uint)(bytes - 1)) + 1 - BitOperations.Log2(SmallestBytes);
}
