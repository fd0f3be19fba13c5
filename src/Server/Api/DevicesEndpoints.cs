using Busroot.Server.Administration;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Busroot.Server.Api;

internal static class DevicesEndpoints
{
    public static void MapDevices(this IEndpointRouteBuilder api)
    {
        var devices = api.MapGroup("/devices");

        devices.MapGet("/", List);
        devices.MapPost("/", Add);
        devices.MapGet("/{account}/{device}", Get);
        devices.MapPatch("/{account}/{device}", Change);
        devices.MapDelete("/{account}/{device}", Remove);
        devices.MapPost("/{account}/{device}/rotate", Rotate);
        devices.MapPost("/{account}/{device}/disable", Disable);
        devices.MapPost("/{account}/{device}/enable", Enable);
    }

    private static async Task<Ok<IReadOnlyList<DeviceView>>> List(
        IAdministration administration, CancellationToken cancellationToken, string? account = null, string? after = null, int limit = DeviceQuery.MaximumLimit) =>
        TypedResults.Ok(await administration.ListDevicesAsync(new DeviceQuery(account, after, limit), cancellationToken));

    private static async Task<Created<DeviceGrant>> Add(DeviceDraft draft, IAdministration administration, CancellationToken cancellationToken)
    {
        var grant = await administration.AddDeviceAsync(draft, cancellationToken);
        return TypedResults.Created($"/api/v1/devices/{grant.DeviceId}", grant);
    }

    private static async Task<Ok<DeviceView>> Get(string account, string device, IAdministration administration, CancellationToken cancellationToken) =>
        TypedResults.Ok(await administration.GetDeviceAsync($"{account}/{device}", cancellationToken));

    private static async Task<Ok<DeviceView>> Change(
        string account, string device, DeviceChange change, IAdministration administration, CancellationToken cancellationToken) =>
        TypedResults.Ok(await administration.ChangeDeviceAsync($"{account}/{device}", change, cancellationToken));

    private static async Task<NoContent> Remove(string account, string device, IAdministration administration, CancellationToken cancellationToken)
    {
        await administration.RemoveDeviceAsync($"{account}/{device}", cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<DeviceGrant>> Rotate(
        string account, string device, IAdministration administration, CancellationToken cancellationToken, bool keep = false) =>
        TypedResults.Ok(await administration.RotateDeviceAsync($"{account}/{device}", keep, cancellationToken));

    private static Task<Ok<DeviceView>> Disable(string account, string device, IAdministration administration, CancellationToken cancellationToken) =>
        Change(account, device, new DeviceChange { Disabled = true }, administration, cancellationToken);

    private static Task<Ok<DeviceView>> Enable(string account, string device, IAdministration administration, CancellationToken cancellationToken) =>
        Change(account, device, new DeviceChange { Disabled = false }, administration, cancellationToken);
}
