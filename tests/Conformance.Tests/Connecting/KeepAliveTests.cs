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

    [Theory, Clause("MQTT-3.1.2-21"), Clause("MQTT-3.2.2-21")]
    [InlineData(0)]
    [InlineData(65_535)]
    public async Task A_5_0_client_that_asks_for_more_than_the_longest_is_told_that_and_held_to_it(ushort asked)
    {
        var longest = Broker.Limits.LongestKeepAlive;
        var client = await OpenAsync();

        (await client.ConnectAsync(with: c => c with { KeepAlive = asked })).ServerKeepAlive.Should().Be((ushort)longest.TotalSeconds);
        await Broker.PassAsync(longest * 1.4);
        await client.PingAsync();
        await Broker.PassAsync(longest * 1.6);

        await client.ExpectDisconnectAsync(ReasonCode.KeepAliveTimeout);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(65_535, true)]
    public async Task A_3_1_1_client_is_never_refused_for_it_and_has_what_it_asked_for(ushort asked, bool ends)
    {
        var client = await ConnectAsync(ProtocolVersion.V311, with: c => c with { KeepAlive = asked });

        await Broker.PassAsync(TimeSpan.FromSeconds(65_535 * 1.4));
        await client.PingAsync();
        await Broker.PassAsync(TimeSpan.FromSeconds(65_535 * 1.6));

        if (ends)
        {
            (await client.ExpectClosedAsync()).Should().BeEmpty();
        }
        else
        {
            await client.PingAsync();
        }
    }

    [Fact, Clause("MQTT-3.12.4-1")]
    public async Task PINGREQ_is_answered() => await (await ConnectAsync()).PingAsync();
}
