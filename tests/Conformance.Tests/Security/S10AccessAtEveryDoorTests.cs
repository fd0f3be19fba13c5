using Busroot.Broker.Identity;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Security;

/// <summary>Rights hold for publish, will, subscribe, shared subscription, retained and queued messages alike.</summary>
public class S10AccessAtEveryDoorTests(RunningBroker broker) : LoginTest(broker)
{
    [Theory]
    [InlineData("busroot/v1/dau/{0}/press-1", true)]
    [InlineData("busroot/v2/dau/{0}/press-1/energy", true)]
    [InlineData("busroot/v1/{0}/press-1", true)]
    [InlineData("busroot/v2/{0}/signals/line-1", true)]
    [InlineData("busroot/v2/{0}/signals/line-2", false)]
    [InlineData("busroot/v1/dau/{0}/press-2", false)]
    [InlineData("busroot/v1/dau/{0}/press-11", false)]
    [InlineData("busroot/v1/other/press-1", false)]
    [InlineData("$share/g/busroot/v1/dau/{0}/press-1", false)]
    [InlineData("free", false)]
    public async Task What_a_device_may_publish_it_may_leave_as_its_will_and_nothing_else(string topic, bool allowed)
    {
        var device = await AddDeviceAsync("press-1", "line-1");
        await AddDeviceAsync("press-2");
        var name = string.Format(null, topic, Account);
        var client = await LogInAsync(device);

        await client.SendPublishAsync(name, """{"productive":1}""", QualityOfService.AtLeastOnce, packetId: 1);
        var (_, will) = await TryLogInAsync(device, with: c => c with { Will = new Will { Topic = System.Text.Encoding.UTF8.GetBytes(name) } });

        (await client.NextAsync(PacketType.PubAck)).Reason.Should().Be(allowed ? ReasonCode.Success : ReasonCode.NotAuthorized);
        will.Reason.Should().Be(allowed ? ReasonCode.Success : ReasonCode.NotAuthorized);
    }

    [Theory]
    [InlineData("busroot/v1/dau/{0}/press-1/#", true)]
    [InlineData("busroot/v2/{0}/signals/line-1", true)]
    [InlineData("busroot/v2/{0}/signals/+", false)]
    [InlineData("busroot/v1/dau/{0}/+", false)]
    [InlineData("busroot/v1/dau/{0}/press-2", false)]
    [InlineData("#", false)]
    [InlineData("+/v1/dau/{0}/press-1", false)]
    [InlineData("$SYS/#", false)]
    [InlineData("$MQTT/#", false)]
    public async Task What_a_device_may_subscribe_to_it_may_share_and_nothing_else(string filter, bool allowed)
    {
        var device = await AddDeviceAsync("press-1", "line-1");
        var name = string.Format(null, filter, Account);
        var client = await LogInAsync(device);

        (await client.SubscribeAsync(new Subscription(name, 0), new Subscription($"$share/g/{name}", 0)))
            .Should().OnlyContain(code => code == (allowed ? ReasonCode.GrantedQos0 : ReasonCode.NotAuthorized));
    }

    [Fact]
    public async Task What_is_retained_or_queued_is_not_seen_by_who_may_not_subscribe()
    {
        var one = await AddDeviceAsync("press-1");
        var two = await AddDeviceAsync("press-2");
        await (await LogInAsync(two)).PublishAsync($"busroot/v1/dau/{two}", "x", QualityOfService.AtLeastOnce, retain: true);

        var client = await LogInAsync(one);
        await client.SubscribeAsync($"busroot/v1/dau/{two}");
        await client.SubscribeAsync("#");

        await client.PingAsync();
    }

    [Fact]
    public async Task Services_see_what_their_role_says()
    {
        var device = await AddDeviceAsync("press-1");
        var core = await LogInAsync(await AddServiceAsync(ServiceRole.Core), clientId: $"core-{Topic}");
        var tool = await LogInAsync(await AddServiceAsync(ServiceRole.Integrator), clientId: $"tool-{Topic}");

        (await core.SubscribeAsync(new Subscription("busroot/v1/+/+", 0), new Subscription($"busroot/v1/dau/{device}", 0)))
            .Should().Equal(ReasonCode.GrantedQos0, ReasonCode.NotAuthorized);
        (await tool.SubscribeAsync(new Subscription($"busroot/v1/dau/{Account}/#", 0), new Subscription("busroot/v1/dau/other/#", 0)))
            .Should().Equal(ReasonCode.GrantedQos0, ReasonCode.NotAuthorized);
        await core.SendPublishAsync($"busroot/v1/{device}", "{}", QualityOfService.AtLeastOnce, packetId: 7);
        (await core.NextAsync(PacketType.PubAck)).Reason.Should().Be(ReasonCode.NotAuthorized);
    }
}
