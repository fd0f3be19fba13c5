using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Busroot.Server.Administration;
using Busroot.Server.Api;

namespace Busroot.Server.Rules;

/// <summary>Has the work done by a running server, through its API.</summary>
internal sealed class RemoteRules : IRuleAdministration, IDisposable
{
    private readonly HttpClient _client;

    /// <summary>Speaks to one server.</summary>
    /// <param name="api">Its address, without a path.</param>
    /// <param name="token">A key or token of an administrator.</param>
    public RemoteRules(Uri api, string token)
    {
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(api, "/api/v1/"), Timeout = TimeSpan.FromSeconds(60) };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Task<IReadOnlyList<RuleView>> ListAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, "rules", null, ApiJson.Default.IReadOnlyListRuleView, cancellationToken);

    public Task<IReadOnlyList<RevisionView>> RevisionsAsync(string ruleId, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"rules/revisions?rule={Uri.EscapeDataString(ruleId)}", null, ApiJson.Default.IReadOnlyListRevisionView, cancellationToken);

    public Task<IReadOnlyList<RuleFileView>> FilesAsync(string ruleId, long number, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, FormattableString.Invariant($"rules/files?rule={Uri.EscapeDataString(ruleId)}&number={number}"), null, ApiJson.Default.IReadOnlyListRuleFileView, cancellationToken);

    public Task<RuleView> RollBackAsync(RollbackRequest request, string by, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, "rules/rollback", JsonContent.Create(request, ApiJson.Default.RollbackRequest), ApiJson.Default.RuleView, cancellationToken);

    public Task<BacktestView> BacktestAsync(BacktestRequest request, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, "rules/backtest", JsonContent.Create(request, ApiJson.Default.BacktestRequest), ApiJson.Default.BacktestView, cancellationToken);

    public Task<ShadowView> StartShadowAsync(ShadowRequest request, string by, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, "rules/shadow", JsonContent.Create(request, ApiJson.Default.ShadowRequest), ApiJson.Default.ShadowView, cancellationToken);

    public Task<IReadOnlyList<ShadowView>> ShadowsAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, "rules/shadows", null, ApiJson.Default.IReadOnlyListShadowView, cancellationToken);

    public Task<ShadowView> ShadowAsync(string ruleId, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"rules/shadow?rule={Uri.EscapeDataString(ruleId)}", null, ApiJson.Default.ShadowView, cancellationToken);

    public Task<ShadowView> StopShadowAsync(string ruleId, string by, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, $"rules/shadow?rule={Uri.EscapeDataString(ruleId)}", null, ApiJson.Default.ShadowView, cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body };
            using var response = await _client.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return (await response.Content.ReadFromJsonAsync(type, cancellationToken))!;
            }

            var problem = await response.Content.ReadFromJsonAsync(ApiJson.Default.ProblemDocument, cancellationToken);
            var fault = Enum.IsDefined((AdministrationFault)response.StatusCode) ? (AdministrationFault)response.StatusCode : AdministrationFault.Unavailable;
            throw new AdministrationException(fault, problem?.Detail ?? $"The server answered {(int)response.StatusCode}.", problem?.Errors);
        }
        catch (Exception error) when (error is HttpRequestException or JsonException)
        {
            throw new AdministrationException(AdministrationFault.Unavailable, $"The server at {_client.BaseAddress!.Authority} does not answer as it should ({error.Message}). Is it stopping? Try again.");
        }
    }
}
