using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Security;

/// <summary>CVE-2017-7654, CVE-2023-3592: nothing is left of what was refused or repeated.</summary>
public class S03RepeatedRefusalTests(RunningBroker broker) : BrokerTest(broker)
{
    [Fact]
    public async Task Refused_logins_leave_nothing_behind()
    {
        await RefuseAsync(200);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await RefuseAsync(1_000);

        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(4 * 1024 * 1024);
    }

    [Fact]
    public async Task Subscribing_to_the_same_again_and_again_leaves_one_subscription()
    {
        var client = await ConnectAsync();
        var before = Broker.Count("subscriptions");

        for (var i = 0; i < 2_000; i++)
        {
            await client.SubscribeAsync(Topic, QualityOfService.AtLeastOnce);
        }

        Broker.Count("subscriptions").Should().Be(before + 1);
        await client.UnsubscribeAsync(Topic);
        Broker.Count("subscriptions").Should().Be(before);
    }

    private async Task RefuseAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await using var client = await WireClient.OpenAsync(Broker.WithLogin);
            var refused = await client.ConnectAsync(with: c => c with
            {
                UserName = "nobody",
                Password = new byte[100],
                Will = new Will { Topic = "t"u8.ToArray(), Payload = new byte[1000], Properties = Hex.Bytes("26 00 01 'a' 00 01 'b'") },
            });
            refused.Reason.Should().Be(ReasonCode.BadUserNameOrPassword);
        }
    }
}
