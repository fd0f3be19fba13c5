using Busroot.Mqtt;

namespace Busroot.Conformance.Tests.Topics;

public class TopicMatchingTests(RunningBroker broker) : BrokerTest(broker)
{
    // Each pair below a topic of its own, but for those about the first level.
    [Theory, Clause("MQTT-4.7.1-1"), Clause("MQTT-4.7.1-2"), Clause("MQTT-4.7.3-4")]
    [InlineData("~/#", "~", true)]
    [InlineData("~/#", "~/a/b/c", true)]
    [InlineData("~/+", "~", false)]
    [InlineData("~/+", "~/", true)]
    [InlineData("~/+/b", "~//b", true)]
    [InlineData("~/a", "~/A", false)]
    [InlineData("~/a", "~/a/", false)]
    [InlineData("/~", "/~", true)]
    [InlineData("+/~", "/~", true)]
    [InlineData("/~", "~", false)]
    [InlineData("~/\u00E9", "~/e\u0301", false)]
    [InlineData("~/\uFEFF", "~/\uFEFF", true)]
    [InlineData("~/\uFEFF", "~/", false)]
    [InlineData("$~/+", "$~/a", true)]
    [InlineData("+/~", "$a/~", false)]
    [InlineData("~/#", "~/$a", true)]
    [InlineData("~/ ", "~/ ", true)]
    public async Task A_filter_matches_what_the_specification_says(string filter, string topic, bool expected)
    {
        var subscriber = await SubscriberAsync(filter.Replace("~", Topic, StringComparison.Ordinal));

        await (await ConnectAsync()).PublishAsync(topic.Replace("~", Topic, StringComparison.Ordinal), "x");

        if (expected)
        {
            await subscriber.NextMessageAsync();
        }

        await subscriber.PingAsync();
    }

    [Theory, Clause("MQTT-1.5.4-1"), Clause("MQTT-1.5.4-2"), Clause("MQTT-4.7.3-2"), Clause("MQTT-3.3.2-1")]
    [InlineData("00 03 'a' 00 'b'")] // U+0000
    [InlineData("00 03 ED A0 80")] // a surrogate
    [InlineData("00 02 C0 AF")] // a slash in too many bytes
    [InlineData("00 03 E0 80 AF")]
    [InlineData("00 04 F4 90 80 80")] // above U+10FFFF
    [InlineData("00 01 FF")]
    [InlineData("00 02 C3 28")]
    [InlineData("00 02 E2 82")] // cut off
    public async Task Ill_formed_text_ends_the_connection_wherever_it_stands(string text)
    {
        var bytes = Hex.Bytes(text);
        byte[][] packets =
        [
            [0x30, (byte)(bytes.Length + 1), .. bytes, 0],
            [0x82, (byte)(bytes.Length + 4), 0, 1, 0, .. bytes, 0],
            [0xA2, (byte)(bytes.Length + 3), 0, 1, 0, .. bytes],
            [0x30, (byte)(bytes.Length + 5), 0, 1, 97, (byte)(bytes.Length + 1), 0x03, .. bytes],
        ];
        foreach (var packet in packets)
        {
            var client = await ConnectAsync();
            await client.SendAsync(packet);
            await client.ExpectDisconnectAsync(ReasonCode.MalformedPacket);
        }
    }

    [Theory, Clause("MQTT-4.7.3-1"), Clause("MQTT-4.7.3-3")]
    [InlineData(65_535, 'x')]
    [InlineData(65_535, '/')]
    [InlineData(1, '/')]
    [InlineData(1, '$')]
    public async Task The_open_listener_takes_topics_of_any_length_and_depth(int length, char of)
    {
        var topic = new string(of, length);
        var subscriber = await SubscriberAsync(topic, QualityOfService.AtLeastOnce);

        await (await ConnectAsync()).PublishAsync(topic, "x", QualityOfService.AtLeastOnce);

        (await subscriber.NextMessageAsync()).Topic.Should().Be(topic);
    }
}
