using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Tests.Connections;

/// <summary>Rights hold at every door: publish, will, subscribe, shared subscription, retained and queued messages.</summary>
public class AccessTests
{
    private const string Own = "busroot/v1/dau/acme/press-1";
    private const string Foreign = "busroot/v1/dau/acme/press-2";
    private readonly TestBroker _test = new();

    [Theory]
    [InlineData(Own, ReasonCode.Success)]
    [InlineData(Foreign, ReasonCode.NotAuthorized)]
    [InlineData("free", ReasonCode.NotAuthorized)]
    public void Publish(string topic, ReasonCode expected)
    {
        var device = _test.LogIn("acme/press-1");
        device.Received();
        foreach (var qos in (QualityOfService[])[QualityOfService.AtLeastOnce, QualityOfService.ExactlyOnce])
        {
            device.Publish(topic, "x", qos, (ushort)qos);
        }

        _test.Intake.Readings.ForEach(reading => _test.Batch(() => MemoryIntake.Commit(reading)));
        device.Received().Select(packet => (packet.Type, packet.Reason)).Should().Equal((PacketType.PubAck, expected), (PacketType.PubRec, expected));
        _test.Intake.Readings.Should().HaveCount(expected == ReasonCode.Success ? 2 : 0);
        device.IsClosed.Should().BeFalse();
    }

    [Fact]
    public void A_refused_publish_is_not_retained_either()
    {
        _test.LogIn("acme/press-1").Publish(Foreign, "x", QualityOfService.AtMostOnce, retain: true);

        _test.Broker.Counters.RetainedMessages.Should().Be(0);
        _test.Broker.Counters.PublishesRefused.Should().Be(1);
    }

    [Fact]
    public void An_alias_does_not_get_around_the_refusal()
    {
        var device = _test.LogIn("acme/press-1");
        device.Publish(Foreign, "x", properties: [0x23, 0, 1]);
        device.Publish("", "x", properties: [0x23, 0, 1]);

        _test.Intake.Readings.Should().BeEmpty();
        _test.Broker.Counters.PublishesRefused.Should().Be(2);
    }

    [Theory]
    [InlineData(Own, ReasonCode.Success)]
    [InlineData(Foreign, ReasonCode.NotAuthorized)]
    [InlineData("$SYS/x", ReasonCode.NotAuthorized)]
    public void Will(string topic, ReasonCode expected)
    {
        var device = _test.LogIn("acme/press-1", with: c => c with { Will = new Will { Topic = TestBroker.Utf8(topic) } });

        device.ReceivedOne().Reason.Should().Be(expected);
        device.IsClosed.Should().Be(expected != ReasonCode.Success);
    }

    [Theory]
    [InlineData(Own + "/#", ReasonCode.GrantedQos1)]
    [InlineData(Foreign, ReasonCode.NotAuthorized)]
    [InlineData("#", ReasonCode.NotAuthorized)]
    [InlineData("$SYS/#", ReasonCode.NotAuthorized)]
    [InlineData("$share/g/" + Own, ReasonCode.GrantedQos1)]
    [InlineData("$share/g/" + Foreign, ReasonCode.NotAuthorized)]
    [InlineData("$share/g/#", ReasonCode.NotAuthorized)]
    [InlineData("$share", ReasonCode.NotAuthorized)]
    [InlineData("$share/", ReasonCode.TopicFilterInvalid)]
    [InlineData("$share/g", ReasonCode.TopicFilterInvalid)]
    [InlineData("$share//a", ReasonCode.TopicFilterInvalid)]
    [InlineData("$share/+/a", ReasonCode.TopicFilterInvalid)]
    [InlineData("$share/g/", ReasonCode.TopicFilterInvalid)]
    [InlineData("$share/g/a#", ReasonCode.TopicFilterInvalid)]
    [InlineData("a#", ReasonCode.TopicFilterInvalid)]
    [InlineData("a/#/b", ReasonCode.TopicFilterInvalid)]
    [InlineData("a+", ReasonCode.TopicFilterInvalid)]
    [InlineData("", ReasonCode.TopicFilterInvalid)]
    public void Subscribe(string filter, ReasonCode expected)
    {
        var device = _test.LogIn("acme/press-1");
        device.Received();

        device.Subscribe(filter, QualityOfService.AtLeastOnce);

        device.ReceivedOne().SubAck!.Codes.Should().Equal(expected);
        _test.Broker.Counters.Subscriptions.Should().Be(expected == ReasonCode.GrantedQos1 ? 1 : 0);
    }

