using System.Runtime.Versioning;
using Busroot.Broker.Identity;
using Busroot.Server.Tests.Certificates;
using static Busroot.Server.Tests.Transports.ListeningServer;

namespace Busroot.Server.Tests.Transports;

[UnsupportedOSPlatform("windows")]
public class ClientCertificateTests
{
    private const int BadUserNameOrPassword = 0x86;
    private const int NotAuthorized = 0x87;

    [Fact]
    public async Task A_certificate_that_names_a_device_logs_it_in_without_a_password()
    {
        await using var server = await StartAsync(clientCertificates: true);
        using var certificate = server.Authority.IssueClient($"CN={Device}");

        (await LogInAsync(server, certificate)).Should().Be(0);
        (await LogInAsync(server, certificate, userName: Device)).Should().Be(0);
        (await LogInAsync(server, certificate, userName: Device, password: "not looked at")).Should().Be(0);
    }

    [Fact]
    public async Task It_logs_in_nobody_else()
    {
        await using var server = await StartAsync(clientCertificates: true);
        using var certificate = server.Authority.IssueClient("CN=acme/press-2");

        (await LogInAsync(server, certificate, userName: Device, password: server.Token)).Should().Be(BadUserNameOrPassword);
        (await LogInAsync(server, certificate, userName: ServiceAccount.LocalAdmin)).Should().Be(BadUserNameOrPassword);
        (await LogInAsync(server, certificate)).Should().Be(NotAuthorized, "the registry does not know press-2");
    }

    [Fact]
    public async Task A_disabled_device_stays_out_and_a_removed_one_is_cut_off()
    {
        await using var server = await StartAsync(clientCertificates: true);
        using var certificate = server.Authority.IssueClient($"CN={Device}");
        await using var connected = await server.SecureAsync(certificate);
        (await connected.LogInAsync($"{Device}/1")).Should().Be(0);

        await server.Registrar.UpdateAsync(DeviceId.Parse(Device), device => device with { Disabled = true }, CancellationToken.None);

        (await connected.EndsAsync()).Should().BeTrue();
        (await LogInAsync(server, certificate)).Should().Be(NotAuthorized);
    }

    [Fact]
    public async Task Without_a_certificate_or_with_one_that_names_no_device_the_password_counts()
    {
        await using var server = await StartAsync(clientCertificates: true);
        using var gateway = server.Authority.IssueClient("CN=Gateway 7");

        (await LogInAsync(server, certificate: null)).Should().Be(NotAuthorized);
        (await LogInAsync(server, certificate: null, Device, server.Token)).Should().Be(0);
        (await LogInAsync(server, gateway)).Should().Be(NotAuthorized);
        (await LogInAsync(server, gateway, Device, server.Token)).Should().Be(0);
    }

    [Fact]
    public async Task A_certificate_that_does_not_verify_is_refused_whatever_it_says()
    {
        await using var server = await StartAsync(clientCertificates: true);
        using var stranger = new TestAuthority("Somebody else");
        using var foreign = stranger.IssueClient($"CN={Device}");
        using var namesake = new TestAuthority(); // the same name, another key
        using var forged = namesake.IssueClient($"CN={Device}");
        using var expired = server.Authority.IssueClient($"CN={Device}", expired: true);
        using var forServers = server.Authority.IssueClient($"CN={Device}", use: TestAuthority.ServerUse);

        foreach (var certificate in new[] { foreign, forged, expired, forServers })
        {
            var refused = () => LogInAsync(server, certificate, Device, server.Token);

            await refused.Should().ThrowAsync<Exception>();
        }

        await Eventually.True(() => server.Log.All.Count(line => line.StartsWith("Warning 4502")) == 4);
    }

    [Fact]
    public async Task Where_no_authority_is_given_a_certificate_means_nothing()
    {
        await using var server = await StartAsync();
        using var certificate = server.Authority.IssueClient($"CN={Device}");

        (await LogInAsync(server, certificate)).Should().Be(NotAuthorized);
    }

    private static async Task<int> LogInAsync(
        ListeningServer server, System.Security.Cryptography.X509Certificates.X509Certificate2? certificate, string? userName = null, string? password = null)
    {
        await using var client = await server.SecureAsync(certificate);
        return await client.LogInAsync($"{Device}/1", userName, password);
    }
}
