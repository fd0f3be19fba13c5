using Busroot.Server.Api;
using static Busroot.Server.Administration.ApiClient;

namespace Busroot.Server.Administration;

/// <summary>Has the work done by a running server, through its API.</summary>
/// <param name="api">The server.</param>
/// <param name="mqttAddress">Where its devices connect.</param>
internal sealed class RemoteAdministration(ApiClient api, string? mqttAddress) : IAdministration
{
    public string? MqttAddress => mqttAddress;

    public Task<DeviceGrant> AddDeviceAsync(DeviceDraft draft, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Post, "devices", Body(draft, ApiJson.Default.DeviceDraft), ApiJson.Default.DeviceGrant, cancellationToken);

    public async Task<IReadOnlyList<DeviceView>> ListDevicesAsync(DeviceQuery query, CancellationToken cancellationToken) =>
        await api.SendAsync(HttpMethod.Get, "devices" + Query(("account", query.Account), ("after", query.After), ("limit", query.Limit)),
            null, ApiJson.Default.DeviceViewArray, cancellationToken);

    public Task<DeviceView> GetDeviceAsync(string deviceId, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Get, Device(deviceId), null, ApiJson.Default.DeviceView, cancellationToken);

    public Task<DeviceView> ChangeDeviceAsync(string deviceId, DeviceChange change, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Patch, Device(deviceId), Body(change, ApiJson.Default.DeviceChange), ApiJson.Default.DeviceView, cancellationToken);

    public Task<DeviceGrant> RotateDeviceAsync(string deviceId, bool keep, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Post, Device(deviceId) + "/rotate" + Query(("keep", keep)), null, ApiJson.Default.DeviceGrant, cancellationToken);

    public Task RemoveDeviceAsync(string deviceId, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Delete, Device(deviceId), null, cancellationToken);

    public Task<ServiceGrant> AddServiceAsync(ServiceDraft draft, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Post, "services", Body(draft, ApiJson.Default.ServiceDraft), ApiJson.Default.ServiceGrant, cancellationToken);

    public async Task<IReadOnlyList<ServiceView>> ListServicesAsync(CancellationToken cancellationToken) =>
        await api.SendAsync(HttpMethod.Get, "services", null, ApiJson.Default.ServiceViewArray, cancellationToken);

    public Task<ServiceGrant> RotateServiceAsync(string name, bool keep, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Post, $"services/{Uri.EscapeDataString(name)}/rotate" + Query(("keep", keep)), null, ApiJson.Default.ServiceGrant, cancellationToken);

    public Task RemoveServiceAsync(string name, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Delete, $"services/{Uri.EscapeDataString(name)}", null, cancellationToken);
}
