using Busroot.Mqtt;

namespace Busroot.Conformance.Tests.Connecting;

public class KeepAliveTests(RunningBroker broker) : BrokerTest(broker)
{
    [Theory, Clause("MQTT-3.1.2-22")]
    [InlineData(ProtocolVersion.V311)]
    [InlineData(ProtocolVersion.V500)]
    public async Task A_client_that_is_silent_for_one_and_a_half_keep_alives_is_closed(ProtocolVersion version)
    {
        var client = await ConnectAsync(version, with: c => c with { KeepAlive = 10 });

        await Broker.PassAsync(seconds: 14);
        await client.PingAsync();
        await Broker.PassAsync(seconds: 16);

        await client.ExpectDisconnectAsync(ReasonCode.KeepAliveTimeout);
    }

    [Fact, Clause("MQTT-3.12.4-1")]
    public async Task PINGREQ_is_answered() => await (await ConnectAsync()).PingAsync();
}
