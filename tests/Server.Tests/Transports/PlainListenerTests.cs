using System.Net.Sockets;
using System.Runtime.Versioning;
using static Busroot.Server.Tests.Transports.ListeningServer;

namespace Busroot.Server.Tests.Transports;

/// <summary>Plain TCP, over sockets that the broker loop polls and over Kestrel's pipes: clients see no difference.</summary>
[UnsupportedOSPlatform("windows")]
public abstract class PlainListenerTests(bool polled)
{
    [Fact]
    public async Task A_device_logs_in_and_gets_what_it_is_subscribed_to()
    {
        await using var server = await StartAsync(polled: polled);
        await using var client = await OpenAsync(server.Mqtt);
        (await client.LogInAsync($"{Device}/1", Device, server.Token)).Should().Be(0);

        await client.WriteAsync((byte[])[.. Wire.Subscribe($"busroot/v1/{Device}"), .. Wire.Publish($"busroot/v1/{Device}", """{"rssi":-60}"""u8.ToArray()), .. Wire.PingReq]);

        var headers = new List<byte>();
        for (var i = 0; i < 3; i++)
        {
            headers.Add((byte)((await client.ReadPacketAsync())![0] & 0xF0));
        }

        headers.Should().BeEquivalentTo([0x90, 0x30, 0xD0]);
    }

    [Fact]
    public async Task A_server_that_stops_says_so_and_closes_without_a_reset()
    {
        var server = await StartAsync(polled: polled);
        await using var client = await OpenAsync(server.Mqtt);
        (await client.LogInAsync($"{Device}/1", Device, server.Token)).Should().Be(0);

        await server.DisposeAsync();

        (await client.ReadPacketAsync())![..2].Should().Equal(0xE0, 0x8B); // server shutting down
        (await client.ReadPacketAsync()).Should().BeNull("a reset would have thrown");
    }

    [Fact]
    public async Task Answers_arrive_although_the_client_has_ended_its_sending()
    {
        await using var server = await StartAsync(polled: polled);
        await using var client = await OpenAsync(server.Mqtt);

        await client.WriteAsync((byte[])[.. Wire.Connect($"{Device}/1", Device, server.Token), .. Wire.PingReq]);
        client.Socket.Shutdown(SocketShutdown.Send);

        (await client.ReadPacketAsync())![0].Should().Be(0x20);
        (await client.ReadPacketAsync()).Should().Equal(0xD0);
        (await client.ReadPacketAsync()).Should().BeNull();
    }

    [Fact]
    public async Task A_taken_address_refuses_to_start_and_is_named()
    {
        await using var server = await StartAsync(polled: polled);

        var second = () => StartAsync(polled: polled, mqtt: server.Mqtt);

        (await second.Should().ThrowAsync<Exception>()).Which.ToString().Should().Contain(server.Mqtt.ToString());
    }
}

[UnsupportedOSPlatform("windows")]
public class PolledPlainListenerTests() : PlainListenerTests(polled: true);

[UnsupportedOSPlatform("windows")]
public class PipedPlainListenerTests() : PlainListenerTests(polled: false);
