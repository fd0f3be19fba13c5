using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Tests.Connections;

public class TakeoverTests
{
    private readonly TestBroker _test = new();

    [Fact]
    public void The_old_connection_is_told_and_closed()
    {
        var old = _test.Connect("c");
        old.Received();

        _test.Connect("c");

        old.ReceivedOne().Reason.Should().Be(ReasonCode.SessionTakenOver);
        old.IsClosed.Should().BeTrue();
        _test.Broker.Counters.Connections.Should().Be(1);
    }

    [Fact]
    public void Nothing_the_old_connection_still_sends_is_accepted()
    {
        var watcher = _test.Connect("watcher");
        watcher.Subscribe("#");
        watcher.Received();
        var old = _test.Connect("c");
        _test.Connect("c");

        old.Publish("a", "late");

        watcher.Received().Should().BeEmpty();
        old.UnreadBytes.Should().Be(0);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void The_session_is_continued_unless_a_clean_start_is_asked_for(bool cleanStart, bool present)
    {
        _test.Connect("c", with: c => c with { SessionExpiryInterval = 100 }).Subscribe("a");

        var taker = _test.Connect("c", with: c => c with { CleanStart = cleanStart, SessionExpiryInterval = 100 });

        taker.ReceivedOne().ConnAck!.SessionPresent.Should().Be(present);
        _test.Broker.Counters.Subscriptions.Should().Be(present ? 1 : 0);
        _test.Broker.Counters.Sessions.Should().Be(1);
    }

    [Fact]
    public void The_old_will_is_published()
    {
        var watcher = Watcher();
        _test.Connect("c", with: WithWill(delay: 0));

        _test.Connect("c");

        watcher.ReceivedOne().Payload.Should().Be("gone");
    }

    [Fact]
    public void A_delayed_will_is_cancelled_when_the_session_goes_on()
    {
        var watcher = Watcher();
        _test.Connect("c", with: WithWill(delay: 10));

        _test.Connect("c", with: c => c with { CleanStart = false, SessionExpiryInterval = 100 });
        _test.Pass(seconds: 30);

        watcher.Received().Should().BeEmpty();
    }

    [Fact]
    public void A_delayed_will_is_published_when_a_clean_start_ends_the_session()
    {
        var watcher = Watcher();
        _test.Connect("c", with: WithWill(delay: 10));

        _test.Connect("c");

        watcher.ReceivedOne().Payload.Should().Be("gone");
    }

    [Fact]
    public void Another_login_with_the_same_client_identifier_has_a_session_of_its_own()
    {
        var open = _test.Connect("core/x");

        var service = _test.LogIn("core");

        open.IsClosed.Should().BeFalse();
        service.ReceivedOne().ConnAck!.SessionPresent.Should().BeFalse();
        _test.Broker.Counters.Sessions.Should().Be(2);
    }

    private TestClient Watcher()
    {
        var watcher = _test.Connect("watcher");
        watcher.Subscribe("will");
        watcher.Received();
        return watcher;
    }

    private static Func<ConnectPacket, ConnectPacket> WithWill(uint delay) => packet => packet with
    {
        SessionExpiryInterval = 100,
        Will = new Will { Topic = "will"u8.ToArray(), Payload = "gone"u8.ToArray(), DelayInterval = delay },
    };
}
