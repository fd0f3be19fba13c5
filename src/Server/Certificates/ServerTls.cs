using System.Security.Cryptography;

namespace Busroot.Server.Certificates;

/// <summary>The TLS settings in force, renewed when their files change: new handshakes use the new certificate, open connections stay.</summary>
/// <remarks>
/// The files are looked at every <see cref="LookEvery"/>, by content, so that links that are exchanged count too. A change is taken when two looks in a row have found the
/// same, for certificate and key are rarely replaced in one instant. Files that cannot be used leave everything as it is and are logged once.
/// Threads: any.
/// </remarks>
internal sealed class ServerTls : IDisposable
{
    /// <summary>Time between two looks at the files; a renewed certificate is in use after two of them.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ExpiryWarning = TimeSpan.FromDays(14);

    private readonly TlsFiles _files;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private readonly Lock _looking = new();
    private string _taken;
    private string _seen;
    private DateTimeOffset _nextExpiryWarning;
    private volatile TlsSettings _current;

    /// <summary>Reads the files and watches them from then on.</summary>
    /// <exception cref="TlsFileException">They cannot be used.</exception>
    public ServerTls(TlsFiles files, TimeProvider time, ILogger<ServerTls> log)
    {
        _files = files;
        _time = time;
        _log = log;
        _taken = _seen = Fingerprint();
        _current = TlsSettings.Load(files);
        WarnOfKey();
        WarnOfExpiry();
        _timer = time.CreateTimer(static tls => ((ServerTls)tls!).Look(), this, LookEvery, LookEvery);
    }

    /// <summary>For the next handshake.</summary>
    public TlsSettings Current => _current;

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (!_looking.TryEnter())
        {
            return; // the disk is slow: the next look does
        }

        try
        {
            var now = Fingerprint();
            if (now == _seen && now != _taken)
            {
                _taken = now; // also when it turns out to be unusable: it is said once
                Renew();
            }

            _seen = now;
            WarnOfExpiry();
        }
        finally
        {
            _looking.Exit();
        }
    }

    private void Renew()
    {
        try
        {
            _current = TlsSettings.Load(_files);
            CertificateLog.Renewed(_log, _files.Certificate, _current.Server.NotAfter.ToUniversalTime());
            _nextExpiryWarning = default;
            WarnOfKey();
        }
        catch (TlsFileException error)
        {
            CertificateLog.NotRenewed(_log, error.Message, _current.Server.NotAfter.ToUniversalTime());
        }
    }

    private void WarnOfKey()
    {
        foreach (var secret in new[] { _files.Key ?? _files.Certificate, _files.Password }.OfType<string>().Where(TlsFile.IsOpenToOthers))
        {
            CertificateLog.KeyIsOpen(_log, secret);
        }
    }

    /// <summary>Warns at most once a day.</summary>
    private void WarnOfExpiry()
    {
        var now = _time.GetUtcNow();
        if (now < _nextExpiryWarning || _current.Server.NotAfter.ToUniversalTime() - now.UtcDateTime > ExpiryWarning)
        {
            return;
        }

        _nextExpiryWarning = now + TimeSpan.FromDays(1);
        CertificateLog.Expires(_log, _files.Certificate, _current.Server.NotAfter.ToUniversalTime());
    }

    /// <summary>A hash over all files; a file that cannot be read counts as its problem.</summary>
    private string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in new[] { _files.Certificate, _files.Key, _files.Password, _files.ClientAuthorities }.OfType<string>())
        {
            try
            {
                hash.AppendData(SHA256.HashData(TlsFile.Read("", path)));
            }
            catch (TlsFileException problem)
            {
                hash.AppendData(System.Text.Encoding.UTF8.GetBytes(problem.Message));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
