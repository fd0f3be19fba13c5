using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Busroot.Server.Tests.Hosting;

namespace Busroot.Server.Tests.Commands;

public sealed class HistoryCommandTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartWithRulesAsync(TestRules.Count);
        await _server.RunAsync("devices", "add", "acme/count-1");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Each_frame_is_shown_with_what_became_of_it_newest_first()
    {
        await _server.PublishAsync("acme/count-1", """{"n":5}""", "n1", "{}", "\u001b[2J");

        var shown = (await _server.RunAsync("history", "acme/count-1")).Output;
        var frames = await _server.JsonAsync("history", "acme/count-1");

        shown.Should().MatchRegex(@"#1  \d{4}-.*Z  produced  test/count@\w+  busroot/v1/dau/acme/count-1")
            .And.Contain("""utf8: {"n":5}""").And.Contain("""-> busroot/v1/acme/count-1  {"production_count_good":5}""").And.Contain("error: not valid JSON at byte 0")
            .And.NotContain("\u001b");
        frames.EnumerateArray().Select(frame => frame.GetProperty("sequence").GetInt64()).Should().Equal(4, 3, 2, 1);
        frames.EnumerateArray().Select(frame => frame.GetProperty("outcome").GetString()).Should().Equal("failed", "ignored", "failed", "produced");
        frames[0].GetProperty("encoding").GetString().Should().Be("base64");
        frames[3].GetProperty("signals")[0].GetProperty("values").GetProperty("production_count_good").GetInt32().Should().Be(5);
        frames[3].GetProperty("rule").GetString().Should().Be("test/count");
    }

    [Fact]
    public async Task Time_outcome_and_number_narrow_it()
    {
        await _server.PublishAsync("acme/count-1", """{"n":5}""", "n1", "n2");

        (await Numbers("--outcome", "failed")).Should().Equal(3, 2);
        (await Numbers("--limit", "1")).Should().Equal(3);
        (await Numbers("--since", "1h")).Should().HaveCount(3);
        (await Numbers("--until", "1h")).Should().BeEmpty();
        (await Numbers("--since", "2026-01-01", "--until", "2099-01-01T12:00+02:00")).Should().HaveCount(3);
        (await _server.RunAsync("history", "acme/count-1", "--since", "yesterday")).Should().Match<CommandRun>(run => run.ExitCode == 2 && run.Error.Contains("'yesterday' is no time"));
        (await _server.RunAsync("history", "acme/count-1", "--outcome", "odd")).ExitCode.Should().Be(2);
    }

    [Fact]
    public async Task More_than_a_page_is_read_page_after_page()
    {
        await _server.PublishAsync("acme/count-1", [.. Enumerable.Range(1, 1005).Select(n => $$"""{"n":{{n}}}""")]);

        (await Numbers("--limit", "1003")).Should().Equal(Enumerable.Range(3, 1003).Reverse().Select(n => (long)n));
        (await Numbers("--limit", "5000")).Should().HaveCount(1005);
    }

    [Fact]
    public async Task It_is_there_when_no_server_runs()
    {
        await _server.PublishAsync("acme/count-1", """{"n":5}""");
        await _server.StopAsync();

        (await _server.RunAsync("history", "acme/count-1")).Output.Should().Contain("produced");
    }

    [Fact]
    public async Task The_api_pages_in_both_directions_and_names_what_it_cannot_take()
    {
        await _server.PublishAsync("acme/count-1", """{"n":1}""", """{"n":2}""", """{"n":3}""");
        using var client = _server.AdminClient();

        (await Page("?before=3&limit=1")).Should().Equal(2);
        (await Page("?after=0&limit=2")).Should().Equal(1, 2);
        (await Page("?after=2")).Should().Equal(3);
        using var refused = await client.GetAsync("/api/v1/devices/acme/count-1/history?limit=0&outcome=odd");
        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().Equal("limit", "outcome");
        using var unknown = await client.GetAsync("/api/v1/devices/acme/nobody/history");
        unknown.StatusCode.Should().Be(HttpStatusCode.NotFound);

        async Task<IEnumerable<long>> Page(string query) =>
            (await client.GetFromJsonAsync<JsonElement>("/api/v1/devices/acme/count-1/history" + query)).EnumerateArray().Select(frame => frame.GetProperty("sequence").GetInt64());
    }

    private async Task<IEnumerable<long>> Numbers(params string[] options) =>
        (await _server.JsonAsync(["history", "acme/count-1", .. options])).EnumerateArray().Select(frame => frame.GetProperty("sequence").GetInt64());
}
