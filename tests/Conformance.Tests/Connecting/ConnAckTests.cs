using Busroot.Mqtt;

namespace Busroot.Conformance.Tests.Connecting;

public class ConnAckTests(RunningBroker broker) : BrokerTest(broker)
{
    [Fact, Clause("MQTT-3.2.2-15"), Clause("MQTT-3.2.2-21")]
    public async Task It_announces_what_applies()
    {
        var answer = await (await OpenAsync()).ConnectAsync(with: c => c with { KeepAlive = 0, SessionExpiryInterval = uint.MaxValue });

        answer.ReceiveMaximum.Should().Be((ushort)Broker.Limits.ReceiveMaximum);
        answer.TopicAliasMaximum.Should().Be((ushort)Broker.Limits.TopicAliasMaximum);
        answer.MaximumPacketSize.Should().BePositive();
        answer.ServerKeepAlive.Should().Be((ushort)Broker.Limits.LongestKeepAlive.TotalSeconds);
        answer.SessionExpiryInterval.Should().Be((uint)Broker.Limits.LongestSession.TotalSeconds);
        answer.MaximumQos.Should().Be(QualityOfService.ExactlyOnce);
        (answer.RetainAvailable, answer.WildcardSubscriptionAvailable, answer.SharedSubscriptionAvailable).Should().Be((true, true, true));
    }

    [Fact, Clause("MQTT-3.2.0-1")]
    public async Task It_comes_before_anything_else()
    {
        var id = WireClient.NewId();
        var first = await ConnectAsync(clientId: id, with: c => c with { SessionExpiryInterval = 60 });
        await first.SubscribeAsync(Topic, QualityOfService.AtLeastOnce);
        first.Reset();
        await (await ConnectAsync()).PublishAsync(Topic, "queued", QualityOfService.AtLeastOnce);
        var again = await OpenAsync();

        await again.ConnectAsync(clientId: id, with: c => c with { CleanStart = false }); // fails on anything but CONNACK

        (await again.NextMessageAsync()).Payload.Should().Be("queued");
    }

    [Theory, Clause("MQTT-3.2.2-19"), Clause("MQTT-3.1.2-24")]
    [InlineData(40u, false)]
    [InlineData(1000u, true)]
    public async Task The_reason_string_is_left_out_when_the_client_takes_no_packet_of_that_size(uint maximumPacketSize, bool told)
    {
        var client = await OpenWithLoginAsync();

        var answer = await client.ConnectAsync(with: c => c with { MaximumPacketSize = maximumPacketSize });

        answer.Reason.Should().Be(ReasonCode.NotAuthorized);
        (answer.ReasonString is not null).Should().Be(told);
    }

    [Fact, Clause("MQTT-4.12.0-1")]
    public async Task Enhanced_authentication_is_refused_by_name()
    {
        var client = await OpenAsync();

        (await client.ConnectAsync(with: c => c with { AuthenticationMethod = "SCRAM-SHA-1" })).Reason.Should().Be(ReasonCode.BadAuthenticationMethod);

        (await client.ExpectClosedAsync()).Should().BeEmpty();
    }

    [Theory, Clause("MQTT-3.1.2-29")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_DISCONNECT_and_CONNACK_may_carry_words_the_client_did_not_ask_for(bool wanted)
    {
        var client = await ConnectAsync(with: c => c with { RequestProblemInformation = wanted });

        await client.SendAsync("C1 00");

        var last = (await client.ExpectClosedAsync()).Should().ContainSingle().Subject;
        last.Disconnect!.Reason.Should().Be(ReasonCode.MalformedPacket);
        (last.Disconnect.ReasonString is not null).Should().Be(wanted);
    }
}
