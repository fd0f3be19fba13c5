using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using Busroot.Server.Certificates;

namespace Busroot.Server.Tests.Certificates;

/// <summary>Certificate files in a directory that is gone after the test.</summary>
internal sealed class CertificateFiles : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public string Certificate => Path.Combine(_directory.Parent, "cert.pem");

    public string Key => Path.Combine(_directory.Parent, "key.pem");

    public TlsFiles Server => new(Certificate, Key, null, null);

    public string this[string name] => Path.Combine(_directory.Parent, name);

    /// <summary>Writes certificate and key as PEM, the key for its owner only.</summary>
    [UnsupportedOSPlatform("windows")]
    public void Write(X509Certificate2 server)
    {
        File.WriteAllText(Certificate, server.ExportCertificatePem());
        File.WriteAllText(Key, server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.SetUnixFileMode(Key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>Writes any file.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public void Dispose() => _directory.Dispose();
}
