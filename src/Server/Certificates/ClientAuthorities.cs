using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Busroot.Server.Certificates;

/// <summary>The authorities whose client certificates are accepted.</summary>
internal static class ClientAuthorities
{
    /// <summary>Reads a PEM file with one or more certificates.</summary>
    /// <exception cref="TlsFileException">It cannot be read or holds none.</exception>
    public static X509Certificate2Collection Read(string path)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(TlsFile.ReadText("--tls-client-ca", path));
        }
        catch (CryptographicException error)
        {
            throw new TlsFileException($"--tls-client-ca {path}: this is no usable certificate ({error.Message.TrimEnd('.')}).");
        }

        return authorities.Count > 0
            ? authorities
            : throw new TlsFileException($"--tls-client-ca {path}: there is no certificate in it; it is PEM, with one or more '-----BEGIN CERTIFICATE-----'.");
    }
}
