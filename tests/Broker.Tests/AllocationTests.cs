using Busroot.Mqtt;

namespace Busroot.Broker.Tests;

/// <summary>The promise that a message costs no memory once the broker is warm.</summary>
public class AllocationTests
{
    private readonly TestBroker _test = new();

    [Theory]
    [InlineData(ProtocolVersion.V311)]
    [InlineData(ProtocolVersion.V500)]
    public void A_QoS_0_message_allocates_nothing_from_receive_to_flush(ProtocolVersion version)
    {
        var (publisher, subscriber) = Pair(version, QualityOfService.AtMostOnce);
        var publish = TestClient.EncodePublish(version, "plant/line/1", "{\"count\":1}");

        Allocated(() =>
        {
            Receive(publisher, publish);
            subscriber.Transport.Forget();
        }).Should().Be(0);
    }

    [Theory]
    [InlineData(ProtocolVersion.V311)]
    [InlineData(ProtocolVersion.V500)]
    public void A_QoS_1_message_and_its_acknowledgements_allocate_nothing(ProtocolVersion version)
    {
        var (publisher, subscriber) = Pair(version, QualityOfService.AtLeastOnce);
        var publish = TestClient.EncodePublish(version, "plant/line/1", "{\"count\":1}", QualityOfService.AtLeastOnce, 1);
        byte[] pubAck = [0x40, 2, 0, 0];

        Allocated(() =>
        {
            Receive(publisher, publish);
            PacketIdOf(subscriber.Transport.Sent).CopyTo(pubAck.AsSpan(2));
            subscriber.Transport.Forget();
            Receive(subscriber, pubAck);
            publisher.Transport.Forget();
        }).Should().Be(0);
    }

    [Fact]
    public void A_topic_alias_allocates_nothing()
    {
        var (publisher, subscriber) = Pair(ProtocolVersion.V500, QualityOfService.AtMostOnce);
        publisher.Publish("plant/line/1", "x", properties: [0x23, 0, 1]);
        var publish = TestClient.EncodePublish(ProtocolVersion.V500, "", "{\"count\":1}", properties: [0x23, 0, 1]);

        Allocated(() =>
        {
            Receive(publisher, publish);
            subscriber.Transport.Forget();
        }).Should().Be(0);
    }

    private static ReadOnlySpan<byte> PacketIdOf(ReadOnlySpan<byte> publish) => publish.Slice(2 + 2 + publish[3], 2); // both lengths are one byte here

    private (TestClient Publisher, TestClient Subscriber) Pair(ProtocolVersion version, QualityOfService qos)
    {
        var subscriber = _test.Connect("subscriber", version);
        subscriber.Subscribe("plant/+/#", qos);
        subscriber.Received();
        var publisher = _test.Connect("publisher", version);
        publisher.Received();
        return (publisher, subscriber);
    }

    private void Receive(TestClient client, byte[] bytes)
    {
        _test.Broker.BeginBatch();
        client.Connection.Receive(bytes);
        _test.Broker.EndBatch();
    }

    private static long Allocated(Action round)
    {
        for (var i = 0; i < 2_000; i++)
        {
            round(); // until pools are full, windows have their size and the code is compiled
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            round();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
