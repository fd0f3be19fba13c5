using Busroot.Mqtt;

namespace Busroot.Conformance.Tests.Security;

/// <summary>CVE-2021-28166 and others: every type with every flag, before login and after, in every version; nobody else notices.</summary>
public class S07EveryPacketInEveryStateTests(RunningBroker broker) : BrokerTest(broker)
{
    [Theory]
    [InlineData(null)]
    [InlineData(ProtocolVersion.V310)]
    [InlineData(ProtocolVersion.V311)]
    [InlineData(ProtocolVersion.V500)]
    public async Task Nobody_else_notices(ProtocolVersion? version)
    {
        var witness = await SubscriberAsync(Topic, QualityOfService.AtLeastOnce);
        var publisher = await ConnectAsync();
        string[] bodies = ["00", "01 00", "02 00 01", "03 00 01 00", "04 00 01 00 00", "06 00 01 'a' 00 01 00", "07 00 01 00 00 01 'a' 00"];
        for (var first = 0; first < 256; first++)
        {
            foreach (var body in bodies)
            {
                await using var client = await WireClient.OpenAsync(Broker.Open);
                if (version is { } speaks)
                {
                    await client.ConnectAsync(speaks);
                }

                await client.SendAsync($"{first:X2} {body}");
            }
        }

        await publisher.PublishAsync(Topic, "still here", QualityOfService.AtLeastOnce);
        (await witness.NextMessageAsync()).Payload.Should().Be("still here");
    }
}
