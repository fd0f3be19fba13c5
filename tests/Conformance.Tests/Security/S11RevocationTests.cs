using Busroot.Broker.Identity;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Security;

/// <summary>CVE-2018-12546, CVE-2021-34434: when the removal has returned, nothing of the device is left and nothing it sends counts.</summary>
public class S11RevocationTests(RunningBroker broker) : LoginTest(broker)
{
    [Fact]
    public async Task Removing_a_device_takes_everything_it_had()
    {
        var device = await AddDeviceAsync("press-1");
        var watcher = await LogInAsync(await AddServiceAsync(ServiceRole.Admin), clientId: $"watch-{Topic}");
        var will = new Will { Topic = System.Text.Encoding.UTF8.GetBytes($"busroot/v1/dau/{device}/will"), Payload = "gone"u8.ToArray() };
        var client = await LogInAsync(device, with: c => c with { SessionExpiryInterval = 1000, Will = will });
        await client.SubscribeAsync($"busroot/v1/{device}", QualityOfService.AtLeastOnce);
        await client.PublishAsync($"busroot/v1/dau/{device}", "retained", retain: true);
        var (sessions, subscriptions, retained) = (Broker.Count("sessions"), Broker.Count("subscriptions"), Broker.Count("retainedMessages"));

        await Broker.Registrar.RemoveAsync(DeviceId.Parse(device), CancellationToken.None);

        await client.ExpectDisconnectAsync(ReasonCode.AdministrativeAction);
        (Broker.Count("sessions"), Broker.Count("subscriptions"), Broker.Count("retainedMessages")).Should().Be((sessions - 1, subscriptions - 1, retained - 1));
        (await TryLogInAsync(device)).Answer.Reason.Should().Be(ReasonCode.BadUserNameOrPassword);
        await watcher.SubscribeAsync($"busroot/v1/dau/{Account}/#");
        await watcher.PingAsync();
    }

    [Fact]
    public async Task Nothing_is_accepted_once_the_removal_has_returned()
    {
        var watcher = await LogInAsync(await AddServiceAsync(ServiceRole.Admin), clientId: $"watch-{Topic}");
        await watcher.SubscribeAsync($"busroot/v1/dau/{Account}/#");
        for (var round = 0; round < 20; round++)
        {
            var device = await AddDeviceAsync($"press-{round}");
            var client = await LogInAsync(device);
            var sending = SendUntilClosedAsync(client, $"busroot/v1/dau/{device}");

            await Broker.Registrar.RemoveAsync(DeviceId.Parse(device), CancellationToken.None);

            // All that was accepted was accepted before this ping; nothing may come after it.
            await watcher.SendAsync("C0 00");
            while ((await watcher.NextAsync()).Type != PacketType.PingResp)
            {
            }

            await sending;
            await watcher.PingAsync();
        }
    }

    [Fact]
    public async Task A_token_that_is_withdrawn_ends_the_connection_and_keeps_the_session()
    {
        var device = await AddDeviceAsync("press-1");
        var id = $"{device}/x";
        var client = await LogInAsync(device, id, c => c with { SessionExpiryInterval = 1000 });
        await client.SubscribeAsync($"busroot/v1/{device}", QualityOfService.AtLeastOnce);

        var token = await Broker.Registrar.RotateAsync(DeviceId.Parse(device), EarlierTokens.Revoke, CancellationToken.None);

        await client.ExpectDisconnectAsync(ReasonCode.AdministrativeAction);
        (await TryLogInAsync(device, id)).Answer.Reason.Should().Be(ReasonCode.BadUserNameOrPassword);
        var again = await LogInWithAsync(device, id, token!.Reveal());
        again.SessionPresent.Should().BeTrue();
    }

    private async Task<ConnAckPacket> LogInWithAsync(string userName, string clientId, string token) =>
        await (await OpenWithLoginAsync()).ConnectAsync(clientId: clientId, with: c => c with
        {
            CleanStart = false,
            UserName = userName,
            Password = System.Text.Encoding.UTF8.GetBytes(token),
        });

    private static async Task SendUntilClosedAsync(WireClient client, string topic)
    {
        try
        {
            for (var i = 0; i < 5_000; i++)
            {
                await client.SendPublishAsync(topic, "x");
            }
        }
        catch (System.Net.Sockets.SocketException)
        {
            // closed by the broker, as it must be
        }
    }
}
