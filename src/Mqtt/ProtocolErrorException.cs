namespace Busroot.Mqtt;

/// <summary>The packet reads well but says something that may not be said. MQTT 5.0 §4.13.</summary>
/// <param name="reason">0x82, or the code that names the fault more exactly, for instance 0x94 for a topic alias of 0.</param>
/// <param name="message">What was wrong, for the log.</param>
public sealed class ProtocolErrorException(ReasonCode reason, string message) : MqttProtocolException(reason, message)
{
    /// <summary>Makes the plain form, reason 0x82.</summary>
    /// <param name="message">What was wrong, for the log.</param>
    public ProtocolErrorException(string message)
        : this(ReasonCode.ProtocolError, message)
    {
    }
}
