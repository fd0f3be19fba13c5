using Busroot.Server.Rules;
using Busroot.Transformer;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;

namespace Busroot.Server.Pipeline.Shadows;

/// <summary>Runs one candidate in one lane: on each reading after the live rule, with engines and memory of its own.</summary>
/// <remarks>
/// A device's memory begins as a copy of what the live rule remembers before its first reading, and goes its own way from there. It is bounded: of more
/// devices, readings are left out; a device whose memory does not fit begins anew with the live rule's. Timers of functions run when a reading
/// comes, and nothing leaves. Owner: one lane.
/// </remarks>
internal sealed class ShadowRunner(Shadow shadow, ShadowLimits limits, ShadowTime share, TimeProvider time) : IDisposable
{
    private const int MostDue = 64; // timers that run with one reading
    private readonly RuleRunner _rules = shadow.Runners.Take();
    private readonly SignalBuffer _signals = new();
    private readonly Dictionary<string, FollowedDevice> _devices = new(StringComparer.Ordinal);
    private readonly ShadowPatience _patience = new(limits);
    private ShadowTally? _tally;
    private long _bytes;

    /// <summary>What it runs.</summary>
    public Shadow Shadow { get; } = shadow;

    /// <summary>Makes ready for a reading, before the live rule changes what it remembers.</summary>
    /// <returns>False when the reading is left out.</returns>
    public bool TryFollow(PipelineDevice device)
    {
        if (Shadow.End is not null)
        {
            return false;
        }

        _tally = ReferenceEquals(_tally?.Live, device.Rule) ? _tally : Shadow.Begin(device.Rule!, time.GetUtcNow(), _tally);
        if (!share.IsLeft())
        {
            Forget(device); // it will have missed a reading
        }
        else if (_devices.ContainsKey(device.Id))
        {
            return true;
        }
        else if (_devices.Count < limits.Devices)
        {
            var followed = new FollowedDevice(device.State.Copy());
            _devices.Add(device.Id, followed);
            Measure(followed);
            return true;
        }

        _tally!.LeaveOut();
        return false;
    }

    /// <summary>Runs the candidate on a reading that <see cref="TryFollow"/> has made ready for, and compares.</summary>
    /// <param name="input">The reading, as the live rule had it.</param>
    /// <param name="device">Its device.</param>
    /// <param name="live">What came of it.</param>
    /// <param name="published">Has what the live rule gave at the end.</param>
    /// <param name="first">The index of the first of that.</param>
    public void Run(in RuleInput input, PipelineDevice device, RuleOutcome live, SignalBuffer published, int first)
    {
        RunDue();
        var began = share.Begin();
        _signals.Clear();
        var followed = _devices[device.Id];
        var outcome = _rules.Apply(Shadow.Candidate, input with { State = followed.State }, _signals);
        var verdict = Judge(input, (live, published, first), outcome);
        Measure(followed);
        if (_bytes > limits.StateBytes)
        {
            Forget(device);
        }

        _tally!.Add(verdict, outcome, share.End(began));
        Stop(_patience.NoteRun(outcome) ?? _patience.NoteReading(verdict, outcome));
    }

    /// <summary>Begins anew with the device's next reading: what the live rule remembers was changed by something else than a reading.</summary>
    public void Forget(PipelineDevice device)
    {
        if (_devices.Remove(device.Id, out var followed))
        {
            var began = share.Begin();
            _bytes -= followed.Bytes;
            _rules.Stop(followed.State, time.GetUtcNow());
            share.End(began);
        }
    }

    public void Dispose() => _rules.Dispose();

    private void RunDue()
    {
        var now = time.GetUtcNow();
        for (var i = 0; i < MostDue && _rules.NextDue <= now && share.IsLeft(); i++)
        {
            var began = share.Begin();
            if (_rules.TryRunDue(now, _signals, out var timed))
            {
                Stop(_patience.NoteRun(timed.Outcome));
                if (_devices.TryGetValue(timed.Device.Id, out var followed))
                {
                    Measure(followed);
                }
            }

            share.End(began);
        }
    }

    private Verdict Judge(in RuleInput input, (RuleOutcome Outcome, SignalBuffer Published, int First) live, RuleOutcome candidate)
    {
        if (live.Outcome is RuleOutcome.Ignored { GoesOn: true } || candidate is RuleOutcome.Ignored { GoesOn: true })
        {
            return Verdict.Unfinished;
        }

        if (live.Outcome.GetType() == candidate.GetType() && _signals.IsEndOf(live.Published, live.First))
        {
            return Verdict.Equal; // nearly always; the rest allocates
        }

        var was = ReadingResult.Of(live.Outcome, live.Published, live.First);
        var would = ReadingResult.Of(candidate, _signals, first: 0);
        var verdict = was.Judge(would, out var differences);
        if (verdict != Verdict.Equal)
        {
            _tally!.Keep(ReadingDifference.Of(input.Device.Id, input.At, input.Payload, was, would, differences));
        }

        return verdict;
    }

    private void Measure(FollowedDevice followed)
    {
        var bytes = followed.State.Bytes;
        _bytes += bytes - followed.Bytes;
        followed.Bytes = bytes;
    }

    private void Stop(string? reason)
    {
        if (reason is not null)
        {
            Shadow.Stop(reason, time.GetUtcNow());
        }
    }

    private sealed class FollowedDevice(DeviceState state)
    {
        public DeviceState State { get; } = state;

        public long Bytes { get; set; }
    }
}
