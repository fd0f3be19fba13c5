using Busroot.Mqtt;

namespace Busroot.Conformance.Tests.Sizes;

public class PacketSizeTests(RunningBroker broker) : BrokerTest(broker)
{
    [Theory, Clause("MQTT-3.1.2-24"), Clause("MQTT-3.1.2-25")]
    [InlineData(QualityOfService.AtMostOnce)]
    [InlineData(QualityOfService.AtLeastOnce)]
    [InlineData(QualityOfService.ExactlyOnce)]
    public async Task What_is_too_large_for_a_client_is_dropped_for_it_alone_and_counts_as_sent(QualityOfService qos)
    {
        var small = await ConnectAsync(with: c => c with { MaximumPacketSize = 200, ReceiveMaximum = 1 });
        await small.SubscribeAsync(Topic, qos);
        var other = await SubscriberAsync(Topic, qos);
        var publisher = await ConnectAsync();

        await publisher.PublishAsync(Topic, new string('x', 300), qos);
        (await other.NextMessageAsync()).Payload.Should().HaveLength(300);
        await publisher.PublishAsync(Topic, "fits", qos);

        (await small.NextMessageAsync()).Payload.Should().Be("fits");
        (await other.NextMessageAsync()).Payload.Should().Be("fits");
    }

    [Fact, Clause("MQTT-3.2.2-15")]
    public async Task What_is_too_large_for_the_broker_is_refused_by_its_announced_size()
    {
        var client = await OpenAsync();
        var maximum = (await client.ConnectAsync()).MaximumPacketSize!.Value;

        await client.SendAsync([0x30, .. Hex.Bytes("FF FF FF 7F")]); // 268,435,455 bytes, none of which is sent

        maximum.Should().BeLessThan(268_435_455);
        await client.ExpectDisconnectAsync(ReasonCode.PacketTooLarge);
    }

    [Fact]
    public async Task A_packet_cut_anywhere_is_read_as_one()
    {
        var subscriber = await SubscriberAsync(Topic);
        var publisher = await ConnectAsync();
        var packet = Hex.Bytes($"30 27 00 21 '{Topic}' 00 'abc'");
        packet[1] = (byte)(packet.Length - 2);

        for (var cut = 1; cut < packet.Length; cut++)
        {
            await publisher.SendAsync(packet[..cut]);
            await publisher.SendAsync(packet[cut..]);
            await publisher.PingAsync();
            (await subscriber.NextMessageAsync()).Payload.Should().Be("abc");
        }
    }

    [Fact]
    public async Task Large_packets_travel_whole_between_small_ones()
    {
        var subscriber = await SubscriberAsync(Topic, QualityOfService.AtLeastOnce);
        var publisher = await ConnectAsync();
        foreach (var size in (int[])[1, 127, 128, 4_000, 4_096, 16_383, 16_384, 70_000, 2_097_151, 3_000_000, 5])
        {
            await publisher.PublishAsync(Topic, new string('x', size), QualityOfService.AtLeastOnce);
            (await subscriber.NextMessageAsync()).Payload.Should().HaveLength(size);
        }
    }

    [Theory]
    [InlineData("FF FF FF FF 7F")] // five bytes of length
    [InlineData("FF FF FF 7F")] // larger than allowed
    public async Task A_bad_length_is_seen_wherever_the_network_cuts_it(string length)
    {
        // Fill a buffer block with small packets so that the header lies across its end.
        for (var shift = 0; shift < 6; shift++)
        {
            var client = await ConnectAsync();
            await client.SendAsync([.. Enumerable.Repeat(Hex.Bytes("C0 00"), 2047 - shift).SelectMany(ping => ping), 0x30, .. Hex.Bytes(length)]);

            (await client.ExpectClosedAsync())[^1].Reason.Should().BeOneOf(ReasonCode.MalformedPacket, ReasonCode.PacketTooLarge);
        }
    }
}
