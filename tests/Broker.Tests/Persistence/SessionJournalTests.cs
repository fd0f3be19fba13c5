using Busroot.Broker.Persistence;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Tests.Persistence;

public class SessionJournalTests
{
    private readonly TestBroker _test = new(persistence: PersistenceMode.Durable);

    [Fact]
    public void A_publish_for_a_session_that_is_away_is_acknowledged_when_it_is_stored()
    {
        Leave("keeper", "a/#");
        var publisher = _test.Connect("publisher");
        publisher.Received();

        publisher.Publish("a/b", "1", QualityOfService.AtLeastOnce, packetId: 7);
        var before = publisher.Received();
        StoreAll();

        before.Should().BeEmpty();
        publisher.ReceivedOne().Type.Should().Be(PacketType.PubAck);
    }

    [Fact]
    public void What_nobody_keeps_is_acknowledged_at_once_and_costs_the_disk_nothing()
    {
        var subscriber = _test.Connect("reader");
        subscriber.Subscribe("a/#", QualityOfService.AtLeastOnce);
        var publisher = _test.Connect("publisher");
        publisher.Received();

        publisher.Publish("a/b", "1", QualityOfService.AtLeastOnce, packetId: 7);

        publisher.ReceivedOne().Type.Should().Be(PacketType.PubAck);
        _test.Broker.TakeChanges().Should().BeNull();
    }

    [Fact]
    public void How_far_the_log_was_published_never_goes_back()
    {
        Mark(5).Should().Be(5);

        Mark(0).Should().BeNull("what comes after a lower mark would be published a second time after a restart");

        long? Mark(long position)
        {
            _test.Batch(() => _test.Broker.PublishedThrough(position));
            _test.Batch(_test.Broker.Tick);
            var changes = _test.Broker.TakeChanges();
            var stored = changes?.LogPosition;
            if (changes is not null)
            {
                _test.Batch(() => _test.Broker.Stored(changes));
            }

            return stored;
        }
    }

    [Fact]
    public void In_buffered_mode_too_an_answer_waits_for_the_store()
    {
        var test = new TestBroker(persistence: PersistenceMode.Buffered);
        var keeper = test.Connect("keeper", with: packet => packet with { SessionExpiryInterval = 3600 });
        keeper.Subscribe("a/#", QualityOfService.AtLeastOnce);
        var changes = test.Broker.TakeChanges();
        test.Batch(() => test.Broker.Stored(changes!));
        keeper.Drop();
        var publisher = test.Connect("publisher");
        publisher.Received();

        publisher.Publish("a/b", "1", QualityOfService.AtLeastOnce, packetId: 7);

        publisher.Received().Should().BeEmpty();
        changes = test.Broker.TakeChanges();
        test.Batch(() => test.Broker.Stored(changes!));
        publisher.ReceivedOne().Type.Should().Be(PacketType.PubAck);
    }

    [Fact]
    public void A_delivery_that_is_settled_before_it_was_stored_leaves_no_trace()
    {
        var keeper = Keeper("keeper", "a/#");
        StoreAll();
        var publisher = _test.Connect("publisher");

        publisher.Publish("a/b", "1", QualityOfService.AtLeastOnce, packetId: 7);
        keeper.Send(new PubAckPacket(1));
        var changes = _test.Broker.TakeChanges();

        changes!.Deliveries.Should().BeEmpty();
        changes.Messages.Should().BeEmpty();
        _test.Batch(() => _test.Broker.Stored(changes));
        publisher.Received().Last().Type.Should().Be(PacketType.PubAck);
    }

    [Fact]
    public void While_a_set_is_being_stored_the_next_one_gathers()
    {
        Leave("keeper", "a/#");
        var publisher = _test.Connect("publisher");
        publisher.Received();
        publisher.Publish("a/b", "1", QualityOfService.AtLeastOnce, packetId: 1);
        var first = _test.Broker.TakeChanges()!;

        publisher.Publish("a/b", "2", QualityOfService.AtLeastOnce, packetId: 2);
        var second = _test.Broker.TakeChanges();
        _test.Batch(() => _test.Broker.Stored(first));

        second.Should().BeNull("one set is under way at a time");
        publisher.ReceivedOne().PacketId.Should().Be(1);
        StoreAll();
        publisher.ReceivedOne().PacketId.Should().Be(2);
    }

    [Fact]
    public void A_subscription_that_outlives_the_process_is_acknowledged_when_it_is_stored()
    {
        var keeper = _test.Connect("keeper", with: packet => packet with { SessionExpiryInterval = 3600 });
        keeper.Received();

        keeper.Subscribe("a/#");
        var before = keeper.Received();
        StoreAll();

        before.Should().BeEmpty();
        keeper.ReceivedOne().Type.Should().Be(PacketType.SubAck);
    }

    [Fact]
    public void Retained_messages_are_stored_replaced_and_cleared()
    {
        var publisher = _test.Connect("publisher");

        publisher.Publish("r/1", "one", QualityOfService.AtLeastOnce, packetId: 1, retain: true);
        var stored = Take();
        var first = stored.Messages.Keys.Single();
        var retained = stored.Retained.Single().Value!.Message;
        Return(stored);
        publisher.Publish("r/1", "", QualityOfService.AtLeastOnce, packetId: 2, retain: true);
        var cleared = Take();

        retained.Should().Be(first);
        cleared.Retained.Single().Value.Should().BeNull();
        cleared.Messages.Should().ContainKey(first).WhoseValue.Should().BeNull("nothing refers to the message any more");
    }

    [Fact]
    public void A_session_that_ends_takes_everything_with_it()
    {
        Leave("keeper", "a/#");
        StoreAll();

        _test.Connect("keeper"); // clean start
        var changes = Take();

        changes.Sessions.Should().ContainSingle().Which.Value.Should().BeNull();
    }

    [Fact]
    public void Qos_2_identifiers_that_wait_for_release_are_stored_and_released()
    {
        var publisher = Keeper("publisher", "none");
        StoreAll();
        publisher.Received();

        publisher.Publish("a", "1", QualityOfService.ExactlyOnce, packetId: 9);
        var received = Take();
        var answeredBefore = publisher.Received();
        var awaited = received.Received.Single().Value;
        Return(received);
        publisher.Send(new PubRelPacket(9));

        awaited.Should().BeTrue();
        answeredBefore.Should().BeEmpty("PUBREC promises that the identifier is remembered");
        Take().Received.Single().Value.Should().BeFalse();
    }

    private TestClient Keeper(string clientId, string filter)
    {
        var keeper = _test.Connect(clientId, with: packet => packet with { CleanStart = false, SessionExpiryInterval = 3600 });
        keeper.Subscribe(filter, QualityOfService.AtLeastOnce);
        return keeper;
    }

    private void Leave(string clientId, string filter)
    {
        Keeper(clientId, filter).Drop();
        StoreAll();
    }

    private SessionChanges Take() => _test.Broker.TakeChanges() ?? throw new InvalidOperationException("nothing to store");

    private void Return(SessionChanges changes) => _test.Batch(() => _test.Broker.Stored(changes));

    private void StoreAll()
    {
        while (_test.Broker.TakeChanges() is { } changes)
        {
            Return(changes);
        }
    }
}
