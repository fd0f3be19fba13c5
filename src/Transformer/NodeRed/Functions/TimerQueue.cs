namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>What is due later, on the service's clock: timers of devices, and messages that wait for the one before them.</summary>
/// <remarks>Owner: one runner; not thread-safe. Equal times come in the order they were added.</remarks>
internal sealed class TimerQueue
{
    private readonly PriorityQueue<DeviceTimer, (DateTimeOffset Due, long Order)> _timers = new();
    private readonly Queue<DeviceScope> _ready = new();
    private long _order;

    /// <summary>When something is due next; null when nothing is. The earliest time there is for a message that can go on at once.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            if (_ready.Count > 0)
            {
                return DateTimeOffset.MinValue;
            }

            SkipCleared();
            return _timers.TryPeek(out _, out var next) ? next.Due : null;
        }
    }

    public void Add(DeviceTimer timer, DateTimeOffset due) => _timers.Enqueue(timer, (due, _order++));

    /// <summary>A device has messages waiting and nothing under way any more.</summary>
    public void AddReady(DeviceScope scope) => _ready.Enqueue(scope);

    public bool TryTakeReady(out DeviceScope scope) => _ready.TryDequeue(out scope!);

    /// <summary>Takes a timer that is due.</summary>
    public bool TryTakeDue(DateTimeOffset now, out DeviceTimer timer)
    {
        SkipCleared();
        timer = null!;
        if (!_timers.TryPeek(out _, out var next) || next.Due > now)
        {
            return false;
        }

        timer = _timers.Dequeue();
        return true;
    }

    private void SkipCleared()
    {
        while (_timers.TryPeek(out var timer, out _) && !timer.IsActive)
        {
            _timers.Dequeue();
        }
    }
}
