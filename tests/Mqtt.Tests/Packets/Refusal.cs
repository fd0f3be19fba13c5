namespace Busroot.Mqtt.Tests.Packets;

/// <summary>Asserts that bytes are refused, and with which reason.</summary>
internal static class Refusal
{
    public static void Expect(string text, ProtocolVersion version, ReasonCode reason)
    {
        var read = () => Wire.Decode(Bytes.Of(text), version);

        read.Should().Throw<MqttProtocolException>().Which.Reason.Should().Be(reason);
    }
}
