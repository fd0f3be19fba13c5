namespace Busroot.Server.Polling;

/// <summary>Bytes that are appended at the end and taken off the front, in one piece of memory that is lent only while there are any.</summary>
/// <remarks>Threads: the broker loop only.</remarks>
internal struct ByteWindow
{
    private byte[]? _block;
    private int _from;
    private int _to;

    public readonly int Count => _to - _from;

    /// <summary>What is in it.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _block.AsSpan(_from, Count);

    /// <summary>Room for more; <see cref="Advance"/> takes over what was written there.</summary>
    /// <param name="pool">Lends the memory; the same one each time.</param>
    /// <param name="bytes">At least this many.</param>
    public Span<byte> Reserve(BlockPool pool, int bytes)
    {
        if (_block is null || _block.Length - _to < bytes)
        {
            MakeRoom(pool, bytes);
        }

        return _block.AsSpan(_to);
    }

    public void Advance(int bytes) => _to += bytes;

    /// <summary>Takes bytes off the front. With the last one the memory goes back.</summary>
    public void Take(BlockPool pool, int bytes)
    {
        _from += bytes;
        if (_from == _to)
        {
            Clear(pool);
        }
    }

    /// <summary>Drops everything.</summary>
    public void Clear(BlockPool pool)
    {
        if (_block is { } block)
        {
            pool.Return(block);
        }

        this = default;
    }

    private void MakeRoom(BlockPool pool, int bytes)
    {
        var count = Count;
        if (_block is { } block && block.Length - count >= bytes && _from >= block.Length / 2) // moves less than has been taken: cheap on average
        {
            Bytes.CopyTo(block);
        }
        else
        {
            var larger = pool.Rent(Math.Max(count + bytes, count * 2));
            if (_block is { } smaller)
            {
                Bytes.CopyTo(larger);
                pool.Return(smaller);
            }

            _block = larger;
        }

        _from = 0;
        _to = count;
    }
}
