namespace Busroot.Mqtt.Tests.Client;

/// <summary>What it subscribes to.</summary>
public sealed class MqttClientSubscribingTests : ScriptedClientTest
{
    [Fact]
    public async Task Subscribing_gives_a_code_per_filter()
    {
        await using var client = await ConnectAsync(Options);
        var subscribing = client.SubscribeAsync([new("a/#", QualityOfService.AtLeastOnce), new("b", 0, NoLocal: true)], Server.Deadline, identifier: 5);

        await Server.ExpectAsync("82 0F | 00 01 | 02 0B 05 | 00 03 'a/#' 01 | 00 01 'b' 04");
        await Server.SendAsync("90 05 | 00 01 | 00 | 01 87");

        (await subscribing).Codes.Should().Equal(ReasonCode.GrantedQos1, ReasonCode.NotAuthorized);
    }

    [Fact]
    public async Task Subscribing_in_3_1_1_says_only_the_QoS()
    {
        await using var client = await ConnectAsync(OldOptions);
        var subscribing = client.SubscribeAsync([new("a", QualityOfService.ExactlyOnce, NoLocal: true)], Server.Deadline, identifier: 5);

        await Server.ExpectAsync("82 06 | 00 01 | 00 01 'a' 02");
        await Server.SendAsync("90 03 | 00 01 | 80");

        (await subscribing).Codes.Should().Equal(ReasonCode.UnspecifiedError);
    }

    [Fact]
    public async Task Unsubscribing_waits_for_its_answer()
    {
        await using var client = await ConnectAsync(Options);
        var unsubscribing = client.UnsubscribeAsync(["a"], Server.Deadline);

        await Server.ExpectAsync("A2 06 | 00 01 | 00 | 00 01 'a'");
        await Server.SendAsync("B0 04 | 00 01 | 00 | 11");

        (await unsubscribing).Codes.Should().Equal(ReasonCode.NoSubscriptionExisted);
    }
}
