using System.Text;
using Busroot.Server.Loops;
using Busroot.Server.Pipeline.Lanes;
using Busroot.Storage.History;
using Busroot.Storage.Quarantine;

namespace Busroot.Server.Pipeline.Replays;

/// <summary>Runs frames again that gave no signals when they came: quarantined ones, and those of devices that no rule served.</summary>
/// <remarks>
/// One replay at a time, a page of frames after the other, each device's in the order they arrived. What came of a frame is stored in one
/// transaction with its signals, so a frame that has given signals is not run again, also when the process is killed in the middle.
/// Live readings of the device run between replayed ones; their time is their own arrival. Threads: any.
/// </remarks>
internal sealed class Replayer(WorkLoop brokerLoop, ReadingIntake intake, QuarantineStore quarantine, HistoryStore history, TimeProvider time) : IDisposable
{
    private const int PageSize = 256;

    // A caller learns how far it has come about this often; a replay may take an hour.
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Runs quarantined readings again that are still open.</summary>
    /// <param name="selection">Which; its order, page and limit do not matter.</param>
    /// <param name="from">Where to go on; null to begin.</param>
    /// <param name="cancellationToken">Stops after the present page.</param>
    /// <returns>After some seconds, or when the last is stored and its signals are published; call again with its <see cref="ReplayResult.Next"/> until there is none.</returns>
    public Task<ReplayResult> ReplayQuarantineAsync(QuarantineQuery selection, ReplayPosition? from, CancellationToken cancellationToken)
    {
        var open = selection with { After = null, Before = null, Resolved = false };
        return ReplayAsync(
            from ?? new ReplayPosition(0, quarantine.List(open with { OldestFirst = false, Limit = 1 }) is [var newest] ? newest.Sequence : 0),
            position => quarantine
                .List(open with { After = position.After, Before = position.Through + 1, OldestFirst = true, Limit = PageSize })
                .Select(reading => Replayable.Of(reading, time.GetUtcNow())),
            cancellationToken);
    }

    /// <summary>Runs frames again that came when no rule served their device.</summary>
    /// <param name="deviceId">The device.</param>
    /// <param name="since">Only what arrived at or after this time; null for all that is kept.</param>
    /// <param name="from">Where to go on; null to begin.</param>
    /// <param name="cancellationToken">Stops after the present page.</param>
    /// <inheritdoc cref="ReplayQuarantineAsync" path="/returns"/>
    public Task<ReplayResult> ReplayUnmappedAsync(string deviceId, DateTimeOffset? since, ReplayPosition? from, CancellationToken cancellationToken) =>
        ReplayAsync(
            from ?? new ReplayPosition(0, history.LastSequence),
            position => history.UnmappedFrames(deviceId, since, position.After, PageSize)
                .TakeWhile(frame => frame.Sequence <= position.Through)
                .Select(frame => Replayable.Of(frame, time.GetUtcNow())),
            cancellationToken);

    public void Dispose() => _turn.Dispose();

    private async Task<ReplayResult> ReplayAsync(ReplayPosition position, Func<ReplayPosition, IEnumerable<Replayable>> page, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var result = new ReplayResult(0, 0, 0, 0);
            var began = time.GetTimestamp();
            while (page(position).ToList() is { Count: > 0 } frames)
            {
                if (cancellationToken.IsCancellationRequested || time.GetElapsedTime(began) > ReportEvery)
                {
                    return result with { Next = position };
                }

                result += await RunAsync(frames);
                position = position with { After = frames[^1].Sequence };
            }

            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<ReplayResult> RunAsync(List<Replayable> frames)
    {
        var batches = await brokerLoop.CallAsync(() => Gather(frames));
        foreach (var batch in batches)
        {
            batch.Post();
        }

        await Task.WhenAll(batches.Select(batch => batch.Stored));
        return ReplayResult.Of(frames.Select(frame => frame.Replay.Outcome));
    }

    /// <summary>Sorts frames by lane. Broker loop only.</summary>
    private List<ReplayBatch> Gather(List<Replayable> frames)
    {
        var batches = new Dictionary<Lane, ReplayBatch>();
        foreach (var frame in frames)
        {
            if (intake.Resolve(Encoding.UTF8.GetBytes(frame.Topic)) is not ReadingRoute route)
            {
                continue; // a topic of an earlier version; it stays as it is
            }

            if (!batches.TryGetValue(route.Device.Lane, out var batch))
            {
                batches.Add(route.Device.Lane, batch = new ReplayBatch(route.Device.Lane));
            }

            batch.Readings.Add(route, frame);
        }

        return [.. batches.Values];
    }

    private sealed class ReplayBatch(Lane lane) : IRunWaiter
    {
        private readonly TaskCompletionSource _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private ReadingBatch? _readings;

        public ReadingBatch Readings => _readings ??= new ReadingBatch(lane) { Waiter = this };

        public Task Stored => _stored.Task;

        public void Post() => lane.Loop.Post(Readings);

        public void Done() => _stored.TrySetResult();
    }
}
