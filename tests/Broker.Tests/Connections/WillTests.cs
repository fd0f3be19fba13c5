using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Tests.Connections;

public class WillTests
{
    private readonly TestBroker _test = new();
    private readonly TestClient _watcher;

    public WillTests()
    {
        _watcher = _test.Connect("watcher");
        _watcher.Subscribe("will", QualityOfService.ExactlyOnce);
        _watcher.Received();
    }

    [Fact]
    public void It_is_published_when_the_network_is_lost()
    {
        Client().Drop();

        _watcher.ReceivedOne().Payload.Should().Be("gone");
    }

    [Fact]
    public void It_is_dropped_when_the_client_says_goodbye()
    {
        var client = Client();

        client.Send(new DisconnectPacket());

        client.IsClosed.Should().BeTrue();
        _watcher.Received().Should().BeEmpty();
    }

    [Fact]
    public void It_is_published_when_the_client_asks_for_it_in_its_goodbye()
    {
        Client().Send(new DisconnectPacket { Reason = ReasonCode.DisconnectWithWill });

        _watcher.ReceivedOne().Payload.Should().Be("gone");
    }

    [Fact]
    public void It_is_published_when_the_client_breaks_the_protocol()
    {
        Client().Send([0x30, 0x00]);

        _watcher.ReceivedOne().Payload.Should().Be("gone");
    }

    [Fact]
    public void Its_delay_counts_from_the_loss()
    {
        Client(delay: 5, expiry: 100).Drop();

        _test.Pass(seconds: 4);
        _watcher.Received().Should().BeEmpty();
        _test.Pass(seconds: 1);
        _watcher.ReceivedOne().Payload.Should().Be("gone");
        _test.Pass(seconds: 200);
        _watcher.Received().Should().BeEmpty("it is published once");
    }

    [Fact]
    public void The_end_of_the_session_comes_before_the_end_of_the_delay()
    {
        Client(delay: 50, expiry: 3).Drop();

        _test.Pass(seconds: 3);

        _watcher.ReceivedOne().Payload.Should().Be("gone");
    }

    [Fact]
    public void A_return_before_the_delay_cancels_it()
    {
        Client(delay: 5, expiry: 100).Drop();
        _test.Pass(seconds: 4);

        _test.Connect("c", with: c => c with { CleanStart = false, SessionExpiryInterval = 100 });
        _test.Pass(seconds: 10);

        _watcher.Received().Should().BeEmpty();
    }

    [Fact]
    public void A_will_on_a_signals_topic_is_checked_like_any_signal()
    {
        _watcher.Subscribe("busroot/#");
        _watcher.Received();
        var device = _test.LogIn("acme/press-1", with: c => c with { Will = NewWill("busroot/v1/acme/press-1") });

        device.Drop();

        _watcher.Received().Should().BeEmpty("only the intake may publish it");
        _test.Intake.Readings.Should().ContainSingle().Which.Payload.Should().Be("gone");
    }

    [Fact]
    public void A_will_on_a_raw_topic_is_a_reading_and_seen_by_who_watches_raw_topics()
    {
        _watcher.Subscribe("busroot/#");
        _watcher.Received();

        _test.LogIn("acme/press-1", with: c => c with { Will = NewWill("busroot/v1/dau/acme/press-1") }).Drop();

        _watcher.ReceivedOne().Payload.Should().Be("gone");
        _test.Intake.Readings.Should().ContainSingle();
    }

    [Fact]
    public void A_will_that_finds_the_lane_full_waits_for_room()
    {
        _test.Intake.Room = 0;
        _test.LogIn("acme/press-1", with: c => c with { Will = NewWill("busroot/v1/dau/acme/press-1") }).Drop();

        _test.Pass(seconds: 2);
        _test.Intake.Readings.Should().BeEmpty();
        _test.Intake.Room = 10;
        _test.Pass(seconds: 2);

        _test.Intake.Readings.Should().ContainSingle().Which.Payload.Should().Be("gone");
    }

    private static Will NewWill(string topic, uint delay = 0) => new()
    {
        Topic = TestBroker.Utf8(topic),
        Payload = "gone"u8.ToArray(),
        Qos = QualityOfService.AtLeastOnce,
        DelayInterval = delay,
    };

    private TestClient Client(uint delay = 0, uint expiry = 0) =>
        _test.Connect("c", with: c => c with { SessionExpiryInterval = expiry, Will = NewWill("will", delay) });
}
