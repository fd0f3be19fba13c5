namespace Busroot.Server.Pipeline.Lanes;

/// <summary>The readings of one device that wait for their turn, oldest first, and how much of its lane's time the device has had.</summary>
/// <remarks>The readings are their own links, so that waiting allocates nothing. Threads: the lane only.</remarks>
internal sealed class DeviceQueue
{
    private ReadingBatch? _firstBatch;
    private int _firstIndex;
    private ReadingBatch? _lastBatch;
    private int _lastIndex;

    public bool IsEmpty => _firstBatch is null;

    /// <summary>Time the device may still use in this turn, in the clock's ticks; negative when it has used more than its share.</summary>
    public long Credit { get; set; }

    public void Enqueue(ReadingBatch batch, int index)
    {
        if (_lastBatch is { } last)
        {
            ref var reading = ref last.Readings[_lastIndex];
            (reading.NextBatch, reading.NextIndex) = (batch, index);
        }
        else
        {
            (_firstBatch, _firstIndex) = (batch, index);
        }

        (_lastBatch, _lastIndex) = (batch, index);
    }

    /// <returns>False when nothing waits.</returns>
    public bool TryDequeue(out ReadingBatch batch, out int index)
    {
        (batch, index) = (_firstBatch!, _firstIndex);
        if (_firstBatch is null)
        {
            return false;
        }

        ref var reading = ref batch.Readings[index];
        (_firstBatch, _firstIndex) = (reading.NextBatch, reading.NextIndex);
        reading.NextBatch = null;
        if (_firstBatch is null)
        {
            _lastBatch = null;
        }

        return true;
    }
}
