using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Busroot.Server.Api;

namespace Busroot.Server.Administration;

/// <summary>Speaks to the API of one server; a refusal comes back in the server's words.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _client;

    /// <param name="api">Its address, without a path.</param>
    /// <param name="token">A key or token of an administrator.</param>
    public ApiClient(Uri api, string token)
    {
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(api, "/api/v1/"), Timeout = TimeSpan.FromSeconds(30) };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>The path of a device.</summary>
    /// <remarks>An id that is none is sent all the same, as one level, so that the server's own words about it come back.</remarks>
    public static string Device(string deviceId) => Below("devices", deviceId);

    /// <summary>The path of what a device sends before it has a rule.</summary>
    public static string Unmapped(string deviceId) => Below("unmapped", deviceId);

    /// <summary>The query of a path; what is null is left out.</summary>
    public static string Query(params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var query = QueryString.Empty;
        foreach (var (name, value) in parameters)
        {
            query = value switch
            {
                null => query,
                DateTimeOffset time => query.Add(name, time.ToString("O")),
                _ => query.Add(name, FormattableString.Invariant($"{value}")),
            };
        }

        return query.ToString();
    }

    /// <summary>A document to send.</summary>
    public static JsonContent Body<T>(T value, JsonTypeInfo<T> type) => JsonContent.Create(value, type);

    /// <summary>Sends a request and reads the document that answers it.</summary>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, body, cancellationToken);
        return await response.Content.ReadFromJsonAsync(type, cancellationToken)
            ?? throw new AdministrationException(AdministrationFault.Unavailable, $"The server answered nothing to {method} {path}.");
    }

    /// <summary>Sends a request.</summary>
    /// <exception cref="AdministrationException">It was refused, or the server cannot be reached.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken)
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

    public void Dispose() => _client.Dispose();

    private static string Below(string collection, string deviceId)
    {
        var slash = deviceId.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? throw AdministrationException.NotFound("device", deviceId)
            : $"{collection}/{Uri.EscapeDataString(deviceId[..slash])}/{Uri.EscapeDataString(deviceId[(slash + 1)..])}";
    }
}
