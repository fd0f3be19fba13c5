using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Busroot.Server.Certificates;

/// <summary>The certificate the server shows, with its private key.</summary>
internal static class ServerCertificate
{
    private const string Encrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----";

    /// <summary>Reads it and the certificates between it and its authority.</summary>
    /// <exception cref="TlsFileException">A file is missing or not what it should be, or the key belongs to another certificate.</exception>
    public static (X509Certificate2 Server, X509Certificate2Collection Between) Read(TlsFiles files)
    {
        var password = files.Password is { } path ? TlsFile.ReadText("--tls-password-file", path).Split('\n')[0].TrimEnd('\r') : null;
        var (server, between) = IsPkcs12(files.Certificate) ? ReadPkcs12(files, password) : ReadPem(files, password);
        return server.HasPrivateKey
            ? (server, between)
            : throw new TlsFileException($"--tls-cert {files.Certificate}: there is no private key in it; give the key with --tls-key FILE.");
    }

    /// <summary>True for a file that is PKCS#12 by its name.</summary>
    public static bool IsPkcs12(string path) =>
        path.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".p12", StringComparison.OrdinalIgnoreCase);

    private static (X509Certificate2, X509Certificate2Collection) ReadPkcs12(TlsFiles files, string? password)
    {
        try
        {
            var all = X509CertificateLoader.LoadPkcs12Collection(TlsFile.Read("--tls-cert", files.Certificate), password);
            var server = all.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? all[0];
            return (server, [.. all.Where(certificate => certificate != server)]);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentOutOfRangeException)
        {
            var hint = password is null ? "if it has a password, put that into a file and give --tls-password-file" : "is the password in --tls-password-file right?";
            throw new TlsFileException($"--tls-cert {files.Certificate}: this is no usable PKCS#12 file ({error.Message.TrimEnd('.')}); {hint}");
        }
    }

    private static (X509Certificate2, X509Certificate2Collection) ReadPem(TlsFiles files, string? password)
    {
        var certificates = TlsFile.ReadText("--tls-cert", files.Certificate);
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPem(certificates);
        }
        catch (CryptographicException error)
        {
            throw new TlsFileException($"--tls-cert {files.Certificate}: this is no usable certificate ({error.Message.TrimEnd('.')}).");
        }

        if (all.Count == 0)
        {
            throw new TlsFileException($"--tls-cert {files.Certificate}: there is no certificate in it; it is PEM, with '-----BEGIN CERTIFICATE-----'.");
        }

        var keyFile = files.Key ?? files.Certificate;
        var key = files.Key is null ? certificates : TlsFile.ReadText("--tls-key", keyFile);
        return (WithKey(certificates, key, password, $"{(files.Key is null ? "--tls-cert" : "--tls-key")} {keyFile}"), [.. all.Skip(1)]);
    }

    private static X509Certificate2 WithKey(string certificates, string key, string? password, string where)
    {
        var encrypted = key.Contains(Encrypted, StringComparison.Ordinal);
        if (encrypted && password is null)
        {
            throw new TlsFileException($"{where}: the private key is encrypted; put its password into a file and give --tls-password-file.");
        }

        if (!key.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw new TlsFileException($"{where}: there is no private key in it; it is PEM, with '-----BEGIN PRIVATE KEY-----'.");
        }

        try
        {
            return encrypted ? X509Certificate2.CreateFromEncryptedPem(certificates, key, password) : X509Certificate2.CreateFromPem(certificates, key);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            // The library's sentence never quotes the key.
            throw new TlsFileException($"{where}: the private key cannot be used ({error.Message.TrimEnd('.')}). It must belong to the first certificate.");
        }
    }
}
