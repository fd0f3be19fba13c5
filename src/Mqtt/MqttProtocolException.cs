namespace Busroot.Mqtt;

/// <summary>Tells that the peer broke the protocol: its connection, and only its connection, has to end.</summary>
/// <param name="reason">What to answer in CONNACK or DISCONNECT (5.0), or in the return code nearest to it (3.x).</param>
/// <param name="message">What was wrong, for the log; never holds payload bytes or credentials.</param>
public abstract class MqttProtocolException(ReasonCode reason, string message) : Exception(message)
{
    /// <summary>What to answer; always 0x80 or above.</summary>
    public ReasonCode Reason { get; } = reason;
}
