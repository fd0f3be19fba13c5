using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Tests.Packets;

/// <summary>Proves that the packets a busy connection is made of cost no garbage. Says nothing of their speed.</summary>
public class AllocationTests
{
    private readonly byte[] _output = new byte[1024];

    [Theory]
    [InlineData("PUBLISH, QoS 1", ProtocolVersion.V311)]
    [InlineData("PUBLISH, 5.0 without properties", ProtocolVersion.V500)]
    [InlineData("PUBLISH, 5.0 with every property", ProtocolVersion.V500)]
    public void Reading_and_forwarding_a_PUBLISH_allocates_nothing(string name, ProtocolVersion version)
    {
        var bytes = Vector.All.Single(vector => vector.Name == name).Frame;

        AllocatedBy(() => Forward(bytes, version)).Should().Be(0);
    }

    [Fact]
    public void Reading_and_writing_a_plain_acknowledgement_allocates_nothing()
    {
        var bytes = Bytes.Of("40 02 00 0A");

        AllocatedBy(() => Answer(bytes)).Should().Be(0);
    }

    [Fact]
    public void Reading_a_PINGREQ_allocates_nothing()
    {
        var bytes = Bytes.Of("C0 00");

        AllocatedBy(() => Ping(bytes)).Should().Be(0);
    }

    private static long AllocatedBy(Action action)
    {
        action(); // static constructors and the like come once
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
        {
            action();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void Forward(ReadOnlySpan<byte> buffer, ProtocolVersion version)
    {
        FrameReader.TryRead(ref buffer, 1024, out var frame);
        var packet = PublishPacket.Decode(frame, version);
        Span<byte> properties = stackalloc byte[256];
        var length = PublishPacket.CopyForwardedProperties(packet.Properties, properties);
        foreach (var identifier in packet.EnumerateSubscriptionIdentifiers())
        {
            length += PublishPropertyWriter.WriteSubscriptionIdentifier(properties[length..], identifier);
        }

        PublishPacket.EncodedLength(version, packet.Topic.Length, packet.Qos, length, packet.Payload.Length);
        PublishPacket.Encode(_output, version, PublishPacket.FlagsOf(packet.Qos), packet.Topic, packet.PacketId, properties[..length], packet.Payload);
    }

    private void Answer(ReadOnlySpan<byte> buffer)
    {
        FrameReader.TryRead(ref buffer, 1024, out var frame);
        foreach (var version in Wire.Versions)
        {
            PubAckPacket.Decode(frame, version).Encode(_output, version);
        }
    }

    private static void Ping(ReadOnlySpan<byte> buffer)
    {
        FrameReader.TryRead(ref buffer, 1024, out var frame);
        PingReqPacket.Decode(frame, ProtocolVersion.V500);
    }
}
