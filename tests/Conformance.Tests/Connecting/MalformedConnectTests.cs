using Busroot.Mqtt;

namespace Busroot.Conformance.Tests.Connecting;

/// <summary>A CONNECT that is wrong gets at most a CONNACK that says so, and the connection is closed. The optional CONNACK is given to 5.0 clients.</summary>
public class MalformedConnectTests(RunningBroker broker) : BrokerTest(broker)
{
    [Theory]
    [Clause("MQTT-3.1.2-3"), Clause("MQTT-3.1.2-11"), Clause("MQTT-3.1.2-12"), Clause("MQTT-3.1.2-13"), Clause("MQTT-3.1.2-17"), Clause("MQTT-3.1.2-19")]
    [InlineData("10 0D 00 04 'MQTT' 04 03 00 3C 00 01 'a'", "reserved flag")]
    [InlineData("10 0D 00 04 'MQTT' 04 0A 00 3C 00 01 'a'", "will QoS without will")]
    [InlineData("10 0D 00 04 'MQTT' 04 22 00 3C 00 01 'a'", "will retain without will")]
    [InlineData("10 13 00 04 'MQTT' 04 1E 00 3C 00 01 'a' 00 01 't' 00 01 'p'", "will QoS 3")]
    [InlineData("10 0D 00 04 'MQTT' 04 06 00 3C 00 01 'a'", "will flag and no will")]
    [InlineData("10 0D 00 04 'MQTT' 04 82 00 3C 00 01 'a'", "user name flag and no user name")]
    [InlineData("10 10 00 04 'MQTT' 04 42 00 3C 00 01 'a' 00 01 'p'", "password without user name")]
    [InlineData("10 10 00 04 'MQTT' 04 C2 00 3C 00 01 'a' 00 01 'u'", "password flag and no password")]
    [InlineData("10 0D 00 04 'MqTT' 04 02 00 3C 00 01 'a'", "protocol name")]
    [InlineData("11 0D 00 04 'MQTT' 04 02 00 3C 00 01 'a'", "fixed header flags")]
    [InlineData("10 0E 00 04 'MQTT' 04 02 00 3C 00 01 'a' 00", "a byte too many")]
    [InlineData("10 0C 00 04 'MQTT' 04 02 00 3C 00 01", "client identifier cut off")]
    [InlineData("10 0D 00 04 'MQTT' 04 02 00 3C 00 01 FF", "not UTF-8")]
    [InlineData("10 0D 00 04 'MQTT' 04 02 00 3C 00 01 00", "U+0000")]
    [InlineData("10 00", "empty")]
    public async Task In_3_1_1_it_is_closed_without_a_word(string connect, string what)
    {
        var client = await OpenAsync();

        await client.SendAsync(connect);

        (await client.ExpectClosedAsync()).Should().BeEmpty(what);
    }

    [Theory]
    [Clause("MQTT-3.1.2-3"), Clause("MQTT-3.1.2-13"), Clause("MQTT-3.1.2-17"), Clause("MQTT-4.13.1-1")]
    [InlineData("10 0E 00 04 'MQTT' 05 03 00 3C 00 00 01 'a'", ReasonCode.MalformedPacket)] // reserved flag
    [InlineData("10 0E 00 04 'MQTT' 05 22 00 3C 00 00 01 'a'", ReasonCode.MalformedPacket)] // will retain without will
    [InlineData("10 0E 00 04 'MQTT' 05 82 00 3C 00 00 01 'a'", ReasonCode.MalformedPacket)] // user name flag and no user name
    [InlineData("10 11 00 04 'MQTT' 05 02 00 3C 03 21 00 00 00 01 'a'", ReasonCode.ProtocolError)] // Receive Maximum 0
    [InlineData("10 13 00 04 'MQTT' 05 02 00 3C 05 27 00 00 00 00 00 01 'a'", ReasonCode.ProtocolError)] // Maximum Packet Size 0
    [InlineData("10 14 00 04 'MQTT' 05 02 00 3C 06 21 00 01 21 00 01 00 01 'a'", ReasonCode.ProtocolError)] // Receive Maximum twice
    [InlineData("10 18 00 04 'MQTT' 05 02 00 3C 0A 11 00 00 00 01 11 00 00 00 01 00 01 'a'", ReasonCode.ProtocolError)] // Session Expiry twice
    [InlineData("10 18 00 04 'MQTT' 05 02 00 3C 0A 27 00 00 10 00 27 00 00 10 00 00 01 'a'", ReasonCode.ProtocolError)] // Maximum Packet Size twice
    [InlineData("10 14 00 04 'MQTT' 05 02 00 3C 06 22 00 01 22 00 01 00 01 'a'", ReasonCode.ProtocolError)] // Topic Alias Maximum twice
    [InlineData("10 12 00 04 'MQTT' 05 02 00 3C 04 17 01 17 01 00 01 'a'", ReasonCode.ProtocolError)] // Request Problem Information twice
    [InlineData("10 10 00 04 'MQTT' 05 02 00 3C 02 17 02 00 01 'a'", ReasonCode.ProtocolError)] // Request Problem Information 2
    [InlineData("10 10 00 04 'MQTT' 05 02 00 3C 02 19 02 00 01 'a'", ReasonCode.ProtocolError)] // Request Response Information 2
    [InlineData("10 12 00 04 'MQTT' 05 02 00 3C 04 16 00 01 'd' 00 01 'a'", ReasonCode.ProtocolError)] // data without a method
    [InlineData("10 11 00 04 'MQTT' 05 02 00 3C 03 23 00 01 00 01 'a'", ReasonCode.MalformedPacket)] // a property of PUBLISH
    [InlineData("10 0F 00 04 'MQTT' 05 02 00 3C 01 7F 00 01 'a'", ReasonCode.MalformedPacket)] // no such property
    [InlineData("10 0E 00 04 'MQTT' 05 02 00 3C 7F 00 01 'a'", ReasonCode.MalformedPacket)] // properties run out of the packet
    public async Task In_5_0_it_is_told_why_and_closed(string connect, ReasonCode reason)
    {
        var client = await OpenAsync();

        await client.SendAsync(connect);

        (await client.ExpectClosedAsync()).Should().ContainSingle().Which.ConnAck!.Reason.Should().Be(reason);
    }
}
