using Busroot.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.History;

/// <summary>The blocks that one step of a compaction writes, and the smaller ones they take the place of.</summary>
internal sealed class BlockStep
{
    private const int BlocksAStep = 256;
    private const int BytesAStep = 1024 * 1024;

    /// <summary>A block that has come to this size, uncompressed, is ready. A query reads a block whole, so it must not be much larger.</summary>
    private const int BlockBytes = 64 * 1024;

    /// <summary>A block is pruned whole, so frames of a slow device must not be kept long by the ones that came after them; milliseconds.</summary>
    private const long LongestSpan = 24 * 60 * 60 * 1000;

    private readonly FrameBuffer _buffer = new();
    private readonly List<Block> _replaced = [];
    private readonly List<NewBlock> _written = [];
    private byte[] _room = [];
    private long _bytes;

    /// <summary>Whether it is large enough for one transaction.</summary>
    public bool IsFull => _written.Count >= BlocksAStep || _bytes >= BytesAStep;

    /// <summary>What it changes of the history's size.</summary>
    public HistoryAccount.Change Change => new(0, 0, 0, _bytes - _replaced.Sum(block => (long)block.Data.Length), 0);

    /// <summary>Takes frames of a device from an index on, with the device's newest blocks if they are small.</summary>
    /// <returns>The index of the first frame not taken; the number of frames when all were.</returns>
    public int Add(DeviceFrames device, int from, IEnumerable<Block> newestBlocks, Func<Block, List<EncodedFrame>?> open)
    {
        foreach (var frame in Smaller(device, from, newestBlocks, open))
        {
            frame.CopyTo(_buffer);
            FlushIfReady(device.DeviceId);
        }

        for (var i = from; i < device.Frames.Count; i++)
        {
            device.Frames[i].CopyTo(_buffer);
            if (FlushIfReady(device.DeviceId) && IsFull)
            {
                return i + 1;
            }
        }

        Flush(device.DeviceId);
        return device.Frames.Count;
    }

    public void Write(SqliteConnection connection)
    {
        using var delete = connection.Command("DELETE FROM history_block WHERE device_id = $1 AND last_sequence = $2", new object?[2]);
        foreach (var block in _replaced)
        {
            delete.Run(block.DeviceId, block.LastSequence);
        }

        using var insert = connection.Command(
            """
            INSERT INTO history_block (device_id, last_sequence, first_sequence, first_at, last_at, readings, unmapped, failed, outcomes, payload_bytes, raw_bytes, data)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """, new object?[12]);
        foreach (var block in _written)
        {
            insert.Run(block.DeviceId, block.LastSequence, block.FirstSequence, block.FirstAt, block.LastAt, block.Readings, block.Unmapped, block.Failed,
                block.Outcomes, block.PayloadBytes, block.RawBytes, block.Data);
        }
    }

    /// <summary>
    /// The frames of newest blocks that are smaller than what is added, or not much larger: so a frame is written again only when its block
    /// about doubles, some five times in its life, however few frames of a device a compaction brings.
    /// </summary>
    private List<EncodedFrame> Smaller(DeviceFrames device, int from, IEnumerable<Block> newestBlocks, Func<Block, List<EncodedFrame>?> open)
    {
        var bytes = device.BytesFrom(from);
        var earliest = device.Frames[^1].Milliseconds - LongestSpan;
        var found = new List<List<EncodedFrame>>();
        foreach (var block in newestBlocks)
        {
            if (block.RawBytes >= BlockBytes || block.RawBytes > 2 * bytes || block.FirstAt < earliest || open(block) is not { } frames)
            {
                break;
            }

            found.Insert(0, frames);
            _replaced.Add(block);
            bytes += block.RawBytes;
        }

        return [.. found.SelectMany(frames => frames)];
    }

    private bool FlushIfReady(string deviceId)
    {
        if (_buffer.Length < BlockBytes)
        {
            return false;
        }

        Flush(deviceId);
        return true;
    }

    private void Flush(string deviceId)
    {
        if (_buffer.Count == 0)
        {
            return;
        }

        var run = _buffer.Bytes.Span;
        var data = BlockCompression.Compress(run, ref _room).ToArray();
        _written.Add(new NewBlock(
            deviceId, _buffer.LastNumber, _buffer.FirstNumber, _buffer.FirstMilliseconds, _buffer.LastMilliseconds, _buffer.Count, _buffer.Unmapped,
            _buffer.Failed, _buffer.Outcomes, _buffer.PayloadBytes, run.Length, data));
        _bytes += data.Length;
        _buffer.Clear();
    }

    private sealed record NewBlock(
        string DeviceId, long LastSequence, long FirstSequence, long FirstAt, long LastAt, int Readings, int Unmapped, int Failed, int Outcomes,
        long PayloadBytes, int RawBytes, byte[] Data);
}
