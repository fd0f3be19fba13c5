using Busroot.Mqtt.Client;

namespace Busroot.Mqtt.Tests.Client;

/// <summary>What it publishes, and when a publish is over.</summary>
public sealed class MqttClientPublishingTests : ScriptedClientTest
{
    [Fact]
    public async Task QoS_0_is_sent_and_forgotten()
    {
        await using var client = await ConnectAsync(OldOptions);

        var result = await client.PublishAsync(new OutgoingMessage { Topic = "a", Payload = "hi"u8.ToArray(), Retain = true }, Server.Deadline);

        result.IsAccepted.Should().BeTrue();
        await Server.ExpectAsync("31 05 | 00 01 'a' | 'hi'");
    }

    [Fact]
    public async Task Properties_of_a_message_are_sent_in_5_0()
    {
        await using var client = await ConnectAsync(Options);

        await client.PublishAsync(
            new OutgoingMessage
            {
                Topic = "a",
                IsText = true,
                MessageExpiryInterval = 5,
                ContentType = "ct",
                ResponseTopic = "r",
                CorrelationData = [7],
                UserProperties = [new("k", "v")],
            },
            Server.Deadline);

        await Server.ExpectAsync("30 1F | 00 01 'a' | 1B | 01 01 | 02 00 00 00 05 | 03 00 02 'ct' | 08 00 01 'r' | 09 00 01 07 | 26 00 01 'k' 00 01 'v'");
    }

    [Fact]
    public async Task QoS_1_completes_with_PUBACK()
    {
        await using var client = await ConnectAsync(Options);
        var publishing = client.PublishAsync(Message(QualityOfService.AtLeastOnce), Server.Deadline);

        await Server.ExpectAsync("32 08 | 00 01 'a' | 00 01 | 00 | 'hi'");
        publishing.IsCompleted.Should().BeFalse();
        await Server.SendAsync("40 09 | 00 01 | 97 | 05 1F 00 02 'no'");

        (await publishing).Should().Be(new PublishResult(ReasonCode.QuotaExceeded, "no"));
    }

    [Fact]
    public async Task QoS_2_completes_with_PUBCOMP()
    {
        await using var client = await ConnectAsync(OldOptions);
        var publishing = client.PublishAsync(Message(QualityOfService.ExactlyOnce), Server.Deadline);

        await Server.ExpectAsync("34 07 | 00 01 'a' | 00 01 | 'hi'");
        await Server.SendAsync("50 02 | 00 01");
        await Server.ExpectAsync("62 02 | 00 01");
        publishing.IsCompleted.Should().BeFalse();
        await Server.SendAsync("70 02 | 00 01");

        (await publishing).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public async Task QoS_2_refused_with_PUBREC_ends_there()
    {
        await using var client = await ConnectAsync(Options);
        var publishing = client.PublishAsync(Message(QualityOfService.ExactlyOnce), Server.Deadline);
        await Server.ExpectAsync("34 08 | 00 01 'a' | 00 01 | 00 | 'hi'");

        await Server.SendAsync("50 03 | 00 01 | 87");

        (await publishing).Reason.Should().Be(ReasonCode.NotAuthorized);
        var leaving = client.DisconnectAsync(Server.Deadline);
        await Server.ExpectAsync("E0 00"); // and no PUBREL before it
        Server.Close();
        await leaving;
    }

    [Fact]
    public async Task A_PUBREC_nobody_waits_for_is_answered()
    {
        await using var client = await ConnectAsync(Options);

        await Server.SendAsync("50 02 | 00 07");

        await Server.ExpectAsync("62 03 | 00 07 | 92");
    }

    [Fact]
    public async Task No_more_are_in_flight_than_the_server_takes()
    {
        await using var client = await ConnectAsync(Options, "20 06 | 00 00 | 03 21 00 01"); // receive maximum 1
        var first = client.PublishAsync(Message(QualityOfService.AtLeastOnce), Server.Deadline);
        var second = client.PublishAsync(Message(QualityOfService.AtLeastOnce), Server.Deadline);
        var third = client.PublishAsync(Message(QualityOfService.AtMostOnce), Server.Deadline);

        await Server.ExpectAsync("32 08 | 00 01 'a' | 00 01 | 00 | 'hi'");
        await third;
        await Server.ExpectAsync("30 06 | 00 01 'a' | 00 | 'hi'"); // QoS 0 overtakes the second, which waits
        await Server.SendAsync("40 02 | 00 01");
        await first;
        await Server.ExpectAsync("32 08 | 00 01 'a' | 00 02 | 00 | 'hi'");
        await Server.SendAsync("40 02 | 00 02");
        (await second).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public async Task What_the_server_does_not_take_is_not_sent()
    {
        // maximum QoS 1, no retained messages, packets up to 20 bytes
        await using var client = await ConnectAsync(Options, "20 0C | 00 00 | 09 24 01 25 00 27 00 00 00 14");
        var messages = new[]
        {
            Message(QualityOfService.ExactlyOnce),
            Message(QualityOfService.AtMostOnce) with { Retain = true },
            Message(QualityOfService.AtMostOnce) with { Payload = new byte[20] },
            Message(QualityOfService.AtLeastOnce) with { Payload = new byte[20] },
        };

        foreach (var message in messages)
        {
            var publish = () => client.PublishAsync(message, Server.Deadline);
            await publish.Should().ThrowAsync<InvalidOperationException>();
        }

        var wildcard = () => client.PublishAsync(new OutgoingMessage { Topic = "a/#" }, Server.Deadline);
        await wildcard.Should().ThrowAsync<ArgumentException>();
        await client.PublishAsync(Message(QualityOfService.AtMostOnce), Server.Deadline);
        await Server.ExpectAsync("30 06 | 00 01 'a' | 00 | 'hi'");
    }

    [Fact]
    public async Task Giving_up_a_publish_leaves_the_connection_as_it_is()
    {
        await using var client = await ConnectAsync(OldOptions);
        using var impatience = new CancellationTokenSource();
        var publishing = client.PublishAsync(Message(QualityOfService.AtLeastOnce), impatience.Token);
        await Server.ExpectAsync("32 07 | 00 01 'a' | 00 01 | 'hi'");

        await impatience.CancelAsync();

        var publish = () => publishing;
        await publish.Should().ThrowAsync<OperationCanceledException>();
        var next = client.PublishAsync(Message(QualityOfService.AtLeastOnce), Server.Deadline);
        await Server.ExpectAsync("32 07 | 00 01 'a' | 00 02 | 'hi'"); // identifier 1 is still in flight
        await Server.SendAsync("40 02 | 00 01 | 40 02 | 00 02");
        (await next).IsAccepted.Should().BeTrue();
    }
}
