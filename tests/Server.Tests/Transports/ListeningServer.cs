using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using Busroot.Broker.Identity;
using Busroot.Server.Hosting;
using Busroot.Server.Tests.Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Busroot.Server.Tests.Transports;

/// <summary>A whole server with every listener there is, on ports that were picked, and a device.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ListeningServer : IAsyncDisposable
{
    public const string Device = "acme/press-1";

    private readonly TemporaryDirectory _directory = new();

    private ListeningServer(TimeProvider time) => Time = time;

    public ServerHost Host { get; private set; } = null!;

    public TestAuthority Authority { get; } = new();

    public CertificateFiles Files { get; } = new();

    public LogLines Log { get; } = new();

    public TimeProvider Time { get; }

    public string Token { get; private set; } = "";

    public IPEndPoint Mqtt => Address("mqtt");

    public IPEndPoint Mqtts => Address("mqtts");

    public Registrar Registrar => Host.Services.GetRequiredService<Registrar>();

    public static async Task<ListeningServer> StartAsync(bool clientCertificates = false, bool proxyProtocol = false, TimeProvider? time = null, bool polled = true, IPEndPoint? mqtt = null)
    {
        var server = new ListeningServer(time ?? TimeProvider.System);
        server.Files.Write(server.Authority.IssueServer());
        var anyPort = new IPEndPoint(IPAddress.Loopback, 0);
        var options = new ServerOptions
        {
            Data = server._directory.Data,
            Rules = server._directory.Rules,
            Mqtt = mqtt ?? anyPort,
            Mqtts = anyPort,
            Http = anyPort,
            Https = anyPort,
            ProxyProtocol = proxyProtocol,
            PolledSockets = polled && OperatingSystem.IsLinux(),
            Tls = server.Files.Server with { ClientAuthorities = clientCertificates ? server.Files.Write("clients.pem", server.Authority.Pem) : null },
        };
        server.Host = await ServerHost.StartAsync(options, server.Configure, CancellationToken.None);
        server.Token = (await server.Registrar.AddAsync(new DeviceRecord(DeviceId.Parse(Device), server.Time.GetUtcNow(), []), CancellationToken.None))!.Reveal();
        return server;
    }

    /// <summary>A TLS connection that trusts the authority.</summary>
    public async Task<SslStream> SecureAsync(X509Certificate2? certificate = null, Action<SslClientAuthenticationOptions>? change = null, Stream? over = null)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ClientCertificates = certificate is null ? null : [certificate],
            CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
        };
        options.CertificateChainPolicy.CustomTrustStore.AddRange(Authority.Roots);
        change?.Invoke(options);
        var stream = new SslStream(over ?? await OpenAsync(Mqtts));
        await stream.AuthenticateAsClientAsync(options, CancellationToken.None).WaitAsync(Wire.Deadline);
        return stream;
    }

    /// <summary>A TCP connection.</summary>
    public static async Task<NetworkStream> OpenAsync(IPEndPoint endPoint)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(endPoint);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _directory.Dispose();
        Files.Dispose();
        Authority.Dispose();
    }

    private IPEndPoint Address(string name) => Host.Mqtt.Single(listener => listener.Name == name).EndPoint;

    private void Configure(Microsoft.AspNetCore.Builder.WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(Time);
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddProvider(Log);
    }
}
