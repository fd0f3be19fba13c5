using Busroot.Server.Administration;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Busroot.Server.Api;

internal static class ServicesEndpoints
{
    public static void MapServices(this IEndpointRouteBuilder api)
    {
        var services = api.MapGroup("/services");

        services.MapGet("/", List);
        services.MapPost("/", Add);
        services.MapDelete("/{name}", Remove);
        services.MapPost("/{name}/rotate", Rotate);
    }

    private static async Task<Ok<IReadOnlyList<ServiceView>>> List(IAdministration administration, CancellationToken cancellationToken) =>
        TypedResults.Ok(await administration.ListServicesAsync(cancellationToken));

    private static async Task<Created<ServiceGrant>> Add(ServiceDraft draft, IAdministration administration, CancellationToken cancellationToken)
    {
        var grant = await administration.AddServiceAsync(draft, cancellationToken);
        return TypedResults.Created($"/api/v1/services/{grant.Name}", grant);
    }

    private static async Task<NoContent> Remove(string name, IAdministration administration, CancellationToken cancellationToken)
    {
        await administration.RemoveServiceAsync(name, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<ServiceGrant>> Rotate(string name, IAdministration administration, CancellationToken cancellationToken, bool keep = false) =>
        TypedResults.Ok(await administration.RotateServiceAsync(name, keep, cancellationToken));
}
