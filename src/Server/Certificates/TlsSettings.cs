using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Busroot.Server.Certificates;

/// <summary>What a TLS handshake is made with: one state of the files of <see cref="TlsFiles"/>, read and found usable.</summary>
internal sealed class TlsSettings
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2"; // RFC 5280 §4.2.1.12
    private const SslProtocols Versions = SslProtocols.Tls12 | SslProtocols.Tls13; // RFC 8996 retired the others

    private readonly SslStreamCertificateContext _server;

    private TlsSettings(X509Certificate2 server, X509Certificate2Collection between, X509Certificate2Collection? clientAuthorities)
    {
        Server = server;
        _server = SslStreamCertificateContext.Create(server, between, offline: true); // never asks the network for missing links
        Authentication = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = _server,
            EnabledSslProtocols = Versions,
            ApplicationProtocols = [new SslApplicationProtocol("mqtt")], // chosen if offered; most clients offer nothing
        };
        if (clientAuthorities is not null)
        {
            AskForCertificate(Authentication, clientAuthorities);
        }
    }

    /// <summary>The server's certificate.</summary>
    public X509Certificate2 Server { get; }

    /// <summary>For MQTT clients.</summary>
    public SslServerAuthenticationOptions Authentication { get; }

    /// <summary>For HTTPS: the same certificate; client certificates are not asked for, since browsers would put the question to people.</summary>
    public SslServerAuthenticationOptions Https => new() { ServerCertificateContext = _server, EnabledSslProtocols = Versions };

    /// <summary>Reads the files.</summary>
    /// <exception cref="TlsFileException">One of them cannot be used.</exception>
    public static TlsSettings Load(TlsFiles files)
    {
        var (server, between) = ServerCertificate.Read(files);
        var authorities = files.ClientAuthorities is { } path ? ClientAuthorities.Read(path) : null;
        try
        {
            return new TlsSettings(server, between, authorities);
        }
        catch (CryptographicException error)
        {
            throw new TlsFileException($"--tls-cert {files.Certificate}: the certificate cannot be used ({error.Message.TrimEnd('.')}).");
        }
    }

    /// <summary>Asks for a client certificate; one that is sent must be good, for a bad one is a mistake to be told about and not a stranger to be let in.</summary>
    private static void AskForCertificate(SslServerAuthenticationOptions options, X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck, // who may connect is the registry's matter: disable the device
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        options.ClientCertificateRequired = true; // asked for; the callback lets a client without one in
        options.CertificateChainPolicy = policy;
        options.RemoteCertificateValidationCallback = static (_, certificate, _, problems) => certificate is null || problems == SslPolicyErrors.None;
        options.AllowTlsResume = false; // every handshake is judged by the authorities of now
    }
}
