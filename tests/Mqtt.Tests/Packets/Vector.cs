namespace Busroot.Mqtt.Tests.Packets;

/// <summary>One packet as bytes and as fields.</summary>
/// <param name="Name">What is special about it; unique.</param>
/// <param name="Versions">The versions in which these bytes mean this packet.</param>
/// <param name="Text">As <see cref="Bytes.Of"/> reads it.</param>
/// <param name="Packet">The fields.</param>
/// <param name="Canonical">Whether the fields are written as these very bytes; false for spellings that are only read.</param>
internal sealed record Vector(string Name, ProtocolVersion[] Versions, string Text, object Packet, bool Canonical = true)
{
    public static readonly ProtocolVersion[] Every = Wire.Versions;
    public static readonly ProtocolVersion[] Old = [ProtocolVersion.V310, ProtocolVersion.V311];
    public static readonly ProtocolVersion[] V310 = [ProtocolVersion.V310];
    public static readonly ProtocolVersion[] V311 = [ProtocolVersion.V311];
    public static readonly ProtocolVersion[] V500 = [ProtocolVersion.V500];

    public static readonly Vector[] All =
    [
        .. ConnectPacketTests.Vectors, .. ConnAckPacketTests.Vectors, .. PublishPacketTests.Vectors, .. AcknowledgementTests.Vectors,
        .. SubscribePacketTests.Vectors, .. SubAckPacketTests.Vectors, .. UnsubscribePacketTests.Vectors, .. UnsubAckPacketTests.Vectors,
        .. PingPacketTests.Vectors, .. DisconnectPacketTests.Vectors, .. AuthPacketTests.Vectors,
    ];

    public byte[] Frame => Bytes.Of(Text);
}
