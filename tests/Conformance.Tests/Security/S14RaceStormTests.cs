using System.Net.Sockets;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Security;

/// <summary>CVE-2025-59946, CVE-2019-11778: clients of the same name that come, go, subscribe and publish all at once leave the broker whole.</summary>
public class S14RaceStormTests(RunningBroker broker) : BrokerTest(broker)
{
    [Fact]
    public async Task Everything_adds_up_afterwards()
    {
        var (sessions, subscriptions) = (Broker.Count("sessions"), Broker.Count("subscriptions"));
        var names = Enumerable.Range(0, 4).Select(_ => WireClient.NewId()).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(() => StormAsync(new Random(seed), names))));

        foreach (var name in names)
        {
            var last = await ConnectAsync(clientId: name); // a clean start ends whatever session is left
            await last.SendAsync("E0 00");
            await last.ExpectClosedAsync();
        }

        await Eventually.TrueAsync(() => Broker.Count("sessions") <= sessions && Broker.Count("subscriptions") <= subscriptions);
    }

    private async Task StormAsync(Random random, string[] names)
    {
        for (var i = 0; i < 60; i++)
        {
            await using var client = await WireClient.OpenAsync(Broker.Open);
            try
            {
                await client.SendConnectAsync(new ConnectPacket
                {
                    Version = ProtocolVersion.V500,
                    ClientId = names[random.Next(names.Length)],
                    CleanStart = random.Next(3) == 0,
                    SessionExpiryInterval = (uint)random.Next(3),
                    Will = new Will { Topic = System.Text.Encoding.UTF8.GetBytes(Topic), Qos = QualityOfService.AtLeastOnce, DelayInterval = (uint)random.Next(2) },
                });
                for (var j = random.Next(10); j > 0; j--)
                {
                    await ActAsync(client, random);
                }

                if (random.Next(3) == 0)
                {
                    client.Reset();
                }
            }
            catch (SocketException)
            {
                // taken over by another: the point of the exercise
            }
        }
    }

    private Task ActAsync(WireClient client, Random random) => random.Next(5) switch
    {
        0 => client.SendAsync(new SubscribePacket(1, [new Subscription($"{Topic}/#", (QualityOfService)random.Next(3))])),
        1 => client.SendAsync(new UnsubscribePacket(2, [$"{Topic}/#"])),
        2 => client.SendPublishAsync(Topic, "x", QualityOfService.AtLeastOnce, (ushort)random.Next(1, 50)),
        3 => client.SendPublishAsync(Topic, "x", QualityOfService.ExactlyOnce, (ushort)random.Next(50, 100), retain: random.Next(2) == 0),
        _ => client.SendAsync(new PubRelPacket((ushort)random.Next(50, 100))),
    };
}
