namespace Busroot.Mqtt;

/// <summary>Says how hard a message is tried; the value is the one on the wire. MQTT 5.0 §4.3.</summary>
public enum QualityOfService : byte
{
    /// <summary>QoS 0: sent once, never acknowledged.</summary>
    AtMostOnce = 0,

    /// <summary>QoS 1: sent until PUBACK; may arrive twice.</summary>
    AtLeastOnce = 1,

    /// <summary>QoS 2: PUBREC, PUBREL, PUBCOMP; arrives once.</summary>
    ExactlyOnce = 2,
}
