using Busroot.Broker.Limits;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Tests.Connections;

public class SessionExpiryTests
{
    private readonly TestBroker _test = new(new BrokerLimits { LongestSession = TimeSpan.FromHours(1) });

    [Fact]
    public void A_session_is_kept_until_its_expiry_and_not_longer()
    {
        _test.Connect("c", with: c => c with { SessionExpiryInterval = 5 }).Drop();

        _test.Pass(seconds: 4);
        _test.Broker.Counters.Sessions.Should().Be(1);
        _test.Pass(seconds: 1);
        _test.Broker.Counters.Sessions.Should().Be(0);
        Resume().ReceivedOne().ConnAck!.SessionPresent.Should().BeFalse();
    }

    [Fact]
    public void The_time_does_not_run_while_the_client_is_connected()
    {
        var client = _test.Connect("c", with: c => c with { SessionExpiryInterval = 5 });

        _test.Pass(seconds: 60);

        client.IsClosed.Should().BeFalse();
        _test.Broker.Counters.Sessions.Should().Be(1);
    }

    [Fact]
    public void Without_an_expiry_the_session_ends_with_the_connection()
    {
        var client = _test.Connect("c");
        client.Subscribe("a");

        client.Drop();

        _test.Broker.Counters.Sessions.Should().Be(0);
        _test.Broker.Counters.Subscriptions.Should().Be(0);
    }

    [Fact]
    public void An_older_client_with_a_lasting_session_has_the_longest_one()
    {
        _test.Connect("c", ProtocolVersion.V311, c => c with { CleanStart = false }).Drop();

        _test.Pass(TimeSpan.FromMinutes(59));
        _test.Broker.Counters.Sessions.Should().Be(1);
        _test.Pass(TimeSpan.FromMinutes(1));
        _test.Broker.Counters.Sessions.Should().Be(0);
    }

    [Theory]
    [InlineData(uint.MaxValue, 3600u)]
    [InlineData(3601u, 3600u)]
    [InlineData(3600u, null)]
    [InlineData(0u, null)]
    public void A_client_that_asks_for_more_than_allowed_is_told(uint asked, uint? told) =>
        _test.Connect("c", with: c => c with { SessionExpiryInterval = asked }).ReceivedOne().ConnAck!.SessionExpiryInterval.Should().Be(told);

    [Fact]
    public void The_goodbye_may_shorten_it()
    {
        _test.Connect("c", with: c => c with { SessionExpiryInterval = 100 }).Send(new DisconnectPacket { SessionExpiryInterval = 0 });

        _test.Broker.Counters.Sessions.Should().Be(0);
    }

    [Fact]
    public void The_goodbye_may_not_raise_it_from_zero()
    {
        var client = _test.Connect("c");
        client.Received();

        client.Send(new DisconnectPacket { SessionExpiryInterval = 100 });

        client.ReceivedOne().Reason.Should().Be(ReasonCode.ProtocolError);
        _test.Broker.Counters.Sessions.Should().Be(0);
    }

    [Fact]
    public void What_came_meanwhile_is_delivered_on_return()
    {
        var client = _test.Connect("c", with: c => c with { SessionExpiryInterval = 100 });
        client.Subscribe("a", QualityOfService.AtLeastOnce);
        client.Drop();
        var publisher = _test.Connect("publisher");
        publisher.Publish("a", "0", QualityOfService.AtMostOnce);
        publisher.Publish("a", "1", QualityOfService.AtLeastOnce, 1);
        publisher.Publish("a", "2", QualityOfService.ExactlyOnce, 2);

        var received = Resume().Received();

        received[0].ConnAck!.SessionPresent.Should().BeTrue();
        received.Skip(1).Select(packet => (packet.Payload, packet.Qos, packet.Dup)).Should().Equal(
            ("1", QualityOfService.AtLeastOnce, false), ("2", QualityOfService.AtLeastOnce, false));
    }

    private TestClient Resume() => _test.Connect("c", with: c => c with { CleanStart = false, SessionExpiryInterval = 100 });
}
