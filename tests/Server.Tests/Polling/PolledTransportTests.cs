using System.Net.Sockets;
using Busroot.Server.Tests.Transports;

namespace Busroot.Server.Tests.Polling;

/// <summary>Real sockets that the broker loop reads and writes itself.</summary>
public sealed class PolledTransportTests
{
    private const int Count = 3000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Packets_are_read_wherever_the_network_cuts_them(int pieceBytes)
    {
        await using var server = await PolledServer.StartAsync();
        await using var client = await server.ConnectAsync();

        foreach (var piece in new[] { Wire.Connect("cut"), Wire.Subscribe("a"), Wire.Publish("a", new byte[300]), Wire.PingReq }.SelectMany(packet => packet).Chunk(pieceBytes))
        {
            await client.WriteAsync(piece);
        }

        (await client.ReadPacketAsync())![0].Should().Be(0x20);
        (await client.ReadPacketAsync())![0].Should().Be(0x90);
        (await client.ReadPacketAsync())!.Length.Should().BeGreaterThan(300);
        (await client.ReadPacketAsync()).Should().Equal(0xD0);
    }

    [Theory]
    [InlineData(16 * 1024)]
    [InlineData(64 * 1024)]
    [InlineData(900_000)]
    public async Task A_packet_larger_than_what_all_share_arrives_whole(int payloadBytes)
    {
        await using var server = await PolledServer.StartAsync();
        await using var client = await SubscribedAsync(server);
        var payload = new byte[payloadBytes];
        new Random(1).NextBytes(payload);

        var writing = client.WriteAsync((byte[])[.. Wire.Publish("a", payload), .. Wire.PingReq]).AsTask();

        var received = await client.ReadPacketAsync() ?? [];
        received.AsSpan(received.Length - payloadBytes).SequenceEqual(payload).Should().BeTrue();
        (await client.ReadPacketAsync()).Should().Equal(0xD0);
        await writing;
    }

    [Fact]
    public async Task A_client_that_reads_late_gets_everything_in_order()
    {
        await using var server = await PolledServer.StartAsync();
        await using var slow = await SubscribedAsync(server);
        await using var fast = await server.ConnectAsync();
        await fast.LogInAsync("fast");

        for (var i = 0; i < Count; i++)
        {
            await fast.WriteAsync(Wire.Publish("a", [.. BitConverter.GetBytes(i), .. new byte[1000]])); // 3 MB: more than the network holds
        }

        await fast.WriteAsync(Wire.PingReq);
        await fast.ReadPacketAsync(); // all of it is with the broker
        for (var i = 0; i < Count; i++)
        {
            var packet = await slow.ReadPacketAsync();
            BitConverter.ToInt32(packet!, packet!.Length - 1004).Should().Be(i);
        }
    }

    [Fact]
    public async Task A_client_that_is_not_read_is_read_on_from_where_it_was()
    {
        await using var server = await PolledServer.StartAsync();
        await using var client = await server.ConnectAsync();
        await client.LogInAsync("paused");
        await server.SetGateAsync(open: false);
        await client.WriteAsync((byte[])[.. Readings(50), .. Wire.PingReq]);
        await Eventually.True(() => server.Refused > 0);
        await client.WriteAsync(Readings(50)); // waits in the socket

        await server.SetGateAsync(open: true);

        (await client.ReadPacketAsync()).Should().Equal(0xD0);
        await Eventually.True(() => server.Accepted == 100);
    }

    [Fact]
    public async Task What_a_client_sent_before_it_left_is_taken_although_it_was_not_read()
    {
        await using var server = await PolledServer.StartAsync();
        var client = await server.ConnectAsync();
        await client.LogInAsync("hasty");
        await server.SetGateAsync(open: false);
        await client.WriteAsync(Readings(1));
        await Eventually.True(() => server.Refused > 0);
        await client.WriteAsync(Readings(5000));
        client.Socket.Shutdown(SocketShutdown.Send);

        await server.SetGateAsync(open: true);

        (await client.EndsAsync()).Should().BeTrue();
        server.Accepted.Should().Be(5001);
        await client.DisposeAsync();
    }

    [Fact]
    public async Task A_client_that_resets_its_connection_while_it_is_not_read_is_gone()
    {
        await using var server = await PolledServer.StartAsync();
        var client = await server.ConnectAsync();
        await client.LogInAsync("paused");
        await server.SetGateAsync(open: false);
        await client.WriteAsync(Readings(1));
        await Eventually.True(() => server.Refused > 0);

        client.Socket.LingerState = new LingerOption(true, 0);
        await client.DisposeAsync();

        await Eventually.True(() => server.Clients.Count == 0);
    }

