namespace Busroot.Server.Commands;

/// <summary>A command cannot be done; the message says what, why and what to do. Exit code 1.</summary>
internal sealed class CommandFailure(string message) : Exception(message);
