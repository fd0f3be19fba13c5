using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Busroot.EndToEnd.Tests.Programs;

namespace Busroot.EndToEnd.Tests.Listeners;

/// <summary>An authority with the certificate of a server and of a device, as files, and the options of a server that uses them.</summary>
internal sealed partial class SecureServer
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";
    private readonly TemporaryDirectory _directory;
    private readonly X509Certificate2 _authority;

    public SecureServer(TemporaryDirectory directory)
    {
        _directory = directory;
        using var key = RSA.Create(2048);
        var request = Request("Test authority", key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        _authority = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        File.WriteAllText(Authority, _authority.ExportCertificatePem());
        Issue("server", "localhost", ServerUse);
    }

    public string Authority => _directory.In("authority.pem");

    /// <summary>What to start the server with.</summary>
    public string[] Options =>
    [
        "--mqtts", "127.0.0.1:0", "--https", "127.0.0.1:0", "--tls-cert", _directory.In("server.pem"), "--tls-key", _directory.In("server.key"), "--tls-client-ca", Authority,
    ];

    /// <summary>The address of a listener as the ready line has it, with a name its certificate covers.</summary>
    /// <param name="server">Started with <see cref="Options"/>.</param>
    /// <param name="scheme"><c>mqtt</c>, <c>mqtts</c>, <c>ws</c> or <c>wss</c>.</param>
    public static Uri Address(BusrootServer server, string scheme)
    {
        var ready = server.Run.Output.Text;
        var address = Addresses().Matches(ready).Single(match => match.Groups[1].Value == scheme).Groups[2].Value;
        return new Uri($"{scheme}://localhost:{address}");
    }

    /// <summary>Makes a certificate for a device.</summary>
    public (string Certificate, string Key) IssueDevice(string deviceId) => Issue("device", deviceId, ClientUse);

    private (string Certificate, string Key) Issue(string file, string commonName, string use)
    {
        using var key = RSA.Create(2048);
        var request = Request(commonName, key);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        if (use == ServerUse)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        using var certificate = request.Create(_authority, _authority.NotBefore, _authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(_directory.In($"{file}.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(_directory.In($"{file}.key"), key.ExportPkcs8PrivateKeyPem());
        return (_directory.In($"{file}.pem"), _directory.In($"{file}.key"));
    }

    private static CertificateRequest Request(string commonName, RSA key)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(commonName);
        return new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    [GeneratedRegex(@"\b(mqtts?|wss?) (?:wss?://)?127\.0\.0\.1:(\d+(?:/mqtt)?)")]
    private static partial Regex Addresses();
}
