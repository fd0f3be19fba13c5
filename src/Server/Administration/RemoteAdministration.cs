using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Busroot.Server.Api;
using Busroot.Storage.Quarantine;

namespace Busroot.Server.Administration;

/// <summary>Has the work done by a running server, through its API.</summary>
internal sealed class RemoteAdministration : IAdministration, IDisposable
{
    private readonly HttpClient _client;

    /// <summary>Speaks to one server.</summary>
    /// <param name="api">Its address, without a path.</param>
    /// <param name="token">A key or token of an administrator.</param>
    /// <param name="mqttAddress">Where its devices connect.</param>
    public RemoteAdministration(Uri api, string token, string? mqttAddress)
    {
        MqttAddress = mqttAddress;
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(api, "/api/v1/"), Timeout = TimeSpan.FromSeconds(30) };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public string? MqttAddress { get; }

    public Task<DeviceGrant> AddDeviceAsync(DeviceDraft draft, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, "devices", Body(draft, ApiJson.Default.DeviceDraft), ApiJson.Default.DeviceGrant, cancellationToken);

    public async Task<IReadOnlyList<DeviceView>> ListDevicesAsync(DeviceQuery query, CancellationToken cancellationToken) =>
        await SendAsync(HttpMethod.Get, "devices" + Query(("account", query.Account), ("after", query.After), ("limit", query.Limit)),
            null, ApiJson.Default.DeviceViewArray, cancellationToken);

    public Task<DeviceView> GetDeviceAsync(string deviceId, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, Device(deviceId), null, ApiJson.Default.DeviceView, cancellationToken);

    public Task<DeviceView> ChangeDeviceAsync(string deviceId, DeviceChange change, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, Device(deviceId), Body(change, ApiJson.Default.DeviceChange), ApiJson.Default.DeviceView, cancellationToken);

    public Task<DeviceGrant> RotateDeviceAsync(string deviceId, bool keep, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, Device(deviceId) + "/rotate" + Query(("keep", keep)), null, ApiJson.Default.DeviceGrant, cancellationToken);

    public Task RemoveDeviceAsync(string deviceId, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, Device(deviceId), null, cancellationToken);

    public Task<ServiceGrant> AddServiceAsync(ServiceDraft draft, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, "services", Body(draft, ApiJson.Default.ServiceDraft), ApiJson.Default.ServiceGrant, cancellationToken);

    public async Task<IReadOnlyList<ServiceView>> ListServicesAsync(CancellationToken cancellationToken) =>
        await SendAsync(HttpMethod.Get, "services", null, ApiJson.Default.ServiceViewArray, cancellationToken);

    public Task<ServiceGrant> RotateServiceAsync(string name, bool keep, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"services/{Uri.EscapeDataString(name)}/rotate" + Query(("keep", keep)), null, ApiJson.Default.ServiceGrant, cancellationToken);

    public Task RemoveServiceAsync(string name, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, $"services/{Uri.EscapeDataString(name)}", null, cancellationToken);

    public async Task<IReadOnlyList<QuarantineView>> ListQuarantineAsync(QuarantineQuery query, CancellationToken cancellationToken) =>
        await SendAsync(HttpMethod.Get,
            "quarantine" + Query(("device", query.DeviceId), ("rule", query.RuleId), ("fault", query.Fault), ("before", query.Before), ("limit", query.Limit)),
            null, ApiJson.Default.QuarantineViewArray, cancellationToken);

    public Task<QuarantineSummary> CountQuarantineAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, "quarantine/counts", null, ApiJson.Default.QuarantineSummary, cancellationToken);

    public void Dispose() => _client.Dispose();

    // An id that is none is sent all the same, as one level, so that the server's own words about it come back.
    private static string Device(string deviceId)
    {
        var slash = deviceId.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? throw AdministrationException.NotFound("device", deviceId)
            : $"devices/{Uri.EscapeDataString(deviceId[..slash])}/{Uri.EscapeDataString(deviceId[(slash + 1)..])}";
    }

    private static string Query(params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var query = QueryString.Empty;
        foreach (var (name, value) in parameters)
        {
            query = value is null ? query : query.Add(name, FormattableString.Invariant($"{value}"));
        }

        return query.ToString();
    }

    private static JsonContent Body<T>(T value, JsonTypeInfo<T> type) => JsonContent.Create(value, type);

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, body, cancellationToken);
        return await response.Content.ReadFromJsonAsync(type, cancellationToken)
            ?? throw new AdministrationException(AdministrationFault.Unavailable, $"The server answered nothing to {method} {path}.");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body };
            var response = await _client.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode ? response : throw await RefusalAsync(response, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            throw new AdministrationException(AdministrationFault.Unavailable,
                $"The server at {_client.BaseAddress!.Authority} cannot be reached ({error.Message}). Is it stopping? Try again.");
        }
    }

    private static async Task<AdministrationException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var _ = response;
        var fault = Enum.IsDefined((AdministrationFault)response.StatusCode) ? (AdministrationFault)response.StatusCode : AdministrationFault.Unavailable;
        try
        {
            var problem = await response.Content.ReadFromJsonAsync(ApiJson.Default.ProblemDocument, cancellationToken);
            if (problem?.Detail is { } detail)
            {
                return new AdministrationException(fault, detail, problem.Errors);
            }
        }
        catch (JsonException)
        {
            // Not our server's answer; the status is all there is to tell.
        }

        return new AdministrationException(AdministrationFault.Unavailable, $"The server answered {(int)response.StatusCode} {response.ReasonPhrase}.");
    }
}
