using Busroot.Server.Administration;
using Busroot.Storage.Quarantine;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Busroot.Server.Api;

internal static class QuarantineEndpoints
{
    public static void MapQuarantine(this IEndpointRouteBuilder api)
    {
        var quarantine = api.MapGroup("/quarantine");

        quarantine.MapGet("/", List);
        quarantine.MapGet("/counts", Count);
        quarantine.MapPost("/replay", Replay);
        quarantine.MapPost("/discard", Discard);
    }

    private static async Task<Ok<IReadOnlyList<QuarantineView>>> List(
        IReadingAdministration administration, CancellationToken cancellationToken,
        long? id = null, string? device = null, string? rule = null, string? fault = null, DateTimeOffset? since = null, bool all = false, long? before = null, int limit = 100) =>
        TypedResults.Ok(await administration.ListQuarantineAsync(
            new QuarantineQuery { Sequence = id, DeviceId = device, RuleId = rule, Fault = fault, Since = since, Resolved = all, Before = before, Limit = limit }, cancellationToken));

    private static async Task<Ok<QuarantineSummary>> Count(IReadingAdministration administration, CancellationToken cancellationToken) =>
        TypedResults.Ok(await administration.CountQuarantineAsync(cancellationToken));

    private static async Task<Ok<ReplayView>> Replay(QuarantineReplayDraft draft, IReadingAdministration administration, CancellationToken cancellationToken) =>
        TypedResults.Ok(await administration.ReplayQuarantineAsync(draft, cancellationToken));

    private static async Task<Ok<QuarantineDiscarded>> Discard(QuarantineDiscardDraft draft, IReadingAdministration administration, CancellationToken cancellationToken) =>
        TypedResults.Ok(await administration.DiscardQuarantineAsync(draft, cancellationToken));
}
