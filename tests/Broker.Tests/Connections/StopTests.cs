using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Tests.Connections;

public class StopTests
{
    private readonly TestBroker _test = new();

    [Fact]
    public void A_client_still_gets_what_is_queued_for_it()
    {
        var slow = _test.Connect("slow", with: packet => packet with { ReceiveMaximum = 1 });
        slow.Subscribe("a", QualityOfService.AtLeastOnce);
        slow.Received();
        var publisher = _test.Connect("publisher");
        publisher.Publish("a", "1", QualityOfService.AtLeastOnce, packetId: 1);
        publisher.Publish("a", "2", QualityOfService.AtLeastOnce, packetId: 2);
        var first = slow.ReceivedOne();

        _test.Batch(() => _test.Broker.StopTaking());

        _test.Broker.IsDelivering().Should().BeTrue();
        slow.Send(new PubAckPacket(first.PacketId));
        slow.ReceivedOne().Payload.Should().Be("2");
        _test.Broker.IsDelivering().Should().BeFalse();
    }

    [Fact]
    public void A_publish_is_neither_taken_nor_acknowledged()
    {
        var watcher = _test.Connect("watcher");
        watcher.Subscribe("a");
        watcher.Received();
        var publisher = _test.Connect("publisher");
        publisher.Received();

        _test.Batch(() => _test.Broker.StopTaking());
        publisher.Publish("a", "late", QualityOfService.AtLeastOnce, packetId: 1);

        publisher.Received().Should().BeEmpty("it keeps what it sent, for the next server");
        publisher.UnreadBytes.Should().BePositive();
        watcher.Received().Should().BeEmpty();
    }

    [Fact]
    public void A_client_that_is_away_is_not_waited_for()
    {
        var away = _test.Connect("away", with: packet => packet with { SessionExpiryInterval = 100 });
        away.Subscribe("a", QualityOfService.AtLeastOnce);
        away.Drop();

        _test.Connect("publisher").Publish("a", "1", QualityOfService.AtLeastOnce, packetId: 1);

        _test.Broker.IsDelivering().Should().BeFalse();
    }
}