    [Fact]
    public async Task A_client_that_is_paused_in_every_batch_loses_nothing_and_holds_nobody_up()
    {
        await using var server = await PolledServer.StartAsync();
        server.ReadingsABatch = 3; // resumed at the end of each batch, in which its socket may be found ready too
        await using var other = await server.ConnectAsync();
        await other.LogInAsync("other");
        await using var client = await server.ConnectAsync();
        await client.LogInAsync("pieces");

        foreach (var piece in Readings(2000).Chunk(501))
        {
            await client.WriteAsync(piece);
        }

        await client.WriteAsync(Wire.PingReq);
        (await client.ReadPacketAsync()).Should().Equal(0xD0);
        server.Accepted.Should().Be(2000);
        await other.WriteAsync(Wire.PingReq);
        (await other.ReadPacketAsync()).Should().Equal(0xD0);
    }

    [Fact]
    public async Task A_client_that_ends_its_sending_still_gets_all_that_is_on_its_way_to_it()
    {
        await using var server = await PolledServer.StartAsync();
        await using var client = await SubscribedAsync(server);
        for (var i = 0; i < Count; i++)
        {
            await client.WriteAsync(Wire.Publish("a", [.. BitConverter.GetBytes(i), .. new byte[1000]])); // 3 MB: more than the network holds
        }

        client.Socket.Shutdown(SocketShutdown.Send);

        for (var i = 0; i < Count; i++)
        {
            var packet = await client.ReadPacketAsync() ?? [];
            BitConverter.ToInt32(packet, packet.Length - 1004).Should().Be(i);
        }

        (await client.ReadPacketAsync()).Should().BeNull("the server has closed too, without a reset");
        await Eventually.True(() => server.Clients.Count == 0);
    }

    [Fact]
    public async Task A_client_that_resets_its_connection_while_it_is_written_to_is_gone_and_nobody_else()
    {
        await using var server = await PolledServer.StartAsync();
        var deaf = await SubscribedAsync(server);
        await using var other = await SubscribedAsync(server);
        for (var i = 0; i < Count; i++)
        {
            await other.WriteAsync(Wire.Publish("a", new byte[1000]));
            await other.ReadPacketAsync();
        }

        server.Clients.Count.Should().Be(2);
        deaf.Socket.LingerState = new LingerOption(true, 0);
        await deaf.DisposeAsync();
        await other.WriteAsync(Wire.Publish("a", new byte[1000]));

        (await other.ReadPacketAsync())![0].Should().Be(0x30);
        await Eventually.True(() => server.Clients.Count == 1);
    }

    [Fact]
    public async Task A_client_that_never_stops_sending_gets_one_receive_a_turn()
    {
        await using var server = await PolledServer.StartAsync();
        await using var observer = await SubscribedAsync(server);
        await using var chatty = await server.ConnectAsync();
        await chatty.LogInAsync("chatty");
        await using var quiet = await server.ConnectAsync();
        await quiet.LogInAsync("quiet");
        var packet = Wire.Publish("a", new byte[100]);
        var writing = Task.CompletedTask;
        using (var turn = new ManualResetEventSlim())
        {
            var held = server.OnLoopAsync(() => turn.Wait()); // both have sent before the loop looks
            writing = chatty.WriteAsync(Enumerable.Repeat(packet, 10_000).SelectMany(bytes => bytes).ToArray()).AsTask(); // 1 MB
            await Eventually.True(() => chatty.Socket.Poll(0, SelectMode.SelectWrite) is false || writing.IsCompleted);
            await quiet.WriteAsync(Wire.Publish("a", [1]));
            turn.Set();
            await held;
        }

        var before = 0;
        while ((await observer.ReadPacketAsync())![^1] == 0)
        {
            before++;
        }

        await writing;
        before.Should().BeLessThanOrEqualTo(2 * 64 * 1024 / packet.Length, "it had a receive before the turn, at most, and one in it");
    }

    [Fact]
    public async Task A_fault_of_the_server_ends_the_client_it_was_for_and_no_other()
    {
        await using var server = await PolledServer.StartAsync();
        await using var other = await SubscribedAsync(server);
        await using var client = await server.ConnectAsync();
        await client.LogInAsync("unlucky");

        await client.WriteAsync(Wire.Publish("reading/fault", []));

        (await client.EndsAsync()).Should().BeTrue();
        server.TakeFaults().Should().ContainSingle().Which.Message.Should().Be("a fault of ours");
        await other.WriteAsync(Wire.PingReq);
        (await other.ReadPacketAsync()).Should().Equal(0xD0);
    }

    [Fact]
    public async Task Who_comes_after_others_have_gone_hears_nothing_meant_for_them()
    {
        await using var server = await PolledServer.StartAsync();
        for (var round = 0; round < 50; round++)
        {
            var leaving = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => SubscribedAsync(server)));
            await leaving[0].WriteAsync(Wire.Publish("a", [1])); // is on its way to all of them when they go
            foreach (var client in leaving)
            {
                client.Socket.LingerState = new LingerOption(round % 2 == 0, 0);
                await client.DisposeAsync();
            }

