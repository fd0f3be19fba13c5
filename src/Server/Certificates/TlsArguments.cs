namespace Busroot.Server.Certificates;

/// <summary>The TLS options of <c>busroot up</c>, as written; null for those left out.</summary>
internal sealed record TlsArguments(string? Certificate, string? Key, string? Password, string? ClientAuthorities)
{
    /// <summary>Checks them against each other and reads the files.</summary>
    /// <param name="mqtts">True when there is a TLS listener for MQTT.</param>
    /// <param name="https">True when there is one for HTTP.</param>
    /// <param name="problems">Gains one sentence a problem, each naming its option.</param>
    /// <returns>Null when TLS is not used, or when there are problems.</returns>
    public TlsFiles? Check(bool mqtts, bool https, List<string> problems)
    {
        var before = problems.Count;
        CheckTogether(mqtts, https, problems);
        if (Certificate is null || problems.Count > before)
        {
            return null;
        }

        var files = new TlsFiles(Path.GetFullPath(Certificate), Full(Key), Full(Password), Full(ClientAuthorities));
        try
        {
            TlsSettings.Load(files);
            return files;
        }
        catch (TlsFileException error)
        {
            problems.Add(error.Message);
            return null;
        }
    }

    private void CheckTogether(bool mqtts, bool https, List<string> problems)
    {
        if (Certificate is null)
        {
            var users = new[] { (mqtts, "--mqtts"), (https, "--https"), (Key is not null, "--tls-key"), (Password is not null, "--tls-password-file"), (ClientAuthorities is not null, "--tls-client-ca") };
            problems.AddRange(users.Where(user => user.Item1).Select(user => $"{user.Item2}: this needs a certificate; give --tls-cert FILE, and --tls-key FILE."));
            return;
        }

        if (!mqtts && !https)
        {
            problems.Add($"--tls-cert {Certificate}: nothing would use it; give --mqtts HOST:PORT or --https HOST:PORT too.");
        }
        else if (!mqtts && ClientAuthorities is not null)
        {
            problems.Add($"--tls-client-ca {ClientAuthorities}: client certificates are for MQTT clients; give --mqtts HOST:PORT too.");
        }

        if (Key is not null && ServerCertificate.IsPkcs12(Certificate))
        {
            problems.Add($"--tls-key {Key}: a PKCS#12 file such as {Certificate} holds its key; leave --tls-key out.");
        }
    }

    private static string? Full(string? path) => path is null ? null : Path.GetFullPath(path);
}
