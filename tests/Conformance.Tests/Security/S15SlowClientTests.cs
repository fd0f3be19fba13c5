using Busroot.Broker.Limits;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Security;

/// <summary>CVE-2020-13849 and the slow loris: who is slow on purpose holds nothing for long.</summary>
public class S15SlowClientTests() : LimitedBrokerTest(new BrokerLimits
{
    ConnectDeadline = TimeSpan.FromSeconds(10),
    PacketDeadline = TimeSpan.FromSeconds(20),
    SendDeadline = TimeSpan.FromSeconds(30),
    MaximumUnauthenticatedPerAddress = 20,
    MaximumUnreadBytes = 256 * 1024,
})
{
    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("10 0D 00 04 'MQ'")]
    public async Task Half_a_CONNECT_is_closed_after_the_deadline_from_accept(string part)
    {
        await using var client = await WireClient.OpenAsync(Broker.WithLogin);
        await Eventually.TrueAsync(() => Broker.Count("connections") == 1);
        await client.SendAsync(part);
        await Broker.PassAsync(seconds: 6);
        await client.SendAsync("00"); // a byte now and then buys no time

        await Broker.PassAsync(seconds: 6);

        (await client.ExpectClosedAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_packet_that_is_begun_and_not_finished_is_not_waited_for()
    {
        await using var client = await WireClient.OpenAsync(Broker.Open);
        await client.ConnectAsync();
        await client.SendAsync("C0 00 30 64 00 01");
        await client.NextAsync(PacketType.PingResp); // the beginning has been read
        await Broker.PassAsync(seconds: 15);
        await client.SendAsync("'a'"); // a byte now and then buys no time

        await Broker.PassAsync(seconds: 7);

        await client.ExpectDisconnectAsync(ReasonCode.ProtocolError);
    }

    [Fact]
    public async Task A_client_that_never_reads_is_disconnected_and_its_publisher_goes_on()
    {
        await using var deaf = await WireClient.OpenAsync(Broker.Open);
        await deaf.ConnectAsync();
        await deaf.SubscribeAsync("flood");
        await using var publisher = await WireClient.OpenAsync(Broker.Open);
        await publisher.ConnectAsync();
        var payload = new string('x', 64 * 1024);
        for (var i = 0; i < 400; i++)
        {
            await publisher.SendPublishAsync("flood", payload); // 25 MiB: more than any buffer on the way
        }

        await publisher.PingAsync();
        Broker.Count("qos0Dropped").Should().BePositive();
        var connections = Broker.Count("connections");

        await Broker.PassAsync(seconds: 1);
        await Broker.PassAsync(seconds: 31);

        await Eventually.TrueAsync(() => Broker.Count("connections") < connections);
    }

    [Fact]
    public async Task Only_so_many_of_one_address_may_be_on_their_way_to_log_in()
    {
        var strangers = new List<WireClient>();
        for (var i = 0; i < 20; i++)
        {
            strangers.Add(await WireClient.OpenAsync(Broker.WithLogin));
        }

        await Eventually.TrueAsync(() => Broker.Count("connections") == 20);
        await using var oneMore = await WireClient.OpenAsync(Broker.WithLogin);
        (await oneMore.ExpectClosedAsync()).Should().BeEmpty();

        await strangers[0].DisposeAsync();
        await Eventually.TrueAsync(() => Broker.Count("connections") < 20);
        await using var next = await WireClient.OpenAsync(Broker.Open);
        await next.ConnectAsync();
        strangers.ForEach(stranger => stranger.Dispose());
    }
}
