using Busroot.Broker.Limits;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Security;

/// <summary>CVE-2019-11779: depth exhausts no stack, and where strangers come in it is capped.</summary>
public class S05TopicDepthTests() : LimitedBrokerTest(new BrokerLimits())
{
    [Fact]
    public async Task The_deepest_topic_there_can_be_is_served_on_the_open_listener()
    {
        await using var client = await WireClient.OpenAsync(Broker.Open);
        await client.ConnectAsync();

        foreach (var filter in (string[])[new string('/', 65_535), string.Concat(Enumerable.Repeat("+/", 32_767)) + "#", string.Concat(Enumerable.Repeat("/", 65_534)) + "#"])
        {
            (await client.SubscribeAsync(filter)).Should().Equal(ReasonCode.GrantedQos0);
        }

        await client.SendPublishAsync(new string('/', 65_535), "x");
        (await client.NextAsync(PacketType.Publish)).Payload.Should().Be("x");
    }

    [Theory]
    [InlineData("too/long/", 1_024)]
    [InlineData("/", 33)]
    public async Task A_login_is_held_to_the_caps(string part, int times)
    {
        var token = (await Broker.Registrar.AddServiceAsync("boss", Busroot.Broker.Identity.ServiceRole.Admin, null, CancellationToken.None))!;
        await using var client = await WireClient.OpenAsync(Broker.WithLogin);
        (await client.ConnectAsync(with: c => c with { UserName = "boss", Password = System.Text.Encoding.UTF8.GetBytes(token.Reveal()) })).Reason.Should().Be(ReasonCode.Success);
        var topic = string.Concat(Enumerable.Repeat(part, times));

        (await client.SubscribeAsync(topic)).Should().Equal(ReasonCode.TopicFilterInvalid);
        await client.SendPublishAsync(topic, "x");

        await client.ExpectDisconnectAsync(ReasonCode.TopicNameInvalid);
    }
}
