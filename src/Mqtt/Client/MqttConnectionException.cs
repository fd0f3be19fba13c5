namespace Busroot.Mqtt.Client;

/// <summary>The connection was refused or is lost.</summary>
/// <param name="reason">What CONNACK or DISCONNECT said; null when nothing was said.</param>
/// <param name="message">The same in words, for people.</param>
/// <param name="cause">The failure of the network, if it was one.</param>
public sealed class MqttConnectionException(ReasonCode? reason, string message, Exception? cause = null) : IOException(message, cause)
{
    /// <summary>What CONNACK or DISCONNECT said; null when nothing was said.</summary>
    public ReasonCode? Reason { get; } = reason;
}
