using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Busroot.Broker.Persistence;
using Busroot.Server.Hosting;
using Busroot.Server.Tests.Certificates;
using Busroot.Server.Tests.Commands;
using Busroot.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Busroot.Server.Tests.Hosting;

public class ServerHostTests
{
    [Fact]
    public async Task A_running_server_says_where_it_is_and_a_stopped_one_no_longer()
    {
        var server = await RunningServer.StartAsync();
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(server.Data, "server.json")));

        file.RootElement.GetProperty("http").GetString().Should().Be($"http://{server.Host.Http}");
        file.RootElement.GetProperty("mqtt").GetString().Should().Be("127.0.0.1:4711"); // bound to 0.0.0.0, reached at loopback
        file.RootElement.GetProperty("pid").GetInt32().Should().Be(Environment.ProcessId);
        await server.Host.DisposeAsync();

        Directory.GetFiles(server.Data).Select(Path.GetFileName).Should().BeEquivalentTo("busroot.db", "lock");
        Directory.Delete(Path.GetDirectoryName(server.Data)!, recursive: true);
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_is_refused_and_hurts_nothing()
    {
        await using var first = await RunningServer.StartAsync();
        var anyPort = new IPEndPoint(IPAddress.Loopback, 0);
        var options = new ServerOptions { Data = first.Data, Mqtt = anyPort, Http = anyPort, Rules = first.Data };

        var second = () => ServerHost.StartAsync(options, _ => { }, CancellationToken.None);

        (await second.Should().ThrowAsync<StorageException>()).Which.Fault.Should().Be(StorageFault.InUse);
        using var client = first.AdminClient();
        (await client.GetAsync("/api/v1/status")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_taken_port_is_named_and_the_data_is_let_go()
    {
        await using var first = await RunningServer.StartAsync();
        using var directory = new TemporaryDirectory();
        var options = new ServerOptions { Data = directory.Data, Mqtt = new IPEndPoint(IPAddress.Loopback, 0), Http = first.Host.Http, Rules = directory.Rules };

        var second = () => ServerHost.StartAsync(options, _ => { }, CancellationToken.None);

        (await second.Should().ThrowAsync<IOException>()).WithMessage($"*{first.Host.Http}*");
        ServerState.Open(directory.Data).Dispose();
        Directory.GetFiles(directory.Data).Select(Path.GetFileName).Should().BeEquivalentTo("busroot.db", "lock");
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Of_two_addresses_of_the_api_the_one_that_cannot_be_had_is_named()
    {
        using var directory = new TemporaryDirectory();
        using var authority = new TestAuthority();
        using var files = new CertificateFiles();
        files.Write(authority.IssueServer());
        var anyPort = new IPEndPoint(IPAddress.Loopback, 0);
        var nowhere = IPEndPoint.Parse("192.0.2.1:4433"); // RFC 5737: an address no machine has
        var options = new ServerOptions { Data = directory.Data, Mqtt = anyPort, Http = anyPort, Rules = directory.Rules, Tls = files.Server };

        var secure = () => ServerHost.StartAsync(options with { Https = nowhere }, _ => { }, CancellationToken.None);
        var plain = () => ServerHost.StartAsync(options with { Http = nowhere, Https = anyPort }, _ => { }, CancellationToken.None);

        (await secure.Should().ThrowAsync<IOException>()).WithMessage($"Cannot listen on {nowhere}:*");
        (await plain.Should().ThrowAsync<IOException>()).WithMessage($"Cannot listen on {nowhere}:*");
    }

    [Fact]
    public async Task Buffered_persistence_is_told_wherever_one_looks()
    {
        using var directory = new TemporaryDirectory();
        var anyPort = new IPEndPoint(IPAddress.Loopback, 0);
        var options = new ServerOptions { Data = directory.Data, Mqtt = anyPort, Http = anyPort, Rules = directory.Rules, Persistence = PersistenceMode.Buffered };
        var log = new LogLines();
        await using var host = await ServerHost.StartAsync(options, builder => builder.Logging.AddProvider(log), CancellationToken.None);
        using var client = new HttpClient { BaseAddress = new Uri($"http://{host.Http}") };

        (await client.GetStringAsync(new Uri("/health/ready", UriKind.Relative))).Should().Be("ready (persistence is buffered)\n");
        log.All.Should().Contain(line => line.Contains("Persistence is buffered"));
        (await CommandRun.Of("status", "--data", directory.Data)).Output.Should().MatchRegex(@"persistence\s+buffered");
    }

    [Fact]
    public async Task Status_counts()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.AdminClient();

        var status = await client.GetFromJsonAsync<JsonElement>("/api/v1/status");

        status.GetProperty("ready").GetBoolean().Should().BeTrue();
        status.GetProperty("devices").GetInt32().Should().Be(0);
        status.GetProperty("listeners").GetProperty("mqtt").GetString().Should().Be("0.0.0.0:4711");
        status.GetProperty("counters").GetProperty("connections").GetInt64().Should().Be(3);
        status.GetProperty("quarantine").GetProperty("entries").GetInt64().Should().Be(0);
    }

    [Fact]
    public async Task No_secret_is_ever_logged()
    {
        var secrets = new List<string> { "a-wrong-password" };
        await using var server = await RunningServer.StartAsync();
        secrets.Add(server.Key);
        using (var client = server.AdminClient())
        {
            using var device = await client.PostAsync("/api/v1/devices", new StringContent("""{"deviceId":"acme/a"}""", Encoding.UTF8, "application/json"));
            secrets.Add((await device.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!);
            using var rotated = await client.PostAsync("/api/v1/devices/acme/a/rotate", null);
            secrets.Add((await rotated.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!);
            using var service = await client.PostAsync("/api/v1/services", new StringContent("""{"name":"ops","role":"admin"}""", Encoding.UTF8, "application/json"));
            secrets.Add((await service.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!);
        }

        using (var stranger = server.Client(new AuthenticationHeaderValue("Bearer", "a-wrong-password")))
        {
            using var refused = await stranger.GetAsync("/api/v1/status");
        }

        server.Log.Should().NotBeEmpty();
        server.Log.Should().NotContain(line => secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_the_disk_refuses_is_a_problem_document_and_not_kept()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.AdminClient();
        server.Host.Services.GetRequiredService<Storage.Databases.Database>().Dispose(); // as near to a broken disk as a test gets

        using var response = await client.PostAsync("/api/v1/devices", new StringContent("""{"deviceId":"acme/a"}""", Encoding.UTF8, "application/json"));

        ((int)response.StatusCode).Should().BeGreaterThanOrEqualTo(500);
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/devices")).GetArrayLength().Should().Be(0);
    }
}
