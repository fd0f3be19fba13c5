using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Busroot.Mqtt.Client;

namespace Busroot.Mqtt.Tests.Client;

/// <summary>The client over TLS with a certificate made for the occasion.</summary>
public sealed class MqttClientTlsTests : IDisposable
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(20));
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate = MakeCertificate();

    public MqttClientTlsTests() => _listener.Start();

    [Fact]
    public async Task A_trusted_server_is_spoken_to_in_secret()
    {
        var serving = ServeAsync();

        var client = await MqttClient.ConnectAsync(Options(trust: true), _deadline.Token);
        await client.PublishAsync(new OutgoingMessage { Topic = "a", Payload = "hi"u8.ToArray() }, _deadline.Token);
        await client.DisconnectAsync(_deadline.Token);

        Bytes.Hex(await serving).Should().Be(Bytes.Hex(Bytes.Of("10 0F | 00 04 'MQTT' 04 | 02 00 00 | 00 03 'cid' | 30 05 | 00 01 'a' | 'hi' | E0 00")));
    }

    [Fact]
    public async Task A_server_that_is_not_trusted_gets_no_CONNECT()
    {
        var serving = ServeAsync();

        var connect = () => MqttClient.ConnectAsync(Options(trust: false), _deadline.Token);

        await connect.Should().ThrowAsync<MqttConnectionException>();
        (await serving).Should().BeEmpty();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
        _deadline.Dispose();
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }

    private MqttClientOptions Options(bool trust) => new()
    {
        Host = "127.0.0.1",
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        ClientId = "cid",
        Version = ProtocolVersion.V311,
        KeepAlive = TimeSpan.Zero,
        Tls = new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            RemoteCertificateValidationCallback = trust ? IsOurs : null,
        },
    };

    private bool IsOurs(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors) =>
        shown is not null && shown.GetRawCertData().AsSpan().SequenceEqual(_certificate.RawData);

    /// <summary>Accepts one client, welcomes it, and returns all it said.</summary>
    private async Task<byte[]> ServeAsync()
    {
        using var socket = await _listener.AcceptSocketAsync(_deadline.Token);
        await using var stream = new SslStream(new NetworkStream(socket, ownsSocket: false));
        var said = new List<byte>();
        try
        {
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _deadline.Token);
            var buffer = new byte[1024];
            for (int count; (count = await stream.ReadAsync(buffer, _deadline.Token)) > 0;)
            {
                if (said.Count == 0)
                {
                    await stream.WriteAsync(Bytes.Of("20 02 | 00 00"), _deadline.Token);
                }

                said.AddRange(buffer.AsSpan(0, count));
            }
        }
        catch (Exception failure) when (failure is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client does not trust us.
        }

        return [.. said];
    }
}
