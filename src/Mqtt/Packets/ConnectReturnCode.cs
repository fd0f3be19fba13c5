namespace Busroot.Mqtt.Packets;

/// <summary>Translates between the reason codes of 5.0 and the six return codes a 3.x CONNACK has. MQTT 3.1.1 §3.2.2.3.</summary>
public static class ConnectReturnCode
{
    /// <summary>Finds the return code nearest to a reason.</summary>
    /// <param name="reason">Any reason of a 5.0 CONNACK.</param>
    /// <returns>0 to 5; what has no likeness becomes 3, server unavailable.</returns>
    public static byte FromReason(ReasonCode reason) => reason switch
    {
        ReasonCode.Success => 0,
        ReasonCode.UnsupportedProtocolVersion => 1,
        ReasonCode.ClientIdentifierNotValid => 2,
        ReasonCode.BadUserNameOrPassword or ReasonCode.BadAuthenticationMethod => 4,
        ReasonCode.NotAuthorized or ReasonCode.Banned => 5,
        _ => 3,
    };

    /// <summary>Finds what a return code is called in 5.0.</summary>
    /// <param name="code">0 to 5.</param>
    /// <exception cref="ProtocolErrorException">Any other code: 3.x reserves it.</exception>
    public static ReasonCode ToReason(byte code) => code switch
    {
        0 => ReasonCode.Success,
        1 => ReasonCode.UnsupportedProtocolVersion,
        2 => ReasonCode.ClientIdentifierNotValid,
        3 => ReasonCode.ServerUnavailable,
        4 => ReasonCode.BadUserNameOrPassword,
        5 => ReasonCode.NotAuthorized,
        _ => throw new ProtocolErrorException($"Return code {code} in CONNACK is reserved."),
    };
}
