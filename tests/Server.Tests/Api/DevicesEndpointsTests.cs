using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Busroot.Server.Tests.Hosting;

namespace Busroot.Server.Tests.Api;

public sealed class DevicesEndpointsTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _client = _server.AdminClient();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_device_is_made_at_its_own_address()
    {
        using var made = await Post("devices", """{"deviceId":"acme/press:1.a","name":"Press","stations":["B","A","B"],"variables":{"goodInput":"c1"}}""");

        made.StatusCode.Should().Be(HttpStatusCode.Created);
        var device = await _client.GetFromJsonAsync<JsonElement>(made.Headers.Location);
        device.GetProperty("stations").EnumerateArray().Select(s => s.GetString()).Should().Equal("A", "B");
        device.GetProperty("tokens").GetArrayLength().Should().Be(1);
        device.GetRawText().Should().NotContain("sha256").And.NotContain((await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString());
    }

    [Fact]
    public async Task Every_bad_field_is_named_in_one_problem_document()
    {
        using var refused = await Post("devices", """{"deviceId":"dau/x","name":"\u0007","stations":["+"],"rule":"a b","variables":{"list":[1]}}""");

        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        refused.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("errors").EnumerateObject().Select(p => p.Name).Should().BeEquivalentTo("deviceId", "name", "stations", "rule", "variables");
        problem.GetProperty("status").GetInt32().Should().Be(400);
    }

    [Theory]
    [InlineData("", "The request cannot be read")]
    [InlineData("{", "The body cannot be read")]
    [InlineData("[]", "The body cannot be read")]
    [InlineData("null", "The request cannot be read")]
    [InlineData("{}", "Some fields cannot be accepted")]
    [InlineData("""{"deviceId":7}""", "The body cannot be read")]
    [InlineData("""{"deviceId":"acme/a","stations":[null]}""", "Some fields cannot be accepted")]
    [InlineData("""{"deviceId":"acme/a","tokne":1}""", "The body cannot be read")]
    public async Task A_body_that_is_no_device_is_refused_in_words(string body, string title)
    {
        using var refused = await Post("devices", body);

        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("title").GetString().Should().Be(title);
        problem.GetProperty("detail").GetString().Should().NotBeNullOrEmpty().And.NotContain("Busroot.Server"); // no type names
    }

    [Fact]
    public async Task A_misspelt_field_is_named()
    {
        using var refused = await Post("devices", """{"deviceId":"acme/a","tokne":1}""");

        (await refused.Content.ReadAsStringAsync()).Should().Contain("tokne");
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        using var refused = await Post("devices", $$"""{"deviceId":"acme/a","name":"{{new string('x', 2 * 1024 * 1024)}}"}""");

        refused.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("GET", "devices/acme/none", 404)]
    [InlineData("DELETE", "devices/acme/none", 404)]
    [InlineData("POST", "devices/acme/none/rotate", 404)]
    [InlineData("POST", "devices/acme/none/disable", 404)]
    [InlineData("GET", "devices/acme/%2B%23", 404)]
    [InlineData("GET", "devices/acme/a%2Fb", 404)]
    [InlineData("GET", "nothing/here", 404)]
    [InlineData("GET", "devices?limit=0", 400)]
    [InlineData("GET", "devices?limit=ten", 400)]
    public async Task What_is_not_there_is_a_problem_document(string method, string path, int status)
    {
        using var response = await _client.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/api/v1/{path}"));

        ((int)response.StatusCode).Should().Be(status);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString().Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_second_device_of_the_same_id_is_a_conflict()
    {
        using var first = await Post("devices", """{"deviceId":"acme/a"}""");
        using var second = await Post("devices", """{"deviceId":"acme/a"}""");

        second.StatusCode.Should().Be(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_change_leaves_what_it_does_not_name()
    {
        using var made = await Post("devices", """{"deviceId":"acme/a","name":"Press","rule":"x/y"}""");
        using var changed = await _client.PatchAsync("/api/v1/devices/acme/a", Json("""{"rule":"","variables":{"n":1}}"""));

        var device = await changed.Content.ReadFromJsonAsync<JsonElement>();
        device.GetProperty("name").GetString().Should().Be("Press");
        device.TryGetProperty("rule", out _).Should().BeFalse();
        device.GetProperty("variables").GetProperty("n").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task Long_lists_come_in_pages()
    {
        foreach (var id in new[] { "acme/c", "acme/a", "acme/b", "other/a", "acme2/a" })
        {
            using var made = await Post("devices", $$"""{"deviceId":"{{id}}"}""");
        }

        (await Ids("devices?limit=2")).Should().Equal("acme/a", "acme/b");
        (await Ids("devices?limit=2&after=acme/b")).Should().Equal("acme/c", "acme2/a");
        (await Ids("devices?account=acme")).Should().Equal("acme/a", "acme/b", "acme/c");
    }

    [Fact]
    public async Task A_removal_is_answered_when_the_broker_has_disconnected_the_device_and_not_before()
    {
        using var made = await Post("devices", """{"deviceId":"acme/a"}""");
        var disconnected = new TaskCompletionSource();
        _server.Broker.Allowed = disconnected.Task;

        var removal = _client.DeleteAsync("/api/v1/devices/acme/a");
        await Eventually.True(() => _server.Broker.Disconnected.Contains("acme/a Removed"));
        removal.IsCompleted.Should().BeFalse();
        disconnected.SetResult();

        using var removed = await removal;
        removed.StatusCode.Should().Be(HttpStatusCode.NoContent);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private Task<HttpResponseMessage> Post(string path, string body) => _client.PostAsync($"/api/v1/{path}", Json(body));

    private async Task<IEnumerable<string?>> Ids(string path) =>
        (await _client.GetFromJsonAsync<JsonElement>($"/api/v1/{path}")).EnumerateArray().Select(device => device.GetProperty("deviceId").GetString());
}
