using System.Collections.Immutable;

namespace Busroot.Server.Pipeline.Shadows;

/// <summary>The candidates that run in one lane, and the time they share.</summary>
/// <remarks>Owner: one lane; there is none while no shadow runs.</remarks>
internal sealed class LaneShadows(ShadowLimits limits, TimeProvider time) : IDisposable
{
    private readonly Dictionary<string, ShadowRunner> _runners = new(StringComparer.Ordinal);
    private readonly ShadowTime _share = new(limits, time);

    /// <summary>Takes up what has begun and lets go of what has ended.</summary>
    public void Use(ShadowSet shadows)
    {
        foreach (var (ruleId, runner) in _runners)
        {
            if (shadows.Running.GetValueOrDefault(ruleId) != runner.Shadow)
            {
                _runners.Remove(ruleId);
                runner.Dispose();
            }
        }

        foreach (var (ruleId, shadow) in shadows.Running)
        {
            if (!_runners.ContainsKey(ruleId))
            {
                _runners.Add(ruleId, new ShadowRunner(shadow, limits, _share, time));
            }
        }
    }

    /// <summary>Makes ready for a reading, before the live rule runs.</summary>
    /// <returns>The candidate to run after it; null when none is.</returns>
    public ShadowRunner? Begin(in BatchedReading reading)
    {
        var device = reading.Route.Device;
        if (reading.Route.Native || device.Rule is not { } live || !_runners.TryGetValue(live.Id, out var runner))
        {
            return null;
        }

        if (reading.Replay is not null)
        {
            runner.Forget(device); // no live reading, but the live rule remembers it
            return null;
        }

        return runner.TryFollow(device) ? runner : null;
    }

    /// <summary>The candidates begin anew with the device's next reading.</summary>
    public void Forget(PipelineDevice device)
    {
        foreach (var runner in _runners.Values)
        {
            runner.Forget(device);
        }
    }

    public void Dispose()
    {
        foreach (var runner in _runners.Values)
        {
            runner.Dispose();
        }
    }
}
