using Busroot.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.History;

/// <summary>The blocks that one step of a compaction writes: frames of device after device, cut where there are enough for a block.</summary>
/// <remarks>A block is written once and never again: one of slow devices holds a few frames each of some dozen of them.</remarks>
/// <param name="batch">The number of the last frame that the compaction moves.</param>
internal sealed class BlockStep(long batch)
{
    private const int BlocksAStep = 256;
    private const int BytesAStep = 1024 * 1024;

    /// <summary>Bytes of frames, as they were in the tail, that make a block. A query reads a block whole, so it must not be much larger.</summary>
    private const int BlockBytes = 64 * 1024;

    private readonly FrameBuffer _buffer = new();
    private readonly List<EncodedFrame> _gathered = [];
    private readonly List<NewBlock> _written = [];
    private byte[] _room = [];
    private long _gatheredBytes;
    private long _bytes;

    /// <summary>Whether it is large enough for one transaction.</summary>
    public bool IsFull => _written.Count >= BlocksAStep || _bytes >= BytesAStep;

    /// <summary>What it changes of the history's size.</summary>
    public HistoryAccount.Change Change => new(0, 0, 0, _bytes, 0);

    /// <summary>Takes frames of a device from an index on, until the step is full.</summary>
    /// <returns>The index of the first frame not taken; the number of frames when all were.</returns>
    /// <remarks>A device with frames that no rule served has its blocks for itself, so that these can be counted by device without reading a block.</remarks>
    public int Add(DeviceFrames device, int from)
    {
        if (device.HasUnmapped)
        {
            EndBlock();
        }

        var next = from;
        while (next < device.Frames.Count && !IsFull)
        {
            Gather(device.Frames[next++]);
        }

        if (device.HasUnmapped)
        {
            EndBlock();
        }

        return next;
    }

    /// <summary>Makes a block of what was added since the last one.</summary>
    public void EndBlock()
    {
        if (_gathered.Count == 0)
        {
            return;
        }

        var devices = _gathered.Select(frame => frame.DeviceId).Distinct().ToList(); // in order still
        _gathered.Sort((a, b) => a.Sequence.CompareTo(b.Sequence)); // a run has its frames in order
        _gathered.ForEach(frame => frame.CopyTo(_buffer));
        var run = _buffer.Bytes.Span;
        var block = new NewBlock(
            devices[0], devices[^1], $" {string.Join(' ', devices)} ", _buffer.FirstNumber, _buffer.LastNumber, _buffer.FirstMilliseconds, _buffer.LastMilliseconds,
            _buffer.Count, _buffer.Unmapped, _buffer.Outcomes, _buffer.PayloadBytes, run.Length, BlockCompression.Compress(run, ref _room).ToArray());
        _written.Add(block);
        _bytes += block.Data.Length + block.Devices.Length;
        _gatheredBytes = 0;
        _gathered.Clear();
        _buffer.Clear();
    }

    public void Write(SqliteConnection connection)
    {
        using var insert = connection.Command(
            """
            INSERT INTO history_block (
                batch, first_device, last_device, devices, first_sequence, last_sequence, first_at, last_at, readings, unmapped, outcomes, payload_bytes, raw_bytes, data)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """, new object?[14]);
        foreach (var block in _written)
        {
            insert.Run(batch, block.FirstDevice, block.LastDevice, block.Devices, block.FirstSequence, block.LastSequence, block.FirstAt, block.LastAt,
                block.Readings, block.Unmapped, block.Outcomes, block.PayloadBytes, block.RawBytes, block.Data);
        }
    }

    private void Gather(EncodedFrame frame)
    {
        _gathered.Add(frame);
        _gatheredBytes += frame.Size;
        if (_gatheredBytes >= BlockBytes)
        {
            EndBlock();
        }
    }

    private sealed record NewBlock(
        string FirstDevice, string LastDevice, string Devices, long FirstSequence, long LastSequence, long FirstAt, long LastAt, int Readings, int Unmapped, int Outcomes,
        long PayloadBytes, int RawBytes, byte[] Data);
}
