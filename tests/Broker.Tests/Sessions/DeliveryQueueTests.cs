using Busroot.Broker.Routing;
using Busroot.Broker.Sessions;
using Busroot.Mqtt;

namespace Busroot.Broker.Tests.Sessions;

public class DeliveryQueueTests
{
    private readonly DeliveryQueue _queue = new();
    private readonly MessagePool _pool = new(NoJournal.Create());

    [Fact]
    public void The_oldest_leaves_first()
    {
        var deliveries = Enumerable.Range(0, 5).Select(i => NewDelivery(i)).ToList();
        deliveries.ForEach(delivery => _queue.TryEnqueue(delivery, 10, 1000).Should().BeTrue());

        foreach (var delivery in deliveries)
        {
            _queue.TryDequeue(out var taken).Should().BeTrue();
            taken.Should().Be(delivery);
        }

        _queue.TryDequeue(out _).Should().BeFalse();
    }

    [Fact]
    public void A_full_queue_refuses_by_count()
    {
        _queue.TryEnqueue(NewDelivery(1), 1, 1000).Should().BeTrue();

        _queue.TryEnqueue(NewDelivery(1), 1, 1000).Should().BeFalse();
        _queue.Count.Should().Be(1);
    }

    [Fact]
    public void A_full_queue_refuses_by_bytes_and_takes_again_when_there_is_room()
    {
        _queue.TryEnqueue(NewDelivery(9), 10, 20).Should().BeTrue(); // with its one byte of topic: 10
        _queue.TryEnqueue(NewDelivery(10), 10, 20).Should().BeFalse();
        _queue.TryEnqueue(NewDelivery(9), 10, 20).Should().BeTrue();
        _queue.Bytes.Should().Be(20);

        _queue.TryDequeue(out _);

        _queue.Bytes.Should().Be(10);
        _queue.TryEnqueue(NewDelivery(9), 10, 20).Should().BeTrue();
    }

    [Fact]
    public void Clearing_gives_every_message_back()
    {
        var delivery = NewDelivery(5);
        _queue.TryEnqueue(delivery, 10, 1000);

        _queue.Clear();

        _queue.Count.Should().Be(0);
        _queue.Bytes.Should().Be(0);
        _pool.Rent(new Publication { Route = new TopicRoute("b"u8.ToArray()), ExpiresAt = 0 }).Should().BeSameAs(delivery.Message, "it is back in the pool");
    }

    private Delivery NewDelivery(int payloadBytes) => new(
        _pool.Rent(new Publication { Route = new TopicRoute("a"u8.ToArray()), Payload = new byte[payloadBytes], ExpiresAt = long.MaxValue }),
        QualityOfService.AtLeastOnce,
        Retain: false,
        Identifiers: null);
}
