using Busroot.Broker.Identity;
using Busroot.Server.Pipeline.Replays;
using Busroot.Storage.History;
using Busroot.Storage.Quarantine;

namespace Busroot.Server.Administration;

/// <summary>Does the work in this process, on a data directory it holds.</summary>
internal sealed class LocalReadings(
    Registry registry, HistoryStore history, QuarantineStore quarantine, IReadingPipeline pipeline, TimeProvider time) : IReadingAdministration
{
    public Task<IReadOnlyList<HistoryView>> ReadHistoryAsync(string deviceId, HistorySelection selection, CancellationToken cancellationToken)
    {
        var frames = history.Read(selection.ToQuery(deviceId)).Select(HistoryView.Of).ToList();
        return frames.Count > 0 || registry.TryFind(deviceId, out _) // what a removed device sent is kept as long as anything
            ? Task.FromResult<IReadOnlyList<HistoryView>>(frames)
            : throw AdministrationException.NotFound("device", deviceId);
    }

    public Task<IReadOnlyList<UnmappedView>> ListUnmappedAsync(int limit, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > HistorySelection.MaximumLimit)
        {
            throw AdministrationException.Invalid([("limit", $"A page holds 1 to {HistorySelection.MaximumLimit} devices.")]);
        }

        return Task.FromResult<IReadOnlyList<UnmappedView>>([.. history.Unmapped().Take(limit).Select(device =>
            UnmappedView.Of(device, history.UnmappedFrames(device.DeviceId, since: null, after: 0, limit: 1) is [var oldest] ? oldest : null))]);
    }

    public Task<ProfileView> ProfileAsync(string deviceId, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(ProfileView.Of(DeviceReadings.Read(history, registry, deviceId, limit, cancellationToken), cancellationToken));

    public async Task<ReplayView> ReplayUnmappedAsync(string deviceId, UnmappedReplayDraft draft, CancellationToken cancellationToken) =>
        ReplayView.Of(await Replays().ReplayUnmappedAsync(Known(deviceId), draft.Since, Position(draft.Next), cancellationToken));

    public Task<IReadOnlyList<QuarantineView>> ListQuarantineAsync(QuarantineQuery query, CancellationToken cancellationToken)
    {
        if (query.Limit is < 1 or > QuarantineQuery.MaximumLimit)
        {
            throw AdministrationException.Invalid([("limit", $"A page holds 1 to {QuarantineQuery.MaximumLimit} readings.")]);
        }

        return Task.FromResult<IReadOnlyList<QuarantineView>>([.. quarantine.List(query).Select(QuarantineView.Of)]);
    }

    public Task<QuarantineSummary> CountQuarantineAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new QuarantineSummary(quarantine.Totals, quarantine.Count()));

    public async Task<ReplayView> ReplayQuarantineAsync(QuarantineReplayDraft draft, CancellationToken cancellationToken) =>
        ReplayView.Of(await Replays().ReplayQuarantineAsync(draft.ToQuery(), Position(draft.Next), cancellationToken));

    public Task<QuarantineDiscarded> DiscardQuarantineAsync(QuarantineDiscardDraft draft, CancellationToken cancellationToken)
    {
        var query = draft.ToQuery();
        return string.IsNullOrWhiteSpace(draft.Reason)
            ? throw AdministrationException.Invalid([("reason", "Say why, for whoever looks later.")])
            : Task.FromResult(new QuarantineDiscarded(quarantine.Discard(query, draft.Reason, time.GetUtcNow())));
    }

    public async Task<IReadOnlyList<StateView>> GetStatesAsync(string deviceId, CancellationToken cancellationToken) =>
        [.. (await pipeline.States.GetAsync(Known(deviceId), cancellationToken)).Select(StateView.Of)];

    public Task SetStateAsync(string deviceId, string ruleId, string json, CancellationToken cancellationToken)
    {
        var device = Registered(deviceId);
        if ((device with { RuleId = ruleId }).Problems().FirstOrDefault(problem => problem.Field == "rule") is { Problem: { } problem })
        {
            throw AdministrationException.Invalid([("rule", problem)]);
        }

        return pipeline.States.SetAsync(deviceId, ruleId, StateText.Read(json), cancellationToken);
    }

    public async Task ResetStateAsync(string deviceId, string? ruleId, CancellationToken cancellationToken)
    {
        var states = await pipeline.States.GetAsync(Known(deviceId), cancellationToken);
        if (ruleId is not null && states.All(state => state.RuleId != ruleId))
        {
            throw AdministrationException.NotFound($"state of {deviceId} for rule", ruleId);
        }

        await pipeline.States.ResetAsync(deviceId, ruleId, cancellationToken);
    }

    private Replayer Replays() => pipeline.Replays ?? throw new AdministrationException(AdministrationFault.Unavailable,
        "No server runs on this data directory, so nobody would get the signals. Start it with 'busroot up', then run this again.");

    private string Known(string deviceId) => Registered(deviceId).Id.ToString();

    private DeviceRecord Registered(string deviceId) =>
        registry.TryFind(deviceId, out var device) ? device : throw AdministrationException.NotFound("device", deviceId);

    private static ReplayPosition? Position(string? next) => next is null ? null
        : ReplayPosition.TryParse(next, out var position) ? position
        : throw AdministrationException.Invalid([("next", "It is not what an answer gave as next; leave it out to begin.")]);
}
