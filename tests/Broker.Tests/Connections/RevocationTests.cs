using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Tests.Connections;

public class RevocationTests
{
    private const string Raw = "busroot/v1/dau/acme/press-1";
    private readonly TestBroker _test = new();

    [Fact]
    public void Every_connection_of_the_login_ends_and_no_other()
    {
        var first = _test.LogIn("acme/press-1", "a");
        var second = _test.LogIn("acme/press-1", "b");
        var other = _test.LogIn("acme/press-2");
        first.Received();

        Revoke().Should().Be(2);

        first.ReceivedOne().Reason.Should().Be(ReasonCode.AdministrativeAction);
        (first.IsClosed, second.IsClosed, other.IsClosed).Should().Be((true, true, false));
    }

    [Fact]
    public void Nothing_it_sends_is_accepted_after()
    {
        var device = _test.LogIn("acme/press-1");
        Revoke();

        device.Publish(Raw, "late", QualityOfService.AtLeastOnce, 1);

        _test.Intake.Readings.Should().BeEmpty();
    }

    [Fact]
    public void Session_subscriptions_queue_and_flight_are_gone()
    {
        var device = _test.LogIn("acme/press-1", with: c => c with { SessionExpiryInterval = 1000 });
        device.Subscribe("busroot/v1/acme/press-1", QualityOfService.AtLeastOnce);
        device.Drop();

        Revoke();

        _test.Broker.Counters.Sessions.Should().Be(0);
        _test.Broker.Counters.Subscriptions.Should().Be(0);
        _test.LogIn("acme/press-1", with: c => c with { CleanStart = false }).ReceivedOne().ConnAck!.SessionPresent.Should().BeFalse();
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(10u)]
    public void Its_will_is_not_published(uint delay)
    {
        var watcher = _test.LogIn("boss");
        watcher.Subscribe("#");
        watcher.Received();
        var will = new Will { Topic = TestBroker.Utf8(Raw), Payload = "gone"u8.ToArray(), DelayInterval = delay };
        var device = _test.LogIn("acme/press-1", with: c => c with { SessionExpiryInterval = 1000, Will = will });
        if (delay > 0)
        {
            device.Drop();
        }

        Revoke();
        _test.Pass(seconds: 20);

        watcher.Received().Should().BeEmpty();
        _test.Intake.Readings.Should().BeEmpty();
    }

    [Fact]
    public void Its_retained_messages_are_gone_and_those_of_others_stay()
    {
        _test.LogIn("acme/press-1").Publish(Raw, "mine", retain: true);
        _test.LogIn("acme/press-2").Publish("busroot/v1/dau/acme/press-2", "other", retain: true);

        Revoke();

        var watcher = _test.LogIn("boss");
        watcher.Subscribe("#");
        watcher.Received().Where(packet => packet.Type == PacketType.Publish).Select(packet => packet.Payload).Should().Equal("other");
    }

    [Fact]
    public void A_login_that_is_only_disconnected_may_resume_its_session()
    {
        Func<ConnectPacket, ConnectPacket> lasting = c => c with { CleanStart = false, SessionExpiryInterval = 1000 };
        var device = _test.LogIn("acme/press-1", with: lasting);
        device.Subscribe("busroot/v1/acme/press-1", QualityOfService.AtLeastOnce);

        _test.Batch(() => _test.Broker.DisconnectLogin("acme/press-1", "Its token was withdrawn."));

        device.IsClosed.Should().BeTrue();
        _test.LogIn("acme/press-1", with: lasting).ReceivedOne().ConnAck!.SessionPresent.Should().BeTrue();
        _test.Broker.Counters.Subscriptions.Should().Be(1);
    }

    private int Revoke()
    {
        var ended = 0;
        _test.Batch(() => ended = _test.Broker.Revoke("acme/press-1", "It was removed.", topic => topic.AsSpan().SequenceEqual(TestBroker.Utf8(Raw))));
        return ended;
    }
}
