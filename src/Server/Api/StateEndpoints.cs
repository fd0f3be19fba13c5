using System.Text.Json;
using Busroot.Server.Administration;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Busroot.Server.Api;

internal static class StateEndpoints
{
    public static void MapStates(this IEndpointRouteBuilder api)
    {
        var state = api.MapGroup("/devices/{account}/{device}/state");

        // A rule id is a path, such as arduino/opta-dau: it is the rest of the address as it stands.
        state.MapGet("/", List);
        state.MapDelete("/", ResetAll);
        state.MapGet("/{**rule}", Get);
        state.MapPut("/{**rule}", Set);
        state.MapDelete("/{**rule}", Reset);
    }

    private static async Task<Ok<IReadOnlyList<StateView>>> List(string account, string device, IReadingAdministration administration, CancellationToken cancellationToken) =>
        TypedResults.Ok(await administration.GetStatesAsync($"{account}/{device}", cancellationToken));

    private static async Task<Ok<StateView>> Get(string account, string device, string rule, IReadingAdministration administration, CancellationToken cancellationToken) =>
        TypedResults.Ok((await administration.GetStatesAsync($"{account}/{device}", cancellationToken)).FirstOrDefault(state => state.Rule == rule)
            ?? throw AdministrationException.NotFound($"state of {account}/{device} for rule", rule));

    private static async Task<NoContent> Set(
        string account, string device, string rule, JsonElement state, IReadingAdministration administration, CancellationToken cancellationToken)
    {
        await administration.SetStateAsync($"{account}/{device}", rule, state.GetRawText(), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Reset(string account, string device, string rule, IReadingAdministration administration, CancellationToken cancellationToken)
    {
        await administration.ResetStateAsync($"{account}/{device}", rule, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> ResetAll(string account, string device, IReadingAdministration administration, CancellationToken cancellationToken)
    {
        await administration.ResetStateAsync($"{account}/{device}", ruleId: null, cancellationToken);
        return TypedResults.NoContent();
    }
}
