namespace Busroot.Load;

/// <summary>A measurement that cannot be made; the message says why.</summary>
internal sealed class LoadException(string message) : Exception(message);
