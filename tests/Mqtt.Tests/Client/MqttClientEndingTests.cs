using Busroot.Mqtt.Client;

namespace Busroot.Mqtt.Tests.Client;

/// <summary>How a connection ends, and who is told why.</summary>
public sealed class MqttClientEndingTests : ScriptedClientTest
{
    [Fact]
    public async Task Leaving_says_so_and_keeps_what_was_received()
    {
        await using var client = await ConnectAsync(Options);
        await Server.SendAsync("32 07 | 00 01 'a' | 00 01 | 00 | '1'");
        await Server.ExpectAsync("40 02 | 00 01");

        var leaving = client.DisconnectAsync(Server.Deadline, ReasonCode.DisconnectWithWill);
        await Server.ExpectAsync("E0 01 | 04");
        await Server.ExpectEndAsync();
        Server.Close();
        await leaving;

        (await TakeAsync(client, 10)).Should().ContainSingle();
        (await client.Closed).Should().Be(new ConnectionEnd(ReasonCode.DisconnectWithWill, "Left.", IsWanted: true));
    }

    [Fact]
    public async Task Leaving_does_not_wait_for_a_reader()
    {
        await using var client = await ConnectAsync(OldOptions with { UnreadMessages = 1 });
        await Server.SendAsync("30 04 | 00 01 'a' | '1' | 30 04 | 00 01 'a' | '2' | 30 04 | 00 01 'a' | '3'");
        await foreach (var _ in client.ReadMessagesAsync(Server.Deadline))
        {
            break; // now the second is in the queue, and the third waits outside
        }

        var leaving = client.DisconnectAsync(Server.Deadline);
        await Server.ExpectAsync("E0 00");
        Server.Close();
        await leaving;
    }

    [Fact]
    public async Task The_servers_reason_to_end_reaches_everybody_who_waits()
    {
        await using var client = await ConnectAsync(Options);
        var publishing = client.PublishAsync(Message(QualityOfService.AtLeastOnce), Server.Deadline);
        var reading = TakeAsync(client, 1);
        await Server.ExpectAsync("32 08 | 00 01 'a' | 00 01 | 00 | 'hi'");

        await Server.SendAsync("E0 01 | 8E");

        (await client.Closed).Reason.Should().Be(ReasonCode.SessionTakenOver);
        var publish = () => publishing;
        (await publish.Should().ThrowAsync<MqttConnectionException>()).Which.Reason.Should().Be(ReasonCode.SessionTakenOver);
        var read = () => reading;
        (await read.Should().ThrowAsync<MqttConnectionException>()).Which.Reason.Should().Be(ReasonCode.SessionTakenOver);
        var late = () => client.PublishAsync(Message(QualityOfService.AtMostOnce), Server.Deadline);
        await late.Should().ThrowAsync<MqttConnectionException>();
        var later = () => client.SubscribeAsync([new("a", 0)], Server.Deadline);
        await later.Should().ThrowAsync<MqttConnectionException>();
    }

    [Fact]
    public async Task A_connection_that_breaks_is_not_a_wanted_end()
    {
        await using var client = await ConnectAsync(OldOptions);

        Server.Close();

        var end = await client.Closed.WaitAsync(Server.Deadline);
        end.Reason.Should().BeNull();
        end.IsWanted.Should().BeFalse();
    }

    [Theory]
    [InlineData("36 07 | 00 01 'a' | 00 01 | 'hi'", ReasonCode.MalformedPacket)] // QoS 3
    [InlineData("20 03 | 00 00 | 00", ReasonCode.ProtocolError)] // a second CONNACK
    [InlineData("C0 00", ReasonCode.ProtocolError)] // PINGREQ is a client's
    [InlineData("30 07 | 00 01 'a' | 03 23 00 01", ReasonCode.TopicAliasInvalid)] // an alias that was not allowed
    [InlineData("30 FF FF FF 7F", ReasonCode.PacketTooLarge)]
    public async Task A_server_that_breaks_the_protocol_is_told_why_it_is_left(string nonsense, ReasonCode reason)
    {
        await using var client = await ConnectAsync(Options);

        await Server.SendAsync(nonsense);

        await Server.ExpectAsync($"E0 01 | {(byte)reason:X2}");
        await Server.ExpectEndAsync();
        (await client.Closed).Reason.Should().Be(reason);
    }

    [Fact]
    public async Task A_wrong_kind_of_acknowledgement_is_a_protocol_error()
    {
        await using var client = await ConnectAsync(Options);
        var publishing = client.PublishAsync(Message(QualityOfService.AtLeastOnce), Server.Deadline);
        await Server.ExpectAsync("32 08 | 00 01 'a' | 00 01 | 00 | 'hi'");

        await Server.SendAsync("50 02 | 00 01"); // PUBREC for QoS 1

        await Server.ExpectAsync("E0 01 | 82");
        var publish = () => publishing;
        await publish.Should().ThrowAsync<MqttConnectionException>();
    }

    [Fact]
    public async Task It_can_be_disposed_twice()
    {
        var client = await ConnectAsync(Options);

        await client.DisposeAsync();
        await client.DisposeAsync();

        (await client.Closed).IsWanted.Should().BeTrue();
    }
}
