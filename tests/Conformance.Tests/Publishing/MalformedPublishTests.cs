using Busroot.Mqtt;

namespace Busroot.Conformance.Tests.Publishing;

public class MalformedPublishTests(RunningBroker broker) : BrokerTest(broker)
{
    [Theory]
    [Clause("MQTT-2.2.1-3"), Clause("MQTT-3.3.1-2"), Clause("MQTT-3.3.1-4"), Clause("MQTT-3.3.2-1"), Clause("MQTT-3.3.2-2"), Clause("MQTT-3.3.2-8"), Clause("MQTT-3.3.2-14"), Clause("MQTT-3.3.4-6")]
    [InlineData("38 05 00 01 'a' 00 'x'", ReasonCode.MalformedPacket)] // DUP with QoS 0
    [InlineData("36 07 00 01 'a' 00 01 00 'x'", ReasonCode.MalformedPacket)] // QoS 3
    [InlineData("3E 07 00 01 'a' 00 01 00 'x'", ReasonCode.MalformedPacket)] // QoS 3 with DUP
    [InlineData("32 07 00 01 'a' 00 00 00 'x'", ReasonCode.ProtocolError)] // packet identifier 0
    [InlineData("30 05 00 01 '#' 00 'x'", ReasonCode.TopicNameInvalid)]
    [InlineData("30 07 00 03 'a/+' 00 'x'", ReasonCode.TopicNameInvalid)]
    [InlineData("30 04 00 00 00 'x'", ReasonCode.ProtocolError)] // neither topic nor alias
    [InlineData("30 08 00 01 'a' 03 23 00 00 'x'", ReasonCode.TopicAliasInvalid)] // alias 0
    [InlineData("30 08 00 01 'a' 03 23 FF FF 'x'", ReasonCode.TopicAliasInvalid)] // alias above the maximum
    [InlineData("30 07 00 00 03 23 00 07 'x'", ReasonCode.ProtocolError)] // an alias that was never set
    [InlineData("30 0B 00 01 'a' 06 23 00 01 23 00 01 'x'", ReasonCode.ProtocolError)] // alias twice
    [InlineData("30 07 00 01 'a' 02 0B 01 'x'", ReasonCode.ProtocolError)] // subscription identifier from a client
    [InlineData("30 09 00 01 'a' 04 08 00 01 '+' 'x'", ReasonCode.ProtocolError)] // response topic with a wildcard
    [InlineData("30 07 00 01 'a' 02 01 02 'x'", ReasonCode.ProtocolError)] // payload format 2
    [InlineData("30 0A 00 01 'a' 05 11 00 00 00 01 'x'", ReasonCode.MalformedPacket)] // a property of CONNECT
    [InlineData("30 05 00 01 'a' 7F 'x'", ReasonCode.MalformedPacket)] // properties run out of the packet
    [InlineData("30 03 00 05 'a'", ReasonCode.MalformedPacket)] // topic runs out of the packet
    [InlineData("30 00", ReasonCode.MalformedPacket)]
    [InlineData("32 04 00 01 'a' 01", ReasonCode.MalformedPacket)] // half a packet identifier
    public async Task It_ends_the_connection_with_a_reason(string publish, ReasonCode reason)
    {
        var client = await ConnectAsync();

        await client.SendAsync(publish);

        var told = (await client.ExpectClosedAsync()).Should().ContainSingle().Subject;
        told.Reason.Should().BeOneOf(reason, reason == ReasonCode.ProtocolError ? ReasonCode.TopicAliasInvalid : reason);
    }

    [Theory]
    [InlineData("38 04 00 01 'a' 'x'")]
    [InlineData("36 06 00 01 'a' 00 01 'x'")]
    [InlineData("32 06 00 01 'a' 00 00 'x'")]
    [InlineData("30 04 00 01 '#' 'x'")]
    [InlineData("30 03 00 00 'x'")]
    public async Task An_older_client_is_closed_without_a_word(string publish)
    {
        var client = await ConnectAsync(ProtocolVersion.V311);

        await client.SendAsync(publish);

        await client.ExpectDisconnectAsync(ReasonCode.MalformedPacket);
    }
}
