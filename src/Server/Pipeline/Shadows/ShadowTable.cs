using System.Collections.Immutable;
using Busroot.Server.Administration;
using Busroot.Server.Rules;
using Busroot.Transformer.NodeRed.Functions;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Pipeline.Shadows;

/// <summary>The shadows there are: at most one a rule, a few in all. Those that ended by themselves stay until they are stopped, or another begins.</summary>
/// <remarks>Threads: any. Lanes take up a change before their next batch.</remarks>
internal sealed class ShadowTable(CurrentSettings settings, AccountValues accounts, int lanes, ShadowLimits limits, TimeProvider time, ILogger log)
{
    private readonly Lock _turn = new();
    private ImmutableSortedDictionary<string, Shadow> _all = ImmutableSortedDictionary.Create<string, Shadow>(StringComparer.Ordinal);

    /// <summary>By rule.</summary>
    public IReadOnlyDictionary<string, Shadow> All => Volatile.Read(ref _all);

    /// <summary>Begins one.</summary>
    /// <param name="candidate">What is to run, with the live rule's ID.</param>
    /// <param name="live">What runs live now.</param>
    /// <param name="origin">Where it is from.</param>
    /// <param name="by">Who is noted for it.</param>
    /// <exception cref="AdministrationException">One runs for that rule already, or as many as may.</exception>
    /// <remarks>Cost: up to a second, for engines and code that lanes shall not wait for.</remarks>
    public Shadow Start(Rule candidate, Rule live, CandidateOrigin origin, string by)
    {
        var runners = new WarmRunners(candidate, new AccountValues(accounts), time);
        try
        {
            Check(candidate.Id);
            runners.Make(lanes, live); // outside the lock, which a lane may want
            var shadow = new Shadow(candidate, live, origin, time.GetUtcNow(), by, runners, Ended);
            lock (_turn)
            {
                Check(candidate.Id);
                Volatile.Write(ref _all, _all.SetItem(candidate.Id, shadow));
                Tell();
            }

            RuleLog.ShadowStarted(log, candidate.Revision, candidate.Id, by);
            return shadow;
        }
        catch (AdministrationException)
        {
            runners.Dispose();
            throw;
        }
    }

    /// <summary>Ends one and forgets it.</summary>
    /// <param name="ruleId">Its rule.</param>
    /// <param name="by">Who is noted for it.</param>
    /// <returns>What it was; null when there is none.</returns>
    public Shadow? Stop(string ruleId, string by)
    {
        lock (_turn)
        {
            if (_all.GetValueOrDefault(ruleId) is not { } shadow)
            {
                return null;
            }

            Volatile.Write(ref _all, _all.Remove(ruleId));
            Tell();
            shadow.Runners.Dispose();
            RuleLog.ShadowStopped(log, shadow.Candidate.Revision, ruleId, by);
            return shadow;
        }
    }

    private void Check(string ruleId)
    {
        if (All.TryGetValue(ruleId, out var known) && known.End is null)
        {
            throw AdministrationException.Exists("shadow of rule", ruleId, "Stop it if you need another.");
        }

        if (Running() is { } running && running.Count >= limits.Candidates)
        {
            throw AdministrationException.Invalid([("rule", $"At most {limits.Candidates} shadows run at a time (shadow.candidates). Stop one of: {string.Join(", ", running.Keys.Order(StringComparer.Ordinal))}.")]);
        }
    }

    private void Ended(Shadow shadow)
    {
        lock (_turn)
        {
            Tell();
            shadow.Runners.Dispose();
        }

        RuleLog.ShadowEnded(log, shadow.Candidate.Revision, shadow.Candidate.Id, shadow.End!.Reason);
    }

    private void Tell() => settings.Use(Running() is { IsEmpty: false } running ? new ShadowSet(running, limits) : null);

    private ImmutableDictionary<string, Shadow> Running() => All.Where(entry => entry.Value.End is null).ToImmutableDictionary(StringComparer.Ordinal);
}
