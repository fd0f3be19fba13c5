using Busroot.Server.Administration;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Busroot.Server.Api;

internal static class HistoryEndpoints
{
    public static void MapHistory(this IEndpointRouteBuilder api)
    {
        api.MapGet("/devices/{account}/{device}/history", Read);
        api.MapPost("/devices/{account}/{device}/replay", Replay);
        api.MapGet("/unmapped", ListUnmapped);
        api.MapGet("/unmapped/{account}/{device}", Profile);
    }

    private static async Task<Ok<IReadOnlyList<HistoryView>>> Read(
        string account, string device, IReadingAdministration administration, CancellationToken cancellationToken,
        DateTimeOffset? since = null, DateTimeOffset? until = null, string? outcome = null, long? before = null, long? after = null, int limit = 100) =>
        TypedResults.Ok(await administration.ReadHistoryAsync(
            $"{account}/{device}",
            new HistorySelection { Since = since, Until = until, Outcome = outcome, Before = before, After = after, Limit = limit }, cancellationToken));

    private static async Task<Ok<ReplayView>> Replay(
        string account, string device, UnmappedReplayDraft draft, IReadingAdministration administration, CancellationToken cancellationToken) =>
        TypedResults.Ok(await administration.ReplayUnmappedAsync($"{account}/{device}", draft, cancellationToken));

    private static async Task<Ok<ProfileView>> Profile(
        string account, string device, IReadingAdministration administration, CancellationToken cancellationToken, int limit = DeviceReadings.DefaultLimit) =>
        TypedResults.Ok(await administration.ProfileAsync($"{account}/{device}", limit, cancellationToken));

    private static async Task<Ok<IReadOnlyList<UnmappedView>>> ListUnmapped(IReadingAdministration administration, CancellationToken cancellationToken, int limit = 100) =>
        TypedResults.Ok(await administration.ListUnmappedAsync(limit, cancellationToken));
}
