using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Busroot.Broker.Limits;

namespace Busroot.Conformance.Tests.Security;

/// <summary>A handshake inside the accept loop lets one silent socket keep everybody out; here it holds up nobody and not for long.</summary>
public sealed class S19StalledHandshakeTests : IAsyncLifetime, IDisposable
{
    private const int Stalled = 60;
    private readonly X509Certificate2 _certificate;
    private readonly RunningBroker _broker;
    private readonly List<WireClient> _stalled = [];

    public S19StalledHandshakeTests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        _certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        _broker = new RunningBroker(new BrokerLimits { MaximumUnauthenticatedPerAddress = Stalled + 10 }, _certificate);
    }

    public Task InitializeAsync() => _broker.InitializeAsync();

    public async Task DisposeAsync()
    {
        foreach (var client in _stalled)
        {
            await client.DisposeAsync();
        }

        await _broker.DisposeAsync();
    }

    public void Dispose() => _certificate.Dispose();

    [Fact]
    public async Task Others_are_let_in_while_handshakes_stall()
    {
        await StallAsync();

        await using var secure = await HandshakeAsync();
        await using var plain = await WireClient.OpenAsync(_broker.Open);
        await plain.ConnectAsync();

        secure.IsAuthenticated.Should().BeTrue();
        _broker.Count("connections").Should().Be(Stalled + 2, "none of those that stall has given up");
    }

    [Fact]
    public async Task A_handshake_that_stalls_is_given_up_at_the_connect_deadline()
    {
        await StallAsync();

        await _broker.PassAsync(_broker.Limits.ConnectDeadline + TimeSpan.FromSeconds(1));

        await Eventually.TrueAsync(() => _broker.Count("connections") == 0);
    }

    /// <summary>Silent sockets, ones that stop within the first message, and ones that stop after the beginning of the second.</summary>
    private async Task StallAsync()
    {
        string[] starts = ["", "16 03 01", "16 03 01 02 00 01 00 01 FC 03 03 [32]AB"];
        for (var i = 0; i < Stalled; i++)
        {
            var client = await WireClient.OpenAsync(_broker.Secure);
            _stalled.Add(client);
            await client.SendAsync(starts[i % starts.Length]);
        }

        await Eventually.TrueAsync(() => _broker.Count("connections") == Stalled);
    }

    private async Task<SslStream> HandshakeAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_broker.Secure);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.GetCertHashString() == _certificate.GetCertHashString(),
        }, CancellationToken.None);
        return stream;
    }
}
