using Busroot.Mqtt;

namespace Busroot.Conformance.Tests.Connecting;

public class FirstPacketTests(RunningBroker broker) : BrokerTest(broker)
{
    [Theory, Clause("MQTT-3.1.0-1")]
    [InlineData("20 03 00 00 00")] // CONNACK
    [InlineData("30 03 00 01 'a'")]
    [InlineData("40 02 00 01")]
    [InlineData("50 02 00 01")]
    [InlineData("62 02 00 01")]
    [InlineData("70 02 00 01")]
    [InlineData("82 06 00 01 00 01 'a' 00")]
    [InlineData("90 03 00 01 00")]
    [InlineData("A2 05 00 01 00 01 'a'")]
    [InlineData("B0 02 00 01")]
    [InlineData("C0 00")]
    [InlineData("D0 00")]
    [InlineData("E0 00")]
    [InlineData("F0 00")]
    [InlineData("00 00")]
    public async Task A_connection_that_begins_with_anything_but_CONNECT_is_closed(string first)
    {
        var client = await OpenAsync();

        await client.SendAsync(first);

        (await client.ExpectClosedAsync()).Should().BeEmpty();
    }

    [Fact, Clause("MQTT-3.1.0-2")]
    public async Task A_second_CONNECT_is_a_protocol_error()
    {
        foreach (var version in (ProtocolVersion[])[ProtocolVersion.V311, ProtocolVersion.V500])
        {
            var client = await ConnectAsync(version);

            await client.SendConnectAsync(new() { Version = version, ClientId = WireClient.NewId() });

            await client.ExpectDisconnectAsync(ReasonCode.ProtocolError);
        }
    }
}
