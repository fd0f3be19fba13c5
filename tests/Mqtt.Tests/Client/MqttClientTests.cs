using System.Net;
using System.Net.Sockets;
using Busroot.Mqtt.Client;

namespace Busroot.Mqtt.Tests.Client;

/// <summary>The client against a socket that follows a script. Proves what goes over the wire; a real broker is met elsewhere.</summary>
public sealed class MqttClientTests : IDisposable
{
    private const string Accepted = "20 03 | 00 00 | 00";
    private const string AcceptedOld = "20 02 | 00 00";

    private readonly ScriptedServer _server = new();

    private MqttClientOptions Options => new() { Host = "127.0.0.1", Port = _server.Port, ClientId = "cid", KeepAlive = TimeSpan.Zero };

    private MqttClientOptions OldOptions => Options with { Version = ProtocolVersion.V311 };

    [Fact]
    public async Task It_introduces_itself()
    {
        var connecting = MqttClient.ConnectAsync(
            Options with { UserName = "me", Password = [1, 2], KeepAlive = TimeSpan.FromSeconds(30), SessionExpiryInterval = 60 }, _server.Deadline);
        await _server.AcceptAsync();

        await _server.ExpectAsync("10 25 | 00 04 'MQTT' 05 | C2 00 1E | 0D 11 00 00 00 3C 21 00 64 27 00 10 00 00 | 00 03 'cid' | 00 02 'me' | 00 02 01 02");
        await _server.SendAsync("20 08 | 00 00 | 05 12 00 02 'xy'");

        await using var client = await connecting;
        client.ClientId.Should().Be("xy");
    }

    [Fact]
    public async Task It_introduces_itself_in_3_1_1()
    {
        var connecting = MqttClient.ConnectAsync(OldOptions, _server.Deadline);
        await _server.AcceptAsync();

        await _server.ExpectAsync("10 0F | 00 04 'MQTT' 04 | 02 00 00 | 00 03 'cid'");
        await _server.SendAsync("20 02 | 01 00");

        await using var client = await connecting;
        client.ConnAck.SessionPresent.Should().BeTrue();
    }

    [Theory]
    [InlineData("20 0A | 00 87 | 07 1F 00 04 'nope'", ReasonCode.NotAuthorized)]
    [InlineData("20 02 | 00 01", ReasonCode.UnsupportedProtocolVersion)] // a server that does not know 5.0
    [InlineData("30 06 | 00 01 'a' | 00 | 'hi'", ReasonCode.ProtocolError)] // not CONNACK
    [InlineData("'HTTP/1.1 400 Bad Request' 0D 0A 'Content-Type: text/plain; charset=utf-8' 0D 0A 'Connection: close' 0D 0A 0D 0A", ReasonCode.MalformedPacket)]
    public async Task A_refusal_carries_the_reason(string answer, ReasonCode reason)
    {
        var connecting = MqttClient.ConnectAsync(Options, _server.Deadline);
        await _server.WelcomeAsync(answer);

        var connect = () => connecting;

        (await connect.Should().ThrowAsync<MqttConnectionException>()).Which.Reason.Should().Be(reason);
        await _server.ExpectEndAsync();
    }

    [Fact]
    public async Task A_server_that_hangs_up_is_told_from_one_that_refuses()
    {
        var connecting = MqttClient.ConnectAsync(Options, _server.Deadline);
        await _server.WelcomeAsync("");
        _server.Close();

        var connect = () => connecting;

        (await connect.Should().ThrowAsync<MqttConnectionException>()).Which.Reason.Should().BeNull();
    }

    [Fact]
    public async Task A_port_nobody_listens_on_is_an_error_that_says_so()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Dispose();

        var connect = () => MqttClient.ConnectAsync(Options with { Port = port }, _server.Deadline);

        (await connect.Should().ThrowAsync<MqttConnectionException>()).WithMessage($"127.0.0.1:{port} cannot be reached*");
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        var time = new ManualTime();
        var connecting = MqttClient.ConnectAsync(Options with { TimeProvider = time }, _server.Deadline);
        await _server.WelcomeAsync("");

        time.Advance(TimeSpan.FromSeconds(10));

