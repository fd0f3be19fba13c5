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
    }

    private static async Task<Ok<IReadOnlyList<QuarantineView>>> List(
        IAdministration administration, CancellationToken cancellationToken,
        string? device = null, string? rule = null, string? fault = null, long? before = null, int limit = 100) =>
        TypedResults.Ok(await administration.ListQuarantineAsync(
            new QuarantineQuery { DeviceId = device, RuleId = rule, Fault = fault, Before = before, Limit = limit }, cancellationToken));

    private static async Task<Ok<QuarantineSummary>> Count(IAdministration administration, CancellationToken cancellationToken) =>
        TypedResults.Ok(await administration.CountQuarantineAsync(cancellationToken));
}
