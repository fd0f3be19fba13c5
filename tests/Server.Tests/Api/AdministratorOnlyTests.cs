using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Busroot.Broker.Identity;
using Busroot.Server.Tests.Hosting;
using Busroot.Storage;

namespace Busroot.Server.Tests.Api;

public sealed class AdministratorOnlyTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async Task InitializeAsync() => _server = await RunningServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_local_key_opens_the_api() => (await Status(Bearer(_server.Key))).Should().Be(HttpStatusCode.OK);

    [Fact]
    public async Task An_administrators_token_opens_it_in_both_forms()
    {
        var token = await ServiceAsync("ops", ServiceRole.Admin);

        (await Status(Bearer(token))).Should().Be(HttpStatusCode.OK);
        (await Status(Basic($"ops:{token}"))).Should().Be(HttpStatusCode.OK);
        (await Status(Basic($"local-admin:{_server.Key}"))).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_login_without_the_right_is_forbidden()
    {
        var core = await ServiceAsync("core", ServiceRole.Core);
        var device = (await Registrar.AddAsync(new DeviceRecord(DeviceId.Parse("acme/a"), default, []), default))!.Reveal();

        (await Status(Bearer(core))).Should().Be(HttpStatusCode.Forbidden);
        (await Status(Basic($"acme/a:{device}"))).Should().Be(HttpStatusCode.Forbidden);
        (await Status(Bearer(device))).Should().Be(HttpStatusCode.Unauthorized); // a device's token alone names nobody
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer wrong")]
    [InlineData("Basic")]
    [InlineData("Basic !!!")]
    [InlineData("Basic bm9jb2xvbg==")] // "nocolon"
    [InlineData("Basic bG9jYWwtYWRtaW46")] // "local-admin:"
    [InlineData("Digest x")]
    public async Task Nobody_gets_nothing(string? header)
    {
        using var client = _server.Client(header is null ? null : AuthenticationHeaderValue.Parse(header));
        foreach (var path in new[] { "status", "devices", "services", "quarantine", "quarantine/counts", "devices/acme/a" })
        {
            using var response = await client.GetAsync($"/api/v1/{path}");
            response.StatusCode.Should().Be(HttpStatusCode.Unauthorized, path);
            response.Headers.WwwAuthenticate.ToString().Should().Be("Bearer");
        }
    }

    [Fact]
    public async Task Without_a_login_a_body_is_not_even_judged()
    {
        using var client = _server.Client(null);

        using var response = await client.PostAsync("/api/v1/devices", new StringContent("{", Encoding.UTF8, "application/json"));

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_revoked_administrator_is_out_at_once()
    {
        var token = await ServiceAsync("ops", ServiceRole.Admin);
        await Registrar.RemoveServiceAsync("ops", default);

        (await Status(Bearer(token))).Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Health_needs_no_login_and_tells_nothing_else()
    {
        using var client = _server.Client(null);

        (await client.GetStringAsync("/health/live")).Should().Be("live\n");
        (await client.GetStringAsync("/health/ready")).Should().Be("ready\n");
        _server.Broker.IsReady = false;
        (await client.GetAsync("/health/ready")).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await client.GetAsync("/health/live")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(StorageFault.DiskFull, "the disk is full. Nothing is acknowledged until there is room")]
    [InlineData(StorageFault.NotWritable, "the database cannot be written. Nothing is acknowledged until it can")]
    [InlineData(StorageFault.Damaged, "the database is damaged. Nothing is acknowledged")]
    [InlineData(StorageFault.Failed, "storing fails. Nothing is acknowledged until it works; the log says why")]
    public async Task Health_says_why_nothing_is_acknowledged(StorageFault trouble, string told)
    {
        using var client = _server.Client(null);
        (_server.Broker.IsReady, _server.Broker.Trouble) = (false, new StorageException(trouble, "x"));

        using var ready = await client.GetAsync("/health/ready");

        ready.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync()).Should().Be($"not ready: {told}\n");
    }

    private Registrar Registrar => (Registrar)_server.Host.Services.GetService(typeof(Registrar))!;

    private static AuthenticationHeaderValue Bearer(string token) => new("Bearer", token);

    private static AuthenticationHeaderValue Basic(string login) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(login)));

    private async Task<string> ServiceAsync(string name, ServiceRole role) => (await Registrar.AddServiceAsync(name, role, null, default))!.Reveal();

    private async Task<HttpStatusCode> Status(AuthenticationHeaderValue login)
    {
        using var client = _server.Client(login);
        using var response = await client.GetAsync("/api/v1/status");
        return response.StatusCode;
    }
}
