namespace Busroot.Mqtt.Client;

/// <summary>How a connection came to its end.</summary>
/// <param name="Reason">What DISCONNECT said, whoever sent it, or what went wrong; null when the connection just broke.</param>
/// <param name="Message">The same in words, for people.</param>
/// <param name="IsWanted">Whether this client left of its own will.</param>
public sealed record ConnectionEnd(ReasonCode? Reason, string Message, bool IsWanted);
