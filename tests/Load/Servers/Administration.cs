using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Busroot.Load.Servers;

/// <summary>The product's API as an administrator of this machine uses it.</summary>
/// <remarks>Threads: any.</remarks>
internal sealed class Administration(Uri address, string key) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };

    /// <summary>Registers a device.</summary>
    /// <returns>Its access token.</returns>
    public string Register(string deviceId)
    {
        var answer = _client.PostAsJsonAsync("api/v1/devices", new { deviceId }).GetAwaiter().GetResult();
        Require(answer, deviceId);
        return answer.Content.ReadFromJsonAsync<JsonElement>().GetAwaiter().GetResult().GetProperty("token").GetString()!;
    }

    /// <summary>Asks for a device's removal; completes with the answer.</summary>
    public async Task RemoveAsync(string deviceId) => Require(await _client.DeleteAsync($"api/v1/devices/{deviceId}"), deviceId);

    public void Dispose() => _client.Dispose();

    private static void Require(HttpResponseMessage answer, string deviceId)
    {
        if (!answer.IsSuccessStatusCode)
        {
            throw new LoadException($"The API answered {(int)answer.StatusCode} for {deviceId}.");
        }
    }
}
