namespace Busroot.Server.Certificates;

/// <summary>What is said about certificates. Ids 4550 and up.</summary>
internal static partial class CertificateLog
{
    [LoggerMessage(4550, LogLevel.Information, "The certificate in {File} has changed and is used for new connections; it is valid until {Expires:u}")]
    public static partial void Renewed(ILogger log, string file, DateTime expires);

    [LoggerMessage(4551, LogLevel.Error, "The TLS files have changed and cannot be used; the certificate before them stays in use, valid until {Expires:u}. {Problem}")]
    public static partial void NotRenewed(ILogger log, string problem, DateTime expires);

    [LoggerMessage(4552, LogLevel.Warning, "Every user of this machine may read the secret in {File}. Take that away: chmod 600 on it, and it belongs to the user the server runs as")]
    public static partial void KeyIsOpen(ILogger log, string file);

    [LoggerMessage(4553, LogLevel.Warning, "The certificate in {File} is valid until {Expires:u}: renew it, or clients will not connect")]
    public static partial void Expires(ILogger log, string file, DateTime expires);
}
