using Busroot.Storage.Quarantine;

namespace Busroot.Server.Administration;

/// <summary>What an administrator can see and do of readings that came in, and of what rules remember.</summary>
/// <remarks>Errors as in <see cref="IAdministration"/>.</remarks>
internal interface IReadingAdministration
{
    /// <summary>A page of what a device sent and what became of it.</summary>
    Task<IReadOnlyList<HistoryView>> ReadHistoryAsync(string deviceId, HistorySelection selection, CancellationToken cancellationToken);

    /// <summary>Devices that no rule served, with frames that wait; most frames first.</summary>
    /// <param name="limit">How many at most, 1 to <see cref="HistorySelection.MaximumLimit"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<UnmappedView>> ListUnmappedAsync(int limit, CancellationToken cancellationToken);

    /// <summary>What the newest raw readings of a device are like, field by field.</summary>
    /// <param name="deviceId">The device.</param>
    /// <param name="limit">How many readings are looked at, 1 to 5,000.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    Task<ProfileView> ProfileAsync(string deviceId, int limit, CancellationToken cancellationToken);

    /// <summary>Runs frames that came when no rule served their device, for some seconds at most; see <see cref="ReplayView.Next"/>.</summary>
    Task<ReplayView> ReplayUnmappedAsync(string deviceId, UnmappedReplayDraft draft, CancellationToken cancellationToken);

    Task<IReadOnlyList<QuarantineView>> ListQuarantineAsync(QuarantineQuery query, CancellationToken cancellationToken);

    Task<QuarantineSummary> CountQuarantineAsync(CancellationToken cancellationToken);

    /// <summary>Runs quarantined readings again, for some seconds at most; see <see cref="ReplayView.Next"/>.</summary>
    Task<ReplayView> ReplayQuarantineAsync(QuarantineReplayDraft draft, CancellationToken cancellationToken);

    /// <summary>Ends quarantined readings that nobody needs.</summary>
    Task<QuarantineDiscarded> DiscardQuarantineAsync(QuarantineDiscardDraft draft, CancellationToken cancellationToken);

    /// <summary>What the rules of a device remember, by rule.</summary>
    Task<IReadOnlyList<StateView>> GetStatesAsync(string deviceId, CancellationToken cancellationToken);

    /// <summary>Replaces what one rule remembers of a device; takes effect between two readings.</summary>
    /// <param name="deviceId">The device.</param>
    /// <param name="ruleId">The rule.</param>
    /// <param name="json">A JSON object.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task SetStateAsync(string deviceId, string ruleId, string json, CancellationToken cancellationToken);

    /// <summary>Makes one rule, or all (null), forget the device.</summary>
    Task ResetStateAsync(string deviceId, string? ruleId, CancellationToken cancellationToken);
}
