using Busroot.Broker.Identity;
using Busroot.Broker.Limits;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Security;

/// <summary>CVE-2021-41039: what costs time to take apart is capped.</summary>
public class S08ExpensivePacketsTests() : LimitedBrokerTest(new BrokerLimits { MaximumSubscriptions = 10 })
{
    [Theory]
    [InlineData(32, null)]
    [InlineData(33, ReasonCode.QuotaExceeded)]
    public async Task User_properties_are_counted(int count, ReasonCode? expected)
    {
        await using var client = await LogInAsync();

        await client.SendPublishAsync("a", "x", QualityOfService.AtLeastOnce, packetId: 1, properties: Properties(count));

        var answer = await client.NextAsync();
        answer.Type.Should().Be(expected is null ? PacketType.PubAck : PacketType.Disconnect);
        answer.Reason.Should().Be(expected ?? ReasonCode.Success);
    }

    [Fact]
    public async Task Properties_are_measured()
    {
        await using var client = await LogInAsync();

        await client.SendPublishAsync("a", "x", properties: "09 20 00 [8192]00");

        await client.ExpectDisconnectAsync(ReasonCode.QuotaExceeded);
    }

    [Fact]
    public async Task User_properties_of_CONNECT_are_counted()
    {
        await using var client = await WireClient.OpenAsync(Broker.WithLogin);

        (await client.ConnectAsync(with: c => c with { UserProperties = [.. Enumerable.Repeat(new UserProperty("a", "b"), 33)] })).Reason.Should().Be(ReasonCode.QuotaExceeded);
    }

    [Fact]
    public async Task Subscriptions_are_counted()
    {
        await using var client = await LogInAsync();

        var codes = await client.SubscribeAsync([.. Enumerable.Range(0, 12).Select(i => new Subscription($"a/{i}", 0)), new Subscription("a/0", 0)]);

        codes.Should().Equal([.. Enumerable.Repeat(ReasonCode.GrantedQos0, 10), ReasonCode.QuotaExceeded, ReasonCode.QuotaExceeded, ReasonCode.GrantedQos0]);
    }

    private static string Properties(int count) => string.Concat(Enumerable.Repeat("26 00 01 'a' 00 01 'b' ", count));

    private async Task<WireClient> LogInAsync()
    {
        var token = (await Broker.Registrar.AddServiceAsync("boss", ServiceRole.Admin, null, CancellationToken.None))!;
        var client = await WireClient.OpenAsync(Broker.WithLogin);
        (await client.ConnectAsync(with: c => c with { UserName = "boss", Password = System.Text.Encoding.UTF8.GetBytes(token.Reveal()) })).Reason.Should().Be(ReasonCode.Success);
        return client;
    }
}
