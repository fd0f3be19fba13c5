using Busroot.Mqtt.Client;

namespace Busroot.Mqtt.Tests.Client;

/// <summary>What it receives.</summary>
public sealed class MqttClientReceivingTests : ScriptedClientTest
{
    [Fact]
    public async Task Received_messages_are_acknowledged_and_can_be_read()
    {
        await using var client = await ConnectAsync(Options);

        await Server.SendAsync("30 05 | 00 01 'a' | 00 | '0'");
        await Server.SendAsync("33 18 | 00 01 'b' | 00 07 | 11 | 0B 05 0B 06 | 26 00 01 'k' 00 01 'v' | 03 00 01 'c' | 01 01 | '1'");

        var messages = await TakeAsync(client, 2);
        messages[0].Topic.Should().Be("a");
        messages[1].Should().BeEquivalentTo(new ReceivedMessage
        {
            Topic = "b",
            Payload = "1"u8.ToArray(),
            Qos = QualityOfService.AtLeastOnce,
            Retain = true,
            IsText = true,
            ContentType = "c",
            UserProperties = [new("k", "v")],
            SubscriptionIdentifiers = [5, 6],
        });
        await Server.ExpectAsync("40 02 | 00 07");
    }

    [Fact]
    public async Task A_message_larger_than_the_buffer_is_put_together()
    {
        await using var client = await ConnectAsync(OldOptions);
        var payload = new byte[100_000];
        new Random(1).NextBytes(payload);

        await Server.SendAsync("30 05 | 00 01 'a' | '00' | 30 A3 8D 06 | 00 01 'b'");
        await Server.SendAsync(Bytes.Hex(payload));

        var messages = await TakeAsync(client, 2);
        messages[1].Payload.Should().Equal(payload);
    }

    [Fact]
    public async Task QoS_2_sent_twice_is_read_once()
    {
        await using var client = await ConnectAsync(OldOptions);

        await Server.SendAsync("34 06 | 00 01 'a' | 00 07 | '1'");
        await Server.ExpectAsync("50 02 | 00 07");
        await Server.SendAsync("3C 06 | 00 01 'a' | 00 07 | '1'");
        await Server.ExpectAsync("50 02 | 00 07");
        await Server.SendAsync("62 02 | 00 07");
        await Server.ExpectAsync("70 02 | 00 07");
        await Server.SendAsync("34 06 | 00 01 'a' | 00 07 | '2'");

        var messages = await TakeAsync(client, 2);
        messages.Select(message => (char)message.Payload[0]).Should().Equal('1', '2');
    }

    [Fact]
    public async Task A_PUBREL_nobody_waits_for_is_answered()
    {
        await using var client = await ConnectAsync(Options);

        await Server.SendAsync("62 02 | 00 07");

        await Server.ExpectAsync("70 03 | 00 07 | 92");
    }

    [Fact]
    public async Task Messages_nobody_reads_are_not_acknowledged_beyond_the_queue()
    {
        await using var client = await ConnectAsync(OldOptions with { UnreadMessages = 1 });
        await Server.SendAsync("32 06 | 00 01 'a' | 00 01 | '1' | 32 06 | 00 01 'a' | 00 02 | '2'");
        await Server.ExpectAsync("40 02 | 00 01");

        await TakeAsync(client, 1);

        await Server.ExpectAsync("40 02 | 00 02");
    }
}
