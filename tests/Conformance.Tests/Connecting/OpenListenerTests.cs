using Busroot.Mqtt;

namespace Busroot.Conformance.Tests.Connecting;

/// <summary>The open listener is a broker for arbitrary use, so that other people's suites can be pointed at it.</summary>
public class OpenListenerTests(RunningBroker broker) : BrokerTest(broker)
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("anybody", null)]
    [InlineData("anybody", "any password")]
    [InlineData("", "")]
    public async Task Any_credentials_will_do(string? userName, string? password)
    {
        foreach (var version in (ProtocolVersion[])[ProtocolVersion.V310, ProtocolVersion.V311, ProtocolVersion.V500])
        {
            await (await ConnectAsync(version, with: c => c with { UserName = userName, Password = password is null ? null : Hex.Bytes($"'{password}'") })).PingAsync();
        }
    }

    [Theory]
    [InlineData("/leading")]
    [InlineData("$other/system")]
    [InlineData("//")]
    [InlineData("with spaces/ and ünïcødé")]
    public async Task Any_topic_will_do(string below)
    {
        var topic = below + Topic;
        var subscriber = await SubscriberAsync(topic);

        await (await ConnectAsync()).PublishAsync(topic, "x", retain: true);

        (await subscriber.NextMessageAsync()).Topic.Should().Be(topic);
        (await (await SubscriberAsync(topic)).NextMessageAsync()).Retain.Should().BeTrue();
    }

    [Fact]
    public async Task A_session_lasts_without_a_login()
    {
        var id = WireClient.NewId();
        var away = await ConnectAsync(clientId: id, with: c => c with { SessionExpiryInterval = 600 });
        await away.SubscribeAsync(Topic, QualityOfService.ExactlyOnce);
        away.Reset();
        await (await ConnectAsync()).PublishAsync(Topic, "kept", QualityOfService.ExactlyOnce);

        var back = await OpenAsync();
        (await back.ConnectAsync(clientId: id, with: c => c with { CleanStart = false })).SessionPresent.Should().BeTrue();

        (await back.NextMessageAsync()).Payload.Should().Be("kept");
    }
}
