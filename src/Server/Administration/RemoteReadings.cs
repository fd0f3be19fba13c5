using System.Net.Mime;
using System.Text;
using Busroot.Server.Api;
using Busroot.Storage.Quarantine;
using static Busroot.Server.Administration.ApiClient;

namespace Busroot.Server.Administration;

/// <summary>Has the work done by a running server, through its API.</summary>
internal sealed class RemoteReadings(ApiClient api) : IReadingAdministration
{
    public async Task<IReadOnlyList<HistoryView>> ReadHistoryAsync(string deviceId, HistorySelection selection, CancellationToken cancellationToken) =>
        await api.SendAsync(HttpMethod.Get,
            Device(deviceId) + "/history" + Query(
                ("since", selection.Since), ("until", selection.Until), ("outcome", selection.Outcome), ("before", selection.Before), ("after", selection.After),
                ("limit", selection.Limit)),
            null, ApiJson.Default.HistoryViewArray, cancellationToken);

    public async Task<IReadOnlyList<UnmappedView>> ListUnmappedAsync(int limit, CancellationToken cancellationToken) =>
        await api.SendAsync(HttpMethod.Get, "unmapped" + Query(("limit", limit)), null, ApiJson.Default.UnmappedViewArray, cancellationToken);

    public Task<ProfileView> ProfileAsync(string deviceId, int limit, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Get, Unmapped(deviceId) + Query(("limit", limit)), null, ApiJson.Default.ProfileView, cancellationToken);

    public Task<ReplayView> ReplayUnmappedAsync(string deviceId, UnmappedReplayDraft draft, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Post, Device(deviceId) + "/replay", Body(draft, ApiJson.Default.UnmappedReplayDraft), ApiJson.Default.ReplayView, cancellationToken);

    public async Task<IReadOnlyList<QuarantineView>> ListQuarantineAsync(QuarantineQuery query, CancellationToken cancellationToken) =>
        await api.SendAsync(HttpMethod.Get,
            "quarantine" + Query(
                ("id", query.Sequence), ("device", query.DeviceId), ("rule", query.RuleId), ("fault", query.Fault), ("since", query.Since), ("all", query.Resolved),
                ("before", query.Before), ("limit", query.Limit)),
            null, ApiJson.Default.QuarantineViewArray, cancellationToken);

    public Task<QuarantineSummary> CountQuarantineAsync(CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Get, "quarantine/counts", null, ApiJson.Default.QuarantineSummary, cancellationToken);

    public Task<ReplayView> ReplayQuarantineAsync(QuarantineReplayDraft draft, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Post, "quarantine/replay", Body(draft, ApiJson.Default.QuarantineReplayDraft), ApiJson.Default.ReplayView, cancellationToken);

    public Task<QuarantineDiscarded> DiscardQuarantineAsync(QuarantineDiscardDraft draft, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Post, "quarantine/discard", Body(draft, ApiJson.Default.QuarantineDiscardDraft), ApiJson.Default.QuarantineDiscarded, cancellationToken);

    public async Task<IReadOnlyList<StateView>> GetStatesAsync(string deviceId, CancellationToken cancellationToken) =>
        await api.SendAsync(HttpMethod.Get, Device(deviceId) + "/state", null, ApiJson.Default.StateViewArray, cancellationToken);

    public async Task SetStateAsync(string deviceId, string ruleId, string json, CancellationToken cancellationToken)
    {
        var body = new StringContent(json, Encoding.UTF8, MediaTypeNames.Application.Json);
        using var _ = await api.SendAsync(HttpMethod.Put, State(deviceId, ruleId), body, cancellationToken);
    }

    public async Task ResetStateAsync(string deviceId, string? ruleId, CancellationToken cancellationToken)
    {
        using var _ = await api.SendAsync(HttpMethod.Delete, State(deviceId, ruleId), null, cancellationToken);
    }

    // A rule id is a path of its own, so its slashes stay.
    private static string State(string deviceId, string? ruleId) =>
        Device(deviceId) + "/state" + (ruleId is null ? "" : "/" + string.Join('/', ruleId.Split('/').Select(Uri.EscapeDataString)));
}
