using Busroot.Broker.Persistence;
using Busroot.Mqtt;
using Busroot.Storage.Databases;
using Busroot.Storage.Directories;
using Busroot.Storage.Sessions;

namespace Busroot.Storage.Tests.Sessions;

public sealed class SessionStoreTests : IDisposable
{
    private static readonly DateTimeOffset Ends = DateTimeOffset.UnixEpoch.AddMilliseconds(1_763_800_000_123);
    private readonly TemporaryDirectory _temporary = new();
    private readonly DataDirectory _directory;
    private Database _database;

    public SessionStoreTests()
    {
        _directory = DataDirectory.Open(_temporary.Data);
        _database = Database.Open(_directory);
    }

    public void Dispose()
    {
        _database.Dispose();
        _directory.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public void A_session_comes_back_with_all_that_hangs_on_it()
    {
        var session = new StoredSession(7, "acme/press-1", "acme/press-1/ä", TimeSpan.FromHours(1), Ends);
        var subscription = new StoredSubscription("$share/g/a/+", QualityOfService.ExactlyOnce, NoLocal: true, RetainAsPublished: true, Identifier: 268_435_455);
        var changes = new SessionChanges();
        changes.Sessions[7] = session;
        changes.Subscriptions[(7, subscription.Filter)] = subscription;
        changes.Deliveries[(7, 1)] = Delivery(message: 4) with { Qos = QualityOfService.ExactlyOnce, Retain = true, Identifiers = "1,2", PacketId = 65_535 };
        changes.Deliveries[(7, 2)] = Delivery(message: null) with { AwaitsPubComp = true };
        changes.Received[(7, 65_535)] = true;
        changes.Retained["ä"u8.ToArray()] = new StoredRetained(4, "acme/press-1");

        Store(changes);
        var state = Reopened().Load();

        state.Sessions.Should().Equal(session);
        state.Subscriptions[7].Should().Equal(subscription);
        state.Deliveries[7].Should().Equal(changes.Deliveries.Select(pair => (pair.Key.Order, pair.Value! with { IsNew = false })));
        state.Received[7].Should().Equal((ushort)65_535);
        state.Retained.Should().Equal(new StoredRetained(4, "acme/press-1"));
    }

    [Fact]
    public void What_is_settled_goes_and_its_neighbours_stay()
    {
        StoreDeliveries(1, 1..10);
        StoreDeliveries(2, 1..10);
        var changes = new SessionChanges();
        foreach (var order in new long[] { 8, 2, 3, 4, 6, 99 })
        {
            changes.Deliveries[(1, order)] = null;
        }

        changes.Deliveries[(2, 10)] = null;
        Store(changes);

        var state = Reopened().Load();
        state.Deliveries[1].Select(row => row.Order).Should().Equal(1, 5, 7, 9, 10);
        state.Deliveries[2].Select(row => row.Order).Should().Equal(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    [Fact]
    public void Messages_that_nothing_refers_to_go_and_their_neighbours_stay()
    {
        for (var number = 1; number <= 6; number++)
        {
            var values = number;
            _database.Write(connection => connection.Execute(
                "INSERT INTO message (number, topic, qos, retain, properties, payload) VALUES ($1, $2, 1, 0, $3, $3)", values, "a"u8.ToArray(), Array.Empty<byte>()));
        }

        var changes = new SessionChanges();
        changes.Messages[4] = null;
        changes.Messages[2] = null;
        changes.Messages[3] = null;
        Store(changes);

        Reopened().Load().Messages.Keys.Should().BeEquivalentTo([1L, 5L, 6L]);
    }

    [Fact]
    public void A_session_that_ended_takes_everything_with_it_and_nothing_of_it_is_written_any_more()
    {
        StoreDeliveries(1, 1..3);
        var changes = new SessionChanges();
        changes.Sessions[1] = null;
        changes.Deliveries[(1, 4)] = Delivery(message: 4);
        changes.Received[(1, 9)] = true;
        Store(changes);

        var state = Reopened().Load();
        state.Sessions.Should().BeEmpty();
        state.Deliveries.Should().BeEmpty();
        state.Received.Should().BeEmpty();
    }

    [Fact]
    public void A_set_that_is_refused_leaves_nothing_and_is_stored_whole_at_the_next_try()
    {
        StoreDeliveries(1, 1..3);
        var changes = new SessionChanges();
        changes.Deliveries[(1, 1)] = null;
        changes.Deliveries[(2, 1)] = Delivery(message: 4); // of a session that is not there

        FluentActions.Invoking(() => Store(changes)).Should().Throw<StorageException>();
        new SessionStore(_database).Load().Deliveries[1].Should().HaveCount(3);
        changes.Sessions[2] = Session(2);
        Store(changes);

        var state = Reopened().Load();
        state.Deliveries[1].Should().HaveCount(2);
        state.Deliveries[2].Should().ContainSingle();
    }

    private static StoredSession Session(long number) => new(number, "", $"client {number}", TimeSpan.FromDays(1), null);

    private static StoredDelivery Delivery(long? message) => new(message, QualityOfService.AtLeastOnce, Retain: false, null, null, AwaitsPubComp: false, IsNew: true);

    private void StoreDeliveries(long session, Range orders)
    {
        var changes = new SessionChanges();
        changes.Sessions[session] = Session(session);
        for (var order = orders.Start.Value; order <= orders.End.Value; order++)
        {
            changes.Deliveries[(session, order)] = Delivery(message: order);
        }

        Store(changes);
    }

    private void Store(SessionChanges changes) => new SessionStore(_database).Store(changes);

    private SessionStore Reopened()
    {
        _database.Dispose();
        _database = Database.Open(_directory);
        return new SessionStore(_database);
    }
}
