using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Busroot.Broker.Identity;
using Busroot.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Busroot.Server.Tests.Api;

public sealed class RulesEndpointsTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartWithRulesAsync(TestRules.Count);
        _client = _server.AdminClient();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("GET", "rules")]
    [InlineData("GET", "rules/revisions?rule=test/count")]
    [InlineData("GET", "rules/files?rule=test/count&number=1")]
    [InlineData("POST", "rules/rollback")]
    [InlineData("POST", "rules/backtest")]
    public async Task Rules_are_for_administrators(string method, string path)
    {
        var core = (await _server.Host.Services.GetRequiredService<Registrar>().AddServiceAsync("core", ServiceRole.Core, null, default))!.Reveal();

        (await Status(login: null)).Should().Be(HttpStatusCode.Unauthorized);
        (await Status(new AuthenticationHeaderValue("Bearer", core))).Should().Be(HttpStatusCode.Forbidden);

        async Task<HttpStatusCode> Status(AuthenticationHeaderValue? login)
        {
            using var client = _server.Client(login);
            using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1/{path}") { Content = method == "POST" ? Json("{") : null };
            using var response = await client.SendAsync(request);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task A_rule_its_revisions_and_their_files_are_told()
    {
        var rule = (await _client.GetFromJsonAsync<JsonElement>("/api/v1/rules")).EnumerateArray().Should().ContainSingle().Subject;
        var revision = (await _client.GetFromJsonAsync<JsonElement>("/api/v1/rules/revisions?rule=test/count")).EnumerateArray().Should().ContainSingle().Subject;
        var file = (await _client.GetFromJsonAsync<JsonElement>("/api/v1/rules/files?rule=test/count&number=1")).EnumerateArray().Should().ContainSingle().Subject;

        (rule.GetProperty("id").GetString(), rule.GetProperty("kind").GetString(), rule.GetProperty("number").GetInt64(), rule.GetProperty("problems").GetArrayLength())
            .Should().Be(("test/count", "mapping", 1, 0));
        revision.GetProperty("revision").GetString().Should().Be(rule.GetProperty("revision").GetString());
        (revision.GetProperty("live").GetBoolean(), revision.GetProperty("wentLive").GetBoolean()).Should().Be((true, true));
        (file.GetProperty("name").GetString(), file.GetProperty("text").GetString()).Should().Be(("rule.json", TestRules.Count.Text));
    }

    [Fact]
    public async Task A_rollback_names_who_asked_for_it()
    {
        var ops = (await _server.Host.Services.GetRequiredService<Registrar>().AddServiceAsync("ops", ServiceRole.Admin, null, default))!.Reveal();
        await RemoveAsync("test/count");
        using var client = _server.Client(new AuthenticationHeaderValue("Bearer", ops));

        using var answer = await client.PostAsync("/api/v1/rules/rollback", Json("""{"rule":"test/count","number":1}"""));

        var back = await answer.Content.ReadFromJsonAsync<JsonElement>();
        back.TryGetProperty("waits", out _).Should().BeFalse("it is in force");
        (back.GetProperty("rule").GetProperty("number").GetInt64(), back.GetProperty("rule").GetProperty("by").GetString()).Should().Be((2, "ops"));
    }

    [Theory]
    [InlineData("rules/revisions?rule=test/none", 404)]
    [InlineData("rules/revisions?rule=", 404)]
    [InlineData("rules/revisions", 400)]
    [InlineData("rules/files?rule=test/count&number=7", 404)]
    [InlineData("rules/files?rule=test/count&number=seven", 400)]
    [InlineData("rules/files?rule=test/count", 400)]
    public async Task What_is_not_there_is_a_problem_document(string path, int status)
    {
        using var response = await _client.GetAsync($"/api/v1/{path}");

        ((int)response.StatusCode).Should().Be(status);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString().Should().NotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("""{"rule":"test/count","number":7}""", 404)]
    [InlineData("""{"rule":"test/none","number":1}""", 404)]
    [InlineData("""{"rule":"../../etc","number":1}""", 404)]
    [InlineData("""{"number":1}""", 400)]
    [InlineData("""{"rule":null,"number":1}""", 400)]
    [InlineData("""{"rule":"test/count","number":"one"}""", 400)]
    [InlineData("""{"rule":"test/count","number":1,"force":true}""", 400)]
    [InlineData("null", 400)]
    [InlineData("{", 400)]
    [InlineData("", 400)]
    public async Task A_rollback_to_nothing_is_refused_in_words(string body, int status)
    {
        using var response = await _client.PostAsync("/api/v1/rules/rollback", Json(body));

        ((int)response.StatusCode).Should().Be(status);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString().Should().NotBeNullOrEmpty().And.NotContain("Busroot.Server");
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private async Task RemoveAsync(string rule)
    {
        var rules = _server.Host.Services.GetRequiredService<Server.Rules.LiveRules>();
        Directory.Delete(Path.Combine(rules.Directory, rule), recursive: true);
        await Eventually.True(() => rules.Look("test") && rules.Standing(rule) is null);
    }
}
