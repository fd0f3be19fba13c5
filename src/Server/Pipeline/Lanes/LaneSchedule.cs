namespace Busroot.Server.Pipeline.Lanes;

/// <summary>Whose turn it is in a lane: devices take turns, and each turn is the same share of time, however much a device has sent.</summary>
/// <remarks>
/// Deficit round robin over time: a reading that takes longer than a turn is paid back by turns left out, so that a device whose rule takes
/// 50 ms costs the others in its lane at most one such reading, not a queue of them. Threads: the lane only.
/// </remarks>
internal sealed class LaneSchedule(long turnTicks)
{
    private const int LongestDebt = 1_000; // in turns, a quarter of a second: the longest run that limits allow is paid back, one slow moment is not punished for ever
    private readonly Queue<PipelineDevice> _turns = new();

    /// <summary>True when no reading waits.</summary>
    public bool IsEmpty => _turns.Count == 0;

    /// <summary>Puts every reading of a batch into its device's queue.</summary>
    public void Add(ReadingBatch batch)
    {
        batch.Unfinished = batch.Count;
        for (var i = 0; i < batch.Count; i++)
        {
            var device = batch.Readings[i].Route.Device;
            if (device.Waiting.IsEmpty)
            {
                _turns.Enqueue(device);
            }

            device.Waiting.Enqueue(batch, i);
        }
    }

    /// <summary>Begins the turn of the device that has waited longest and has time left to use.</summary>
    public PipelineDevice Begin()
    {
        while (true)
        {
            var device = _turns.Dequeue();
            device.Waiting.Credit = Math.Min(device.Waiting.Credit + turnTicks, turnTicks);
            if (device.Waiting.Credit > 0)
            {
                return device;
            }

            _turns.Enqueue(device);
        }
    }

    /// <summary>Ends a turn: a device that has more waits for its next.</summary>
    public void End(PipelineDevice device)
    {
        device.Waiting.Credit = Math.Max(device.Waiting.Credit, -LongestDebt * turnTicks);
        if (!device.Waiting.IsEmpty)
        {
            _turns.Enqueue(device);
        }
    }
}