    [Fact]
    public void A_refused_filter_gets_neither_retained_nor_live_messages()
    {
        _test.LogIn("acme/press-2").Publish(Foreign, "retained", retain: true);
        var device = _test.LogIn("acme/press-1");
        device.Received();

        device.Send(new SubscribePacket(1, [new Subscription(Foreign, 0), new Subscription($"$share/g/{Foreign}", 0), new Subscription("#", 0)]));
        _test.LogIn("acme/press-2", "y").Publish(Foreign, "live");

        device.Received().Select(packet => packet.Type).Should().Equal(PacketType.SubAck);
    }

    [Theory]
    [InlineData("#")]
    [InlineData("+")]
    [InlineData("acme/#")]
    [InlineData("acme/+")]
    [InlineData("acme/.*")]
    [InlineData("acme/%c")]
    [InlineData("асme/press-1")] // Cyrillic letters that look like Latin ones
    [InlineData("acme/press-1/more")]
    public void No_user_name_is_a_pattern(string userName)
    {
        var client = _test.Accept(open: false);

        client.Connect(new ConnectPacket { Version = ProtocolVersion.V500, ClientId = $"{userName}/x", UserName = userName, Password = "secret"u8.ToArray() });

        client.ReceivedOne().Reason.Should().Be(ReasonCode.BadUserNameOrPassword);
        client.IsClosed.Should().BeTrue();
    }

    [Theory]
    [InlineData("acme/press-1/", ReasonCode.Success)]
    [InlineData("acme/press-1/anything at all/#", ReasonCode.Success)]
    [InlineData("", ReasonCode.Success)]
    [InlineData("acme/press-1", ReasonCode.ClientIdentifierNotValid)]
    [InlineData("acme/press-10/x", ReasonCode.ClientIdentifierNotValid)]
    [InlineData("acme/press-2/x", ReasonCode.ClientIdentifierNotValid)]
    [InlineData("ACME/press-1/x", ReasonCode.ClientIdentifierNotValid)]
    [InlineData("x", ReasonCode.ClientIdentifierNotValid)]
    public void A_client_identifier_belongs_to_its_login(string clientId, ReasonCode expected)
    {
        var device = _test.LogIn("acme/press-1", with: c => c with { ClientId = clientId });

        device.ReceivedOne().Reason.Should().Be(expected);
    }

    [Theory]
    [InlineData(null, null, ReasonCode.NotAuthorized)]
    [InlineData("acme/press-1", null, ReasonCode.NotAuthorized)]
    [InlineData(null, "secret", ReasonCode.NotAuthorized)]
    [InlineData("", "", ReasonCode.BadUserNameOrPassword)]
    [InlineData("acme/press-1", "", ReasonCode.BadUserNameOrPassword)]
    [InlineData("acme/press-1", "Secret", ReasonCode.BadUserNameOrPassword)]
    [InlineData("nobody", "secret", ReasonCode.BadUserNameOrPassword)]
    public void Credentials_are_all_or_nothing(string? userName, string? password, ReasonCode expected)
    {
        var client = _test.Accept(open: false);

        client.Connect(new ConnectPacket
        {
            Version = ProtocolVersion.V500,
            ClientId = "acme/press-1/x",
            UserName = userName,
            Password = password is null ? null : TestBroker.Utf8(password),
        });

        client.ReceivedOne().Reason.Should().Be(expected);
        client.IsClosed.Should().BeTrue();
        _test.Broker.Counters.Sessions.Should().Be(0);
    }

    [Fact]
    public void Rights_that_are_reduced_are_reduced_for_the_kept_session_too()
    {
        Func<ConnectPacket, ConnectPacket> lasting = c => c with { CleanStart = false, SessionExpiryInterval = 100 };
        var device = _test.LogIn("acme/press-1", with: lasting);
        device.Subscribe("busroot/v2/acme/signals/line-1", QualityOfService.AtLeastOnce);
        device.Subscribe("busroot/v1/acme/press-1", QualityOfService.AtLeastOnce);
        device.Drop();
        var core = _test.Connect("core");
        core.Publish("busroot/v2/acme/signals/line-1", "queued", QualityOfService.AtLeastOnce, 1);

        _test.Logins["acme/press-1"] = TestBroker.DeviceOf("acme/press-1");
        var again = _test.LogIn("acme/press-1", with: lasting);
        core.Publish("busroot/v2/acme/signals/line-1", "live", QualityOfService.AtLeastOnce, 2);

        again.Received().Select(packet => packet.Type).Should().Equal(PacketType.ConnAck);
        _test.Broker.Counters.Subscriptions.Should().Be(1);
    }
}
