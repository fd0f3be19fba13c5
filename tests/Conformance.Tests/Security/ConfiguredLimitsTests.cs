using Busroot.Broker.Limits;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Security;

/// <summary>What a configuration narrows is announced, and held to.</summary>
public class ConfiguredLimitsTests() : LimitedBrokerTest(new BrokerLimits
{
    MaximumQos = QualityOfService.AtLeastOnce,
    RetainAvailable = false,
    TopicAliasMaximum = 0,
    DeniedFilters = ["test/nosubscribe"],
    MaximumConnections = 4,
    LongestKeepAlive = TimeSpan.FromSeconds(30),
})
{
    [Fact, Clause("MQTT-3.2.2-9"), Clause("MQTT-3.2.2-14"), Clause("MQTT-3.2.2-17"), Clause("MQTT-3.2.2-18")]
    public async Task CONNACK_announces_them()
    {
        var answer = await (await WireClient.OpenAsync(Broker.Open)).ConnectAsync(with: c => c with { KeepAlive = 100 });

        answer.Should().BeEquivalentTo(new { MaximumQos = QualityOfService.AtLeastOnce, RetainAvailable = false, TopicAliasMaximum = (ushort)0, ServerKeepAlive = (ushort?)30 });
    }

    [Theory, Clause("MQTT-3.2.2-11"), Clause("MQTT-3.2.2-14"), Clause("MQTT-3.3.2-9")]
    [InlineData("34 08 00 01 'a' 00 01 00 'xx'", ReasonCode.QosNotSupported)]
    [InlineData("31 05 00 01 'a' 00 'x'", ReasonCode.RetainNotSupported)]
    [InlineData("30 08 00 01 'a' 03 23 00 01 'x'", ReasonCode.TopicAliasInvalid)]
    public async Task A_publish_beyond_them_ends_the_connection(string publish, ReasonCode reason)
    {
        await using var client = await WireClient.OpenAsync(Broker.Open);
        await client.ConnectAsync();

        await client.SendAsync(publish);

        await client.ExpectDisconnectAsync(reason);
    }

    [Theory, Clause("MQTT-3.2.2-12"), Clause("MQTT-3.2.2-13")]
    [InlineData(QualityOfService.ExactlyOnce, false, ReasonCode.QosNotSupported)]
    [InlineData(QualityOfService.AtMostOnce, true, ReasonCode.RetainNotSupported)]
    public async Task A_will_beyond_them_is_refused(QualityOfService qos, bool retain, ReasonCode reason)
    {
        await using var client = await WireClient.OpenAsync(Broker.Open);

        (await client.ConnectAsync(with: c => c with { Will = new Will { Topic = "a"u8.ToArray(), Qos = qos, Retain = retain } })).Reason.Should().Be(reason);
    }

    [Fact, Clause("MQTT-3.2.2-10")]
    public async Task A_subscription_is_granted_what_there_is()
    {
        await using var client = await WireClient.OpenAsync(Broker.Open);
        await client.ConnectAsync();

        (await client.SubscribeAsync("a", QualityOfService.ExactlyOnce)).Should().Equal(ReasonCode.GrantedQos1);
    }

    [Theory]
    [InlineData(ProtocolVersion.V311, ReasonCode.UnspecifiedError)]
    [InlineData(ProtocolVersion.V500, ReasonCode.NotAuthorized)]
    public async Task A_denied_filter_is_denied_to_everyone(ProtocolVersion version, ReasonCode expected)
    {
        await using var client = await WireClient.OpenAsync(Broker.Open);
        await client.ConnectAsync(version);

        (await client.SubscribeAsync(new Subscription("test/nosubscribe", 0), new Subscription("test/subscribe", 0))).Should().Equal(expected, ReasonCode.GrantedQos0);
    }

    [Fact]
    public async Task One_connection_too_many_is_refused_with_a_reason()
    {
        var clients = new List<WireClient>();
        for (var i = 0; i < 4; i++)
        {
            clients.Add(await WireClient.OpenAsync(Broker.Open));
            (await clients[i].ConnectAsync()).Reason.Should().Be(ReasonCode.Success);
        }

        await using var oneMore = await WireClient.OpenAsync(Broker.Open);
        (await oneMore.ConnectAsync()).Reason.Should().Be(ReasonCode.ServerBusy);
        (await oneMore.ExpectClosedAsync()).Should().BeEmpty();
        clients.ForEach(client => client.Dispose());
    }
}
