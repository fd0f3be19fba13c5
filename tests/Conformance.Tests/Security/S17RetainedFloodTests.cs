using Busroot.Broker.Identity;
using Busroot.Broker.Limits;
using Busroot.Mqtt;

namespace Busroot.Conformance.Tests.Security;

/// <summary>CVE-2026-42209: retained messages are capped for each device and in all, by number and by bytes.</summary>
public class S17RetainedFloodTests() : LimitedBrokerTest(new BrokerLimits { MaximumRetainedMessages = 20, MaximumRetainedPerDevice = 5, MaximumRetainedBytes = 64 * 1024 })
{
    [Fact]
    public async Task A_device_keeps_so_many_and_its_messages_are_delivered_all_the_same()
    {
        var id = DeviceId.Parse("acme/press-1");
        var token = await Broker.Registrar.AddAsync(new DeviceRecord(id, default, []), CancellationToken.None);
        await using var watcher = await WireClient.OpenAsync(Broker.Open);
        await watcher.ConnectAsync();
        await watcher.SubscribeAsync("busroot/v1/dau/#");
        await using var device = await WireClient.OpenAsync(Broker.WithLogin);
        await device.ConnectAsync(clientId: "acme/press-1/x", with: c => c with { UserName = "acme/press-1", Password = System.Text.Encoding.UTF8.GetBytes(token!.Reveal()) });

        for (var i = 0; i < 8; i++)
        {
            await device.PublishAsync($"busroot/v1/dau/acme/press-1/{i}", "x", QualityOfService.AtLeastOnce, retain: true);
            await watcher.NextMessageAsync();
        }

        (Broker.Count("retainedMessages"), Broker.Count("retainedRefused")).Should().Be((5, 3));
        await device.PublishAsync("busroot/v1/dau/acme/press-1/0", "", retain: true);
        await device.PublishAsync("busroot/v1/dau/acme/press-1/7", "x", retain: true);
        Broker.Count("retainedMessages").Should().Be(5, "a cleared topic makes room for another");
    }

    [Theory]
    [InlineData(25, 10, 20)] // by number
    [InlineData(8, 20_000, 3)] // by bytes
    public async Task There_are_so_many_in_all(int count, int bytes, int kept)
    {
        await using var client = await WireClient.OpenAsync(Broker.Open);
        await client.ConnectAsync();

        for (var i = 0; i < count; i++)
        {
            await client.PublishAsync($"a/{i}", new string('x', bytes), retain: true);
        }

        Broker.Count("retainedMessages").Should().Be(kept);
    }
}
