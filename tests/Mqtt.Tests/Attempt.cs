using Busroot.Mqtt.Framing;

namespace Busroot.Mqtt.Tests;

/// <summary>Tries what may be refused; anything but a refusal flies through.</summary>
internal static class Attempt
{
    /// <summary>Decodes; null when the packet is refused with a <see cref="MqttProtocolException"/>.</summary>
    public static object? Decode(in Frame frame, ProtocolVersion version)
    {
        try
        {
            return Wire.Decode(frame, version);
        }
        catch (MqttProtocolException refused)
        {
            ((byte)refused.Reason).Should().BeGreaterThanOrEqualTo(0x80);
            return null;
        }
    }
}
