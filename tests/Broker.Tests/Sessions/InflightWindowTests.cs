using Busroot.Broker.Routing;
using Busroot.Broker.Sessions;
using Busroot.Mqtt;

namespace Busroot.Broker.Tests.Sessions;

public class InflightWindowTests
{
    private readonly InflightWindow _window = new();
    private readonly MessagePool _pool = new(NoJournal.Create());

    [Fact]
    public void Identifiers_start_at_one_and_go_up()
    {
        var identifiers = Enumerable.Range(0, 5).Select(_ => Add());

        identifiers.Should().Equal(1, 2, 3, 4, 5);
    }

    [Fact]
    public void An_identifier_is_not_given_out_again_while_it_is_in_flight()
    {
        var unanswered = Add();

        for (var i = 0; i < 200_000; i++)
        {
            var identifier = Add();
            identifier.Should().NotBe(unanswered).And.NotBe(0);
            _window.Settle(identifier);
        }

        _window.StateOf(unanswered).Should().Be(InflightState.AwaitingPubAck);
        _window.Count.Should().Be(1);
    }

    [Fact]
    public void After_65535_comes_one()
    {
        for (var i = 0; i < ushort.MaxValue; i++)
        {
            _window.Settle(Add());
        }

        Add().Should().Be(1);
    }

    [Fact]
    public void All_65535_identifiers_can_be_in_flight_at_once()
    {
        var identifiers = Enumerable.Range(0, ushort.MaxValue).Select(_ => Add()).ToHashSet();

        identifiers.Should().HaveCount(ushort.MaxValue).And.NotContain(0);
        identifiers.Should().OnlyContain(identifier => _window.StateOf(identifier) == InflightState.AwaitingPubAck);
        _window.Count.Should().Be(ushort.MaxValue);
    }

    [Fact]
    public void Growing_keeps_every_delivery_under_its_identifier()
    {
        var random = new System.Random(7);
        var expected = new Dictionary<ushort, Message>();
        for (var i = 0; i < 20_000; i++)
        {
            if (expected.Count > 0 && random.Next(100) < 45)
            {
                var (identifier, _) = expected.ElementAt(random.Next(expected.Count));
                _window.Settle(identifier);
                expected.Remove(identifier);
            }
            else
            {
                var message = NewMessage();
                expected.Add(_window.Add(new Delivery(message, QualityOfService.AtLeastOnce, false, null)), message);
            }
        }

        _window.InOrder().ToDictionary(entry => entry.Identifier, entry => entry.Delivery.Message).Should().BeEquivalentTo(expected, o => o.ComparingByMembers<object>());
        _window.Count.Should().Be(expected.Count);
    }

    [Fact]
    public void What_is_in_flight_is_listed_in_the_order_it_was_first_sent()
    {
        for (var i = 0; i < 70_000; i++)
        {
            _window.Settle(Add());
        }

        var identifiers = Enumerable.Range(0, 100).Select(_ => Add()).ToList();

        _window.InOrder().Select(entry => entry.Identifier).Should().Equal(identifiers);
    }

    [Fact]
    public void Each_answer_moves_a_delivery_one_step()
    {
        var identifier = _window.Add(new Delivery(NewMessage(), QualityOfService.ExactlyOnce, false, null));
        _window.StateOf(identifier).Should().Be(InflightState.AwaitingPubRec);

        _window.Received(identifier);
        _window.StateOf(identifier).Should().Be(InflightState.AwaitingPubComp);

        _window.Settle(identifier);
        _window.StateOf(identifier).Should().Be(InflightState.Free);
    }

    [Fact]
    public void An_identifier_that_only_shares_its_slot_is_not_in_flight()
    {
        var identifier = Add();

        _window.StateOf((ushort)(identifier + 8)).Should().Be(InflightState.Free);
        _window.StateOf((ushort)(identifier + 1024)).Should().Be(InflightState.Free);
    }

    private ushort Add() => _window.Add(new Delivery(NewMessage(), QualityOfService.AtLeastOnce, false, null));

    private Message NewMessage() => _pool.Rent(new Publication { Route = new TopicRoute("a"u8.ToArray()), ExpiresAt = long.MaxValue });
}
