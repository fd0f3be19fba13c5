using System.Security.Claims;
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
        rules.MapGet("/shadows", Shadows);
        rules.MapGet("/shadow", Shadow);
        rules.MapPost("/shadow", StartShadow);
        rules.MapDelete("/shadow", StopShadow);
    }

    private static async Task<Ok<IReadOnlyList<RuleView>>> List(IRuleAdministration rules, CancellationToken cancellationToken) =>
        TypedResults.Ok(await rules.ListAsync(cancellationToken));

    private static async Task<Ok<IReadOnlyList<RevisionView>>> Revisions(string rule, IRuleAdministration rules, CancellationToken cancellationToken) =>
        TypedResults.Ok(await rules.RevisionsAsync(rule, cancellationToken));

    private static async Task<Ok<IReadOnlyList<RuleFileView>>> Files(string rule, long number, IRuleAdministration rules, CancellationToken cancellationToken) =>
        TypedResults.Ok(await rules.FilesAsync(rule, number, cancellationToken));

    private static async Task<Ok<BacktestView>> Test(BacktestRequest request, IRuleAdministration rules, CancellationToken cancellationToken) =>
        TypedResults.Ok(await rules.BacktestAsync(request, cancellationToken));

    private static async Task<Ok<RuleView>> RollBack(RollbackRequest request, IRuleAdministration rules, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        TypedResults.Ok(await rules.RollBackAsync(request, NameOf(user), cancellationToken));

    private static async Task<Ok<IReadOnlyList<ShadowView>>> Shadows(IRuleAdministration rules, CancellationToken cancellationToken) =>
        TypedResults.Ok(await rules.ShadowsAsync(cancellationToken));

    private static async Task<Ok<ShadowView>> Shadow(string rule, IRuleAdministration rules, CancellationToken cancellationToken) =>
        TypedResults.Ok(await rules.ShadowAsync(rule, cancellationToken));

    private static async Task<Ok<ShadowView>> StartShadow(ShadowRequest request, IRuleAdministration rules, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        TypedResults.Ok(await rules.StartShadowAsync(request, NameOf(user), cancellationToken));

    private static async Task<Ok<ShadowView>> StopShadow(string rule, IRuleAdministration rules, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        TypedResults.Ok(await rules.StopShadowAsync(rule, NameOf(user), cancellationToken));

    private static string NameOf(ClaimsPrincipal user) => user.Identity?.Name ?? "API";
}
