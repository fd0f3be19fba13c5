namespace Busroot.Mqtt.Packets;

/// <summary>A name and value of the application's own, 5.0 only. The same name may appear more than once; order is kept. MQTT 5.0 §3.3.2.3.7.</summary>
/// <param name="Name">At most 65,535 bytes as UTF-8.</param>
/// <param name="Value">At most 65,535 bytes as UTF-8.</param>
public readonly record struct UserProperty(string Name, string Value);
