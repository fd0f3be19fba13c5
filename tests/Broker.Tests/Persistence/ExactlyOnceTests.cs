using Busroot.Broker.Persistence;
using Busroot.Broker.Routing;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Tests.Persistence;

/// <summary>Towards a session that is kept, every step of QoS 2 is on disk before the client sees it: what it has seen, a broker that was killed knows too.</summary>
public class ExactlyOnceTests
{
    private readonly MemorySessionStore _store = new();
    private readonly TestBroker _test = new(persistence: PersistenceMode.Durable);

    [Fact]
    public void A_message_is_sent_when_its_identifier_is_stored()
    {
        var subscriber = Subscriber();

        Publish("one");

        subscriber.Received().Should().BeEmpty();
        _store.StoreAll(_test);
        var sent = subscriber.ReceivedOne();
        (sent.Type, sent.Payload, sent.Dup).Should().Be((PacketType.Publish, "one", false));
        _store.Load().Deliveries.Should().ContainSingle().Which.Should().ContainSingle().Which.Delivery.PacketId.Should().Be(sent.PacketId);
    }

    [Fact]
    public void Pubrel_is_sent_when_it_is_stored_that_pubrec_came()
    {
        var subscriber = Subscriber();
        Publish("one");
        _store.StoreAll(_test);
        var id = subscriber.ReceivedOne().PacketId;

        subscriber.Send(new PubRecPacket(id));
        subscriber.Send(new PubRecPacket(id)); // said twice: the answer is still not stored
        subscriber.Received().Should().BeEmpty();
        _store.StoreAll(_test);

        subscriber.ReceivedOne().Type.Should().Be(PacketType.PubRel);
        _store.Load().Deliveries.Single().Single().Delivery.AwaitsPubComp.Should().BeTrue();
    }

    [Fact]
    public void Pubcomp_is_sent_when_it_is_stored_that_the_identifier_is_free()
    {
        var device = Kept("sensor");
        device.ReceivedOne();
        device.Publish("plant/line", "one", QualityOfService.ExactlyOnce, packetId: 7);
        _store.StoreAll(_test);
        device.ReceivedOne().Type.Should().Be(PacketType.PubRec);

        device.Send(new PubRelPacket(7));
        device.Received().Should().BeEmpty();
        _store.StoreAll(_test);

        device.ReceivedOne().Type.Should().Be(PacketType.PubComp);
    }

    [Fact]
    public void A_client_that_comes_back_before_a_step_is_stored_waits_for_it_like_any_other()
    {
        var first = Subscriber();
        Publish("one");
        first.Drop();

        var second = Kept("core");
        second.Received().Select(packet => packet.Type).Should().Equal(PacketType.ConnAck);
        _store.StoreAll(_test);

        second.Received().Select(packet => (packet.Type, packet.Payload)).Should().Equal((PacketType.Publish, "one"));
    }

    [Fact]
    public void A_session_that_ends_with_its_connection_waits_for_nothing()
    {
        var subscriber = _test.Connect("visitor");
        subscriber.Subscribe("plant/#", QualityOfService.ExactlyOnce);
        subscriber.Received();

        Publish("one");
        var id = subscriber.ReceivedOne().PacketId;
        subscriber.Send(new PubRecPacket(id));

        subscriber.ReceivedOne().Type.Should().Be(PacketType.PubRel);
    }

    [Fact]
    public void Messages_keep_their_order_while_they_wait()
    {
        var subscriber = Subscriber();
        foreach (var payload in new[] { "one", "two", "three" })
        {
            Publish(payload);
        }

        _store.StoreAll(_test);

        subscriber.Received().Select(packet => packet.Payload).Should().Equal("one", "two", "three");
    }

    private TestClient Kept(string clientId) => _test.Connect(clientId, with: packet => packet with { CleanStart = false, SessionExpiryInterval = 600 });

    private TestClient Subscriber()
    {
        var subscriber = Kept("core");
        subscriber.Subscribe("plant/#", QualityOfService.ExactlyOnce);
        _store.StoreAll(_test);
        subscriber.Received();
        return subscriber;
    }

    private void Publish(string payload) => _test.Batch(() => _test.Broker.Publish(new Publication
    {
        Route = new TopicRoute("plant/line"u8.ToArray()),
        Payload = TestBroker.Utf8(payload),
        Qos = QualityOfService.ExactlyOnce,
        ExpiresAt = long.MaxValue,
    }));
}
