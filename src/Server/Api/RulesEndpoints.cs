using System.Security.Claims;
using Busroot.Server.Administration;
using Busroot.Server.Rules;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Busroot.Server.Api;

internal static class RulesEndpoints
{
    /// <summary>Rule IDs have slashes, so they are parameters rather than parts of the path.</summary>
    public static void MapRules(this IEndpointRouteBuilder api)
    {
        var rules = api.MapGroup("/rules");

        rules.MapGet("/", List);
        rules.MapGet("/revisions", Revisions);
        rules.MapGet("/files", Files);
        rules.MapPost("/rollback", RollBack);
        rules.MapPost("/backtest", Test);
        api.MapGet("/unmapped/{account}/{device}/suggestion", Suggest);
    }

    private static async Task<Ok<IReadOnlyList<RuleView>>> List(IRuleAdministration rules, CancellationToken cancellationToken) =>
        TypedResults.Ok(await rules.ListAsync(cancellationToken));

    private static async Task<Ok<IReadOnlyList<RevisionView>>> Revisions(string rule, IRuleAdministration rules, CancellationToken cancellationToken) =>
        TypedResults.Ok(await rules.RevisionsAsync(rule, cancellationToken));

    private static async Task<Ok<IReadOnlyList<RuleFileView>>> Files(string rule, long number, IRuleAdministration rules, CancellationToken cancellationToken) =>
        TypedResults.Ok(await rules.FilesAsync(rule, number, cancellationToken));

    private static async Task<Ok<BacktestView>> Test(BacktestRequest request, IRuleAdministration rules, CancellationToken cancellationToken) =>
        TypedResults.Ok(await rules.BacktestAsync(request, cancellationToken));

    private static async Task<Ok<SuggestionView>> Suggest(
        string account, string device, IRuleAdministration rules, CancellationToken cancellationToken, int limit = DeviceReadings.DefaultLimit, bool force = false) =>
        TypedResults.Ok(await rules.SuggestAsync(new SuggestionRequest($"{account}/{device}", limit, force), cancellationToken));

    private static async Task<Ok<RuleView>> RollBack(RollbackRequest request, IRuleAdministration rules, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        TypedResults.Ok(await rules.RollBackAsync(request, user.Identity?.Name ?? "API", cancellationToken));
}
