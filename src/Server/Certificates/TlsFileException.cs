namespace Busroot.Server.Certificates;

/// <summary>A certificate or key cannot be used; the message names the option, the file and what to do.</summary>
internal sealed class TlsFileException(string message) : Exception(message);
