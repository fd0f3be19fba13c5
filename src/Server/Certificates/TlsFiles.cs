namespace Busroot.Server.Certificates;

/// <summary>Where the server's certificate and what belongs to it are.</summary>
/// <param name="Certificate">PEM: the server's certificate, then the ones between it and its authority. Or PKCS#12 (<c>.pfx</c>, <c>.p12</c>) with the key in it.</param>
/// <param name="Key">PEM: the private key of the first certificate. Null when <paramref name="Certificate"/> holds it.</param>
/// <param name="Password">A file with the password of an encrypted key or PKCS#12 file on its first line; null when there is none.</param>
/// <param name="ClientAuthorities">PEM: the authorities whose client certificates are accepted; null to ask for none.</param>
internal sealed record TlsFiles(string Certificate, string? Key, string? Password, string? ClientAuthorities);
