using Busroot.Mqtt;

namespace Busroot.Conformance.Tests.Security;

/// <summary>CVE-2018-12543, CVE-2021-34432: odd topics are just topics, or refused; never a fault.</summary>
public class S06OddTopicsTests(RunningBroker broker) : BrokerTest(broker)
{
    [Theory]
    [InlineData("$", true)]
    [InlineData("$x", true)]
    [InlineData("$/", true)]
    [InlineData("/", true)]
    [InlineData("//", true)]
    [InlineData(" ", true)]
    [InlineData("$share", true)]
    [InlineData("$share/g/a", true)] // as a name it is just a name
    [InlineData("$SYS", false)]
    [InlineData("$SYS/x", false)]
    [InlineData("$SYSx", true)]
    public async Task As_names(string topic, bool allowed)
    {
        var client = await ConnectAsync();

        await client.SendPublishAsync(topic, "x", QualityOfService.AtLeastOnce, packetId: 1);

        (await client.NextAsync()).Reason.Should().Be(allowed ? ReasonCode.Success : ReasonCode.NotAuthorized);
    }

    [Theory]
    [InlineData("$", true)]
    [InlineData("$SYS", true)]
    [InlineData("$SYS/#", true)]
    [InlineData("/", true)]
    [InlineData("//", true)]
    [InlineData("+", true)]
    [InlineData("+/+", true)]
    [InlineData("/#", true)]
    [InlineData("$share/g//", true)]
    [InlineData("", false)]
    [InlineData("##", false)]
    [InlineData("#/", false)]
    [InlineData("++", false)]
    [InlineData("+a", false)]
    [InlineData("a/b#", false)]
    [InlineData("$share//", false)]
    [InlineData("$share/g", false)]
    [InlineData("$share/#", false)]
    public async Task As_filters(string filter, bool allowed)
    {
        var client = await ConnectAsync();

        (await client.SubscribeAsync(filter)).Should().Equal(allowed ? ReasonCode.GrantedQos0 : ReasonCode.TopicFilterInvalid);
    }
}
