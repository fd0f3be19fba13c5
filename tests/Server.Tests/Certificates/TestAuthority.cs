using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Busroot.Server.Tests.Certificates;

/// <summary>A certificate authority of its own, and the certificates it gives out.</summary>
internal sealed class TestAuthority : IDisposable
{
    public const string ServerUse = "1.3.6.1.5.5.7.3.1";
    public const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly X509Certificate2 _root;

    public TestAuthority(string name = "Test authority")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        _root = request.CreateSelfSigned(Now.AddDays(-30), Now.AddDays(90));
    }

    public string Pem => _root.ExportCertificatePem();

    public X509Certificate2Collection Roots => [_root];

    /// <summary>A certificate for localhost.</summary>
    public X509Certificate2 IssueServer(string commonName = "localhost", int validDays = 60)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        return Issue($"CN={commonName}", ServerUse, names.Build(), Now.AddDays(-1), Now.AddDays(validDays));
    }

    /// <summary>A certificate for a client.</summary>
    public X509Certificate2 IssueClient(string subject, X509Extension? names = null, string use = ClientUse, bool expired = false) =>
        Issue(subject, use, names, Now.AddDays(-20), Now.AddDays(expired ? -10 : 30));

    public void Dispose() => _root.Dispose();

    private X509Certificate2 Issue(string subject, string use, X509Extension? names, DateTimeOffset from, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names);
        }

        var issuer = X509SignatureGenerator.CreateForECDsa(_root.GetECDsaPrivateKey()!);
        using var certificate = request.Create(_root.SubjectName, issuer, from, until, RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }
}