        var connect = () => connecting;
        (await connect.Should().ThrowAsync<MqttConnectionException>()).WithMessage("*did not answer within 10 s*");
    }

    [Fact]
    public async Task QoS_0_is_sent_and_forgotten()
    {
        await using var client = await ConnectAsync(OldOptions);

        var result = await client.PublishAsync(new OutgoingMessage { Topic = "a", Payload = "hi"u8.ToArray(), Retain = true }, _server.Deadline);

        result.IsAccepted.Should().BeTrue();
        await _server.ExpectAsync("31 05 | 00 01 'a' | 'hi'");
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
            _server.Deadline);

        await _server.ExpectAsync("30 1F | 00 01 'a' | 1B | 01 01 | 02 00 00 00 05 | 03 00 02 'ct' | 08 00 01 'r' | 09 00 01 07 | 26 00 01 'k' 00 01 'v'");
    }

    [Fact]
    public async Task QoS_1_completes_with_PUBACK()
    {
        await using var client = await ConnectAsync(Options);
        var publishing = client.PublishAsync(Message(QualityOfService.AtLeastOnce), _server.Deadline);

        await _server.ExpectAsync("32 08 | 00 01 'a' | 00 01 | 00 | 'hi'");
        publishing.IsCompleted.Should().BeFalse();
        await _server.SendAsync("40 09 | 00 01 | 97 | 05 1F 00 02 'no'");

        (await publishing).Should().Be(new PublishResult(ReasonCode.QuotaExceeded, "no"));
    }

    [Fact]
    public async Task QoS_2_completes_with_PUBCOMP()
    {
        await using var client = await ConnectAsync(OldOptions);
        var publishing = client.PublishAsync(Message(QualityOfService.ExactlyOnce), _server.Deadline);

        await _server.ExpectAsync("34 07 | 00 01 'a' | 00 01 | 'hi'");
        await _server.SendAsync("50 02 | 00 01");
        await _server.ExpectAsync("62 02 | 00 01");
        publishing.IsCompleted.Should().BeFalse();
        await _server.SendAsync("70 02 | 00 01");

        (await publishing).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public async Task QoS_2_refused_with_PUBREC_ends_there()
    {
        await using var client = await ConnectAsync(Options);
        var publishing = client.PublishAsync(Message(QualityOfService.ExactlyOnce), _server.Deadline);
        await _server.ExpectAsync("34 08 | 00 01 'a' | 00 01 | 00 | 'hi'");

        await _server.SendAsync("50 03 | 00 01 | 87");

        (await publishing).Reason.Should().Be(ReasonCode.NotAuthorized);
        var leaving = client.DisconnectAsync(_server.Deadline);
        await _server.ExpectAsync("E0 00"); // and no PUBREL before it
        _server.Close();
        await leaving;
    }

    [Fact]
    public async Task A_PUBREC_nobody_waits_for_is_answered()
    {
        await using var client = await ConnectAsync(Options);

        await _server.SendAsync("50 02 | 00 07");

        await _server.ExpectAsync("62 03 | 00 07 | 92");
    }

    [Fact]
    public async Task No_more_are_in_flight_than_the_server_takes()
    {
        await using var client = await ConnectAsync(Options, "20 06 | 00 00 | 03 21 00 01"); // receive maximum 1
        var first = client.PublishAsync(Message(QualityOfService.AtLeastOnce), _server.Deadline);
        var second = client.PublishAsync(Message(QualityOfService.AtLeastOnce), _server.Deadline);
        var third = client.PublishAsync(Message(QualityOfService.AtMostOnce), _server.Deadline);

        await _server.ExpectAsync("32 08 | 00 01 'a' | 00 01 | 00 | 'hi'");
        await third;
        await _server.ExpectAsync("30 06 | 00 01 'a' | 00 | 'hi'"); // QoS 0 overtakes the second, which waits
        await _server.SendAsync("40 02 | 00 01");
        await first;
        await _server.ExpectAsync("32 08 | 00 01 'a' | 00 02 | 00 | 'hi'");
        await _server.SendAsync("40 02 | 00 02");
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
            var publish = () => client.PublishAsync(message, _server.Deadline);
            await publish.Should().ThrowAsync<InvalidOperationException>();
        }

        var wildcard = () => client.PublishAsync(new OutgoingMessage { Topic = "a/#" }, _server.Deadline);
        await wildcard.Should().ThrowAsync<ArgumentException>();
        await client.PublishAsync(Message(QualityOfService.AtMostOnce), _server.Deadline);
        await _server.ExpectAsync("30 06 | 00 01 'a' | 00 | 'hi'");
    }

    [Fact]
    public async Task Subscribing_gives_a_code_per_filter()
    {
        await using var client = await ConnectAsync(Options);
        var subscribing = client.SubscribeAsync([new("a/#", QualityOfService.AtLeastOnce), new("b", 0, NoLocal: true)], _server.Deadline, identifier: 5);

        await _server.ExpectAsync("82 0F | 00 01 | 02 0B 05 | 00 03 'a/#' 01 | 00 01 'b' 04");
        await _server.SendAsync("90 05 | 00 01 | 00 | 01 87");

        (await subscribing).Codes.Should().Equal(ReasonCode.GrantedQos1, ReasonCode.NotAuthorized);
    }

    [Fact]
    public async Task Subscribing_in_3_1_1_says_only_the_QoS()
    {
        await using var client = await ConnectAsync(OldOptions);
        var subscribing = client.SubscribeAsync([new("a", QualityOfService.ExactlyOnce, NoLocal: true)], _server.Deadline, identifier: 5);

        await _server.ExpectAsync("82 06 | 00 01 | 00 01 'a' 02");
        await _server.SendAsync("90 03 | 00 01 | 80");

        (await subscribing).Codes.Should().Equal(ReasonCode.UnspecifiedError);
    }

    [Fact]
    public async Task Unsubscribing_waits_for_its_answer()
    {
        await using var client = await ConnectAsync(Options);
        var unsubscribing = client.UnsubscribeAsync(["a"], _server.Deadline);

        await _server.ExpectAsync("A2 06 | 00 01 | 00 | 00 01 'a'");
        await _server.SendAsync("B0 04 | 00 01 | 00 | 11");

        (await unsubscribing).Codes.Should().Equal(ReasonCode.NoSubscriptionExisted);
    }

    [Fact]
    public async Task Received_messages_are_acknowledged_and_can_be_read()
    {
        await using var client = await ConnectAsync(Options);

        await _server.SendAsync("30 05 | 00 01 'a' | 00 | '0'");
        await _server.SendAsync("33 18 | 00 01 'b' | 00 07 | 11 | 0B 05 0B 06 | 26 00 01 'k' 00 01 'v' | 03 00 01 'c' | 01 01 | '1'");

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
        await _server.ExpectAsync("40 02 | 00 07");
    }

    [Fact]
    public async Task A_message_larger_than_the_buffer_is_put_together()
    {
        await using var client = await ConnectAsync(OldOptions);
        var payload = new byte[100_000];
        new Random(1).NextBytes(payload);

        await _server.SendAsync("30 05 | 00 01 'a' | '00' | 30 A3 8D 06 | 00 01 'b'");
        await _server.SendAsync(Bytes.Hex(payload));

        var messages = await TakeAsync(client, 2);
        messages[1].Payload.Should().Equal(payload);
    }

    [Fact]
    public async Task QoS_2_sent_twice_is_read_once()
    {
        await using var client = await ConnectAsync(OldOptions);

        await _server.SendAsync("34 06 | 00 01 'a' | 00 07 | '1'");
        await _server.ExpectAsync("50 02 | 00 07");
        await _server.SendAsync("3C 06 | 00 01 'a' | 00 07 | '1'");
        await _server.ExpectAsync("50 02 | 00 07");
        await _server.SendAsync("62 02 | 00 07");
        await _server.ExpectAsync("70 02 | 00 07");
        await _server.SendAsync("34 06 | 00 01 'a' | 00 07 | '2'");

        var messages = await TakeAsync(client, 2);
        messages.Select(message => (char)message.Payload[0]).Should().Equal('1', '2');
    }

    [Fact]
    public async Task A_PUBREL_nobody_waits_for_is_answered()
    {
        await using var client = await ConnectAsync(Options);

        await _server.SendAsync("62 02 | 00 07");

        await _server.ExpectAsync("70 03 | 00 07 | 92");
    }

    [Fact]
    public async Task Messages_nobody_reads_are_not_acknowledged_beyond_the_queue()
    {
        await using var client = await ConnectAsync(OldOptions with { UnreadMessages = 1 });
        await _server.SendAsync("32 06 | 00 01 'a' | 00 01 | '1' | 32 06 | 00 01 'a' | 00 02 | '2'");
        await _server.ExpectAsync("40 02 | 00 01");

        await TakeAsync(client, 1);

        await _server.ExpectAsync("40 02 | 00 02");
    }

    [Fact]
    public async Task Leaving_says_so_and_keeps_what_was_received()
    {
        await using var client = await ConnectAsync(Options);
        await _server.SendAsync("32 07 | 00 01 'a' | 00 01 | 00 | '1'");
        await _server.ExpectAsync("40 02 | 00 01");

        var leaving = client.DisconnectAsync(_server.Deadline, ReasonCode.DisconnectWithWill);
        await _server.ExpectAsync("E0 01 | 04");
        await _server.ExpectEndAsync();
        _server.Close();
        await leaving;

        (await TakeAsync(client, 10)).Should().ContainSingle();
        (await client.Closed).Should().Be(new ConnectionEnd(ReasonCode.DisconnectWithWill, "Left.", IsWanted: true));
    }

    [Fact]
    public async Task Leaving_does_not_wait_for_a_reader()
    {
        await using var client = await ConnectAsync(OldOptions with { UnreadMessages = 1 });
        await _server.SendAsync("30 04 | 00 01 'a' | '1' | 30 04 | 00 01 'a' | '2' | 30 04 | 00 01 'a' | '3'");
        await foreach (var _ in client.ReadMessagesAsync(_server.Deadline))
        {
            break; // now the second is in the queue, and the third waits outside
        }

        var leaving = client.DisconnectAsync(_server.Deadline);
        await _server.ExpectAsync("E0 00");
        _server.Close();
        await leaving;
    }

    [Fact]
    public async Task The_servers_reason_to_end_reaches_everybody_who_waits()
    {
        await using var client = await ConnectAsync(Options);
        var publishing = client.PublishAsync(Message(QualityOfService.AtLeastOnce), _server.Deadline);
        var reading = TakeAsync(client, 1);
        await _server.ExpectAsync("32 08 | 00 01 'a' | 00 01 | 00 | 'hi'");

        await _server.SendAsync("E0 01 | 8E");

        (await client.Closed).Reason.Should().Be(ReasonCode.SessionTakenOver);
        var publish = () => publishing;
        (await publish.Should().ThrowAsync<MqttConnectionException>()).Which.Reason.Should().Be(ReasonCode.SessionTakenOver);
        var read = () => reading;
        (await read.Should().ThrowAsync<MqttConnectionException>()).Which.Reason.Should().Be(ReasonCode.SessionTakenOver);
        var late = () => client.PublishAsync(Message(QualityOfService.AtMostOnce), _server.Deadline);
        await late.Should().ThrowAsync<MqttConnectionException>();
        var later = () => client.SubscribeAsync([new("a", 0)], _server.Deadline);
        await later.Should().ThrowAsync<MqttConnectionException>();
    }

    [Fact]
    public async Task A_connection_that_breaks_is_not_a_wanted_end()
    {
        await using var client = await ConnectAsync(OldOptions);

        _server.Close();

        var end = await client.Closed.WaitAsync(_server.Deadline);
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

        await _server.SendAsync(nonsense);

        await _server.ExpectAsync($"E0 01 | {(byte)reason:X2}");
        await _server.ExpectEndAsync();
        (await client.Closed).Reason.Should().Be(reason);
    }

    [Fact]
    public async Task A_wrong_kind_of_acknowledgement_is_a_protocol_error()
    {
        await using var client = await ConnectAsync(Options);
        var publishing = client.PublishAsync(Message(QualityOfService.AtLeastOnce), _server.Deadline);
        await _server.ExpectAsync("32 08 | 00 01 'a' | 00 01 | 00 | 'hi'");

        await _server.SendAsync("50 02 | 00 01"); // PUBREC for QoS 1

        await _server.ExpectAsync("E0 01 | 82");
        var publish = () => publishing;
        await publish.Should().ThrowAsync<MqttConnectionException>();
    }

    [Fact]
    public async Task A_silent_connection_is_kept_alive()
    {
        var time = new ManualTime();
        await using var client = await ConnectAsync(OldOptions with { KeepAlive = TimeSpan.FromSeconds(60), TimeProvider = time });

        time.Advance(TimeSpan.FromSeconds(30));
        await _server.ExpectAsync("C0 00");
        await _server.SendAsync("D0 00 | 30 03 | 00 01 'a'");
        await TakeAsync(client, 1); // so the answer has been seen
        time.Advance(TimeSpan.FromSeconds(30));
        await _server.ExpectAsync("C0 00");

        client.Closed.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task A_server_without_a_sign_of_life_is_given_up()
    {
        var time = new ManualTime();
        await using var client = await ConnectAsync(
            Options with { KeepAlive = TimeSpan.FromSeconds(600), TimeProvider = time }, "20 06 | 00 00 | 03 13 00 0A"); // the server wants 10 s

        time.Advance(TimeSpan.FromSeconds(5));
        await _server.ExpectAsync("C0 00");
        time.Advance(TimeSpan.FromSeconds(5));

        (await client.Closed.WaitAsync(_server.Deadline)).Reason.Should().Be(ReasonCode.KeepAliveTimeout);
    }

    [Fact]
    public async Task A_slow_reader_is_not_taken_for_a_silent_server()
    {
        var time = new ManualTime();
        await using var client = await ConnectAsync(
            OldOptions with { KeepAlive = TimeSpan.FromSeconds(60), TimeProvider = time, UnreadMessages = 1 });
        await _server.SendAsync("32 06 | 00 01 'a' | 00 01 | '1' | 32 06 | 00 01 'a' | 00 02 | '2' | D0 00");
        await _server.ExpectAsync("40 02 | 00 01");
        while (!client.IsHeldBack) // the second waits outside the full queue, and the socket is not read
        {
            _server.Deadline.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        for (var half = 0; half < 4; half++)
        {
            time.Advance(TimeSpan.FromSeconds(30));
            await _server.ExpectAsync("C0 00");
        }

        await TakeAsync(client, 2);
        await _server.ExpectAsync("40 02 | 00 02");
    }

    [Fact]
    public async Task Giving_up_a_publish_leaves_the_connection_as_it_is()
    {
        await using var client = await ConnectAsync(OldOptions);
        using var impatience = new CancellationTokenSource();
        var publishing = client.PublishAsync(Message(QualityOfService.AtLeastOnce), impatience.Token);
        await _server.ExpectAsync("32 07 | 00 01 'a' | 00 01 | 'hi'");

        await impatience.CancelAsync();

        var publish = () => publishing;
        await publish.Should().ThrowAsync<OperationCanceledException>();
        var next = client.PublishAsync(Message(QualityOfService.AtLeastOnce), _server.Deadline);
        await _server.ExpectAsync("32 07 | 00 01 'a' | 00 02 | 'hi'"); // identifier 1 is still in flight
        await _server.SendAsync("40 02 | 00 01 | 40 02 | 00 02");
        (await next).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public async Task It_can_be_disposed_twice()
    {
        var client = await ConnectAsync(Options);

        await client.DisposeAsync();
        await client.DisposeAsync();

        (await client.Closed).IsWanted.Should().BeTrue();
    }

    public void Dispose() => _server.Dispose();

    private static OutgoingMessage Message(QualityOfService qos) => new() { Topic = "a", Payload = "hi"u8.ToArray(), Qos = qos };

    private async Task<MqttClient> ConnectAsync(MqttClientOptions options, string? connAck = null)
    {
        var connecting = MqttClient.ConnectAsync(options, _server.Deadline);
        await _server.WelcomeAsync(connAck ?? (options.Version == ProtocolVersion.V500 ? Accepted : AcceptedOld));
        return await connecting;
    }

    private async Task<List<ReceivedMessage>> TakeAsync(MqttClient client, int count)
    {
        var messages = new List<ReceivedMessage>();
        await foreach (var message in client.ReadMessagesAsync(_server.Deadline))
        {
            messages.Add(message);
            if (messages.Count == count)
            {
                break;
            }
        }

        return messages;
    }
}
