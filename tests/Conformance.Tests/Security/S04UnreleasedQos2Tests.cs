using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Security;

/// <summary>CVE-2023-28366: a client that never sends PUBREL holds a bounded amount, whatever its version.</summary>
public class S04UnreleasedQos2Tests(RunningBroker broker) : BrokerTest(broker)
{
    [Fact]
    public async Task An_older_client_may_leave_all_identifiers_unreleased_and_they_cost_a_bit_each()
    {
        var client = await ConnectAsync(ProtocolVersion.V311);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 1; i <= ushort.MaxValue; i += 255)
        {
            var several = Enumerable.Range(i, Math.Min(255, ushort.MaxValue - i + 1)).ToList();
            await client.SendAsync([.. several.SelectMany(id => Hex.Bytes($"34 06 00 01 'q' {id >> 8:X2} {id & 255:X2} 'x'"))]);
            foreach (var id in several)
            {
                (await client.NextAsync(PacketType.PubRec)).PacketId.Should().Be((ushort)id);
            }
        }

        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(2 * 1024 * 1024);
        await client.SendPublishAsync("q", "x", QualityOfService.ExactlyOnce, packetId: 1); // one more of the same is a repetition
        await client.NextAsync(PacketType.PubRec);
    }
}
