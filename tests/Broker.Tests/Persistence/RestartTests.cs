using Busroot.Broker.Identity;
using Busroot.Broker.Limits;
using Busroot.Broker.Persistence;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Tests.Persistence;

/// <summary>A broker that is gone without a word, and the next one that starts from what was stored.</summary>
public class RestartTests
{
    private static readonly BrokerLimits Limits = new() { MaximumRetainedPerDevice = 2, WillGraceAfterRestart = TimeSpan.FromSeconds(30) };

    private readonly MemorySessionStore _store = new();
    private TestBroker _test = new(Limits, PersistenceMode.Durable);

    [Fact]
    public void A_will_is_published_when_its_client_does_not_come_back_in_time()
    {
        _test.Connect("sensor", with: packet => packet with { Will = WillOf("gone") });
        Restart();
        var watcher = Watcher();

        _test.Pass(29);
        watcher.Received().Should().BeEmpty("the client has time to come back");
        _test.Pass(2);

        watcher.ReceivedOne().Payload.Should().Be("gone");
        _store.StoreAll(_test);
        _store.Wills.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_client_that_comes_back_was_not_lost(bool cleanStart)
    {
        _test.Connect("sensor", with: packet => packet with { CleanStart = false, SessionExpiryInterval = 600, Will = WillOf("gone") });
        Restart();
        var watcher = Watcher();

        _test.Connect("sensor", with: packet => packet with { CleanStart = cleanStart, SessionExpiryInterval = 600 });
        _test.Pass(700);

        watcher.Received().Should().BeEmpty();
        _store.StoreAll(_test);
        _store.Wills.Should().BeEmpty();
    }

    [Fact]
    public void A_will_waits_for_its_own_delay_when_that_is_longer_and_no_longer_than_its_session()
    {
        _test.Connect("patient", with: packet => packet with { CleanStart = false, SessionExpiryInterval = 600, Will = WillOf("patient gone") with { DelayInterval = 100 } });
        _test.Connect("short", with: packet => packet with { CleanStart = false, SessionExpiryInterval = 60, Will = WillOf("short gone") with { DelayInterval = 100 } });
        Restart();
        var watcher = Watcher();

        _test.Pass(59);
        watcher.Received().Should().BeEmpty();
        _test.Pass(2);
        watcher.ReceivedOne().Payload.Should().Be("short gone");
        _test.Pass(38);
        watcher.Received().Should().BeEmpty();
        _test.Pass(2);

        watcher.ReceivedOne().Payload.Should().Be("patient gone");
    }

    [Fact]
    public void The_delay_of_a_client_that_was_lost_before_goes_on()
    {
        var lost = _test.Connect("sensor", with: packet => packet with { CleanStart = false, SessionExpiryInterval = 600, Will = WillOf("gone") with { DelayInterval = 20 } });
        lost.Drop();
        _test.Pass(10);
        Restart();
        var watcher = Watcher();

        _test.Pass(9);
        watcher.Received().Should().BeEmpty();
        _test.Pass(2);

        watcher.ReceivedOne().Payload.Should().Be("gone");
    }

    [Fact]
    public void A_clean_start_ends_the_delay_of_a_client_that_was_lost_before()
    {
        var lost = _test.Connect("sensor", with: packet => packet with { CleanStart = false, SessionExpiryInterval = 600, Will = WillOf("gone") with { DelayInterval = 20 } });
        lost.Drop();
        Restart();
        var watcher = Watcher();

        _test.Connect("sensor");

        watcher.ReceivedOne().Payload.Should().Be("gone");
    }

    [Fact]
    public void A_will_keeps_all_it_has()
    {
        var will = new Will
        {
            Topic = TestBroker.Utf8("w"),
            Payload = TestBroker.Utf8("gone"),
            Qos = QualityOfService.ExactlyOnce,
            Retain = true,
            DelayInterval = 7,
            MessageExpiryInterval = 60,
            Properties = [0x01, 0x01],
        };
        _test.Connect("sensor", with: packet => packet with { Will = will });
        _store.StoreAll(_test);

        _store.Wills.Should().ContainSingle().Which.Will.Should().BeEquivalentTo(will);
    }

    [Fact]
    public void A_will_that_was_withdrawn_or_published_is_not_stored_any_more()
    {
        _test.Connect("goes", with: packet => packet with { Will = WillOf("gone") }).Send(new DisconnectPacket());
        _test.Connect("lost", with: packet => packet with { Will = WillOf("gone") }).Drop();
        var changes = _test.Connect("again", with: packet => packet with { Will = WillOf("gone") });
        _store.StoreAll(_test);
        _store.Wills.Should().ContainSingle();
        changes.Send(new DisconnectPacket());
        _store.StoreAll(_test);

        _store.Wills.Should().BeEmpty();
    }

    [Fact]
    public void A_will_without_a_login_or_the_right_to_it_is_dropped()
    {
        _test.LogIn("acme/press-1", with: packet => packet with { Will = WillOf("busroot/v1/dau/acme/press-1", "x") });
        _test.LogIn("acme/press-2", with: packet => packet with { Will = WillOf("busroot/v1/dau/acme/press-2", "x") });
        _test.LogIn("tool", with: packet => packet with { Will = WillOf("busroot/v1/acme/press-1", "x") });
        _store.StoreAll(_test);
        _store.Wills.Should().HaveCount(3);

        Restart(userName => userName switch
        {
            "acme/press-1" => null,
            "tool" => TestBroker.ServiceOf("tool", ServiceRole.Integrator, "other"),
            _ => _test.Logins[userName],
        });
        _store.StoreAll(_test);

        _store.Wills.Select(will => will.Owner).Should().Equal("acme/press-2");
    }

    [Fact]
    public void A_login_that_is_revoked_takes_its_waiting_will_along()
    {
        _test.LogIn("acme/press-1", with: packet => packet with { Will = WillOf("busroot/v1/dau/acme/press-1", "x") });
        Restart();

        _test.Batch(() => _test.Broker.Revoke("acme/press-1", "removed", _ => false));
        _test.Pass(60);
        _store.StoreAll(_test);

        _test.Intake.Readings.Should().BeEmpty();
        _store.Wills.Should().BeEmpty();
    }

    [Fact]
    public void A_retained_message_still_counts_against_its_device()
    {
        _test.Logins["other/press-1"] = TestBroker.DeviceOf("other/press-1", "s1", "s2", "s3");
        var device = _test.LogIn("other/press-1");
        foreach (var station in new[] { "s1", "s2" })
        {
            device.Publish($"busroot/v2/other/signals/{station}", "1", retain: true);
        }

        Restart();
        _test.Logins["other/press-1"] = TestBroker.DeviceOf("other/press-1", "s1", "s2", "s3");
        device = _test.LogIn("other/press-1");
        device.Publish("busroot/v2/other/signals/s3", "1", retain: true);
        device.Publish("busroot/v2/other/signals/s1", "2", retain: true);

        _test.Broker.Counters.RetainedRefused.Should().Be(1);
        _test.Broker.Counters.RetainedMessages.Should().Be(2);
    }

    private static Will WillOf(string payload) => WillOf("w", payload);

    private static Will WillOf(string topic, string payload) => new() { Topic = TestBroker.Utf8(topic), Payload = TestBroker.Utf8(payload) };

    private TestClient Watcher()
    {
        var watcher = _test.Connect("watcher");
        watcher.Subscribe("w");
        watcher.Received();
        return watcher;
    }

    private void Restart(Func<string, Principal?>? findLogin = null)
    {
        _store.StoreAll(_test);
        var now = _test.Time.GetUtcNow();
        _test = new TestBroker(Limits, PersistenceMode.Durable);
        _test.Time.Advance(now - _test.Time.GetUtcNow());
        _test.Batch(() => _test.Broker.Restore(_store.Load(), findLogin ?? (userName => _test.Logins[userName])));
    }
}