            await using var next = await server.ConnectAsync();
            (await next.LogInAsync("next")).Should().Be(0);
            await next.WriteAsync(Wire.PingReq);
            (await next.ReadPacketAsync()).Should().Equal(0xD0);
        }
    }

    [Fact]
    public async Task The_last_packet_arrives_although_the_client_is_still_sending()
    {
        await using var server = await PolledServer.StartAsync();
        await using var client = await server.ConnectAsync();
        await client.LogInAsync("wrong");

        await client.WriteAsync((byte[])[0x30, 0xFF, 0xFF, 0xFF, 0x7F, .. new byte[200_000]]); // announces 256 MB

        (await client.ReadPacketAsync())![..2].Should().Equal(0xE0, 0x95);
        (await client.EndsAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task A_client_that_does_not_close_is_cut_off_after_a_while()
    {
        var time = new ManualTime();
        await using var server = await PolledServer.StartAsync(time);
        await using var client = await server.ConnectAsync();
        await client.LogInAsync("lingers");
        await client.WriteAsync(Wire.Disconnect);
        (await client.ReadPacketAsync()).Should().BeNull();
        server.Clients.Count.Should().Be(1);

        time.Advance(TimeSpan.FromSeconds(3));
        await server.OnLoopAsync(server.Clients.Tick);

        server.Clients.Count.Should().Be(0);
    }

    [Fact]
    public async Task What_is_unsent_when_the_server_closes_goes_to_who_reads_and_not_for_ever_to_who_does_not()
    {
        var time = new ManualTime();
        await using var server = await PolledServer.StartAsync(time);
        await using var deaf = await SubscribedAsync(server, "b");
        await using var reader = await SubscribedAsync(server);
        for (var i = 0; i < 200; i++)
        {
            await reader.WriteAsync(Wire.Publish("b", new byte[64 * 1024])); // 13 MB: more than the network holds
        }

        for (var i = 0; i < Count; i++)
        {
            await reader.WriteAsync(Wire.Publish("a", new byte[1000]));
        }

        await reader.WriteAsync(Wire.PingReq);
        await Eventually.True(() => server.Broker.Counters.MessagesReceived >= 200 + Count);
        await server.OnLoopAsync(server.Broker.Shutdown);
        var closing = server.Clients.CloseAsync();

        for (var i = 0; i < Count; i++)
        {
            (await reader.ReadPacketAsync())![0].Should().Be(0x30);
        }

        (await reader.ReadPacketAsync()).Should().Equal(0xD0);
        (await reader.ReadPacketAsync())![0].Should().Be(0xE0);
        (await reader.ReadPacketAsync()).Should().BeNull();
        closing.IsCompleted.Should().BeFalse("one has not read its share");
        time.Advance(TimeSpan.FromSeconds(3));
        await server.OnLoopAsync(server.Clients.Tick);
        await closing.WaitAsync(Wire.Deadline);
    }

    [Fact]
    public async Task Many_clients_get_one_message_each()
    {
        await using var server = await PolledServer.StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => SubscribedAsync(server)));

        await clients[0].WriteAsync(Wire.Publish("a", [1, 2, 3]));

        foreach (var client in clients)
        {
            (await client.ReadPacketAsync())![^3..].Should().Equal(1, 2, 3);
            await client.DisposeAsync();
        }

        await Eventually.True(() => server.Clients.Count == 0);
    }

    [Fact]
    public async Task A_listener_that_is_closed_takes_nobody_and_keeps_its_clients()
    {
        await using var server = await PolledServer.StartAsync();
        await using var client = await SubscribedAsync(server);

        await server.Listener.UnbindAsync();

        await FluentActions.Awaiting(server.ConnectAsync).Should().ThrowAsync<SocketException>();
        await client.WriteAsync(Wire.PingReq);
        (await client.ReadPacketAsync()).Should().Equal(0xD0);
    }

    [Fact]
    public async Task Whoever_comes_while_the_server_closes_is_sent_away()
    {
        await using var server = await PolledServer.StartAsync();
        await server.Clients.CloseAsync();

        await using var client = await server.ConnectAsync();

        (await client.EndsAsync()).Should().BeTrue();
    }

    private static async Task<NetworkStream> SubscribedAsync(PolledServer server, string filter = "a")
    {
        var client = await server.ConnectAsync();
        await client.LogInAsync("");
        await client.WriteAsync(Wire.Subscribe(filter));
        (await client.ReadPacketAsync())![0].Should().Be(0x90);
        return client;
    }

    private static byte[] Readings(int count) => [.. Enumerable.Repeat(Wire.Publish("reading/1", new byte[20]), count).SelectMany(packet => packet)];
}
