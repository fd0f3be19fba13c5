using System.Runtime.Versioning;
using static Busroot.Server.Tests.Transports.ListeningServer;

namespace Busroot.Server.Tests.Transports;

/// <summary>Over sockets that the broker loop polls, and over Kestrel's pipes.</summary>
[UnsupportedOSPlatform("windows")]
public abstract class ProxyProtocolTests(bool polled)
{
    [Fact]
    public async Task The_clients_address_is_the_one_in_the_header()
    {
        await using var server = await StartAsync(proxyProtocol: true, polled: polled);
        await using var client = await OpenAsync(server.Mqtt);

        await client.WriteAsync(ProxyHeaders.From("203.0.113.7", 4711));
        (await client.LogInAsync($"{Device}/1", Device, server.Token)).Should().Be(0);

        server.Log.All.Should().Contain(line => line.StartsWith("Debug 1000") && line.Contains("203.0.113.7:4711"));
    }

    [Fact]
    public async Task Header_and_packets_may_come_in_one_piece_and_before_tls()
    {
        await using var server = await StartAsync(proxyProtocol: true, polled: polled);
        await using var plain = await OpenAsync(server.Mqtt);
        await plain.WriteAsync((byte[])[.. ProxyHeaders.From("2001:db8::1", 1), .. Wire.Connect($"{Device}/1", Device, server.Token), .. Wire.PingReq]);
        (await plain.ReadPacketAsync())![0].Should().Be(0x20);
        (await plain.ReadPacketAsync()).Should().Equal(0xD0);

        var tcp = await OpenAsync(server.Mqtts);
        await tcp.WriteAsync(ProxyHeaders.From("203.0.113.9", 1));
        await using var secure = await server.SecureAsync(over: tcp);
        (await secure.LogInAsync($"{Device}/2", Device, server.Token)).Should().Be(0);

        server.Log.All.Should().Contain(line => line.Contains("[2001:db8::1]:1")).And.Contain(line => line.Contains("203.0.113.9:1"));
    }

    [Fact]
    public async Task A_check_of_the_balancer_itself_is_served_with_its_own_address()
    {
        await using var server = await StartAsync(proxyProtocol: true, polled: polled);
        await using var client = await OpenAsync(server.Mqtt);

        await client.WriteAsync(ProxyHeaders.Local);
        (await client.LogInAsync($"{Device}/1", Device, server.Token)).Should().Be(0);

        server.Log.All.Should().Contain(line => line.StartsWith("Debug 1000") && line.Contains("127.0.0.1:"));
    }

    [Fact]
    public async Task Without_a_header_the_connection_is_closed()
    {
        await using var server = await StartAsync(proxyProtocol: true, polled: polled);
        await using var client = await OpenAsync(server.Mqtt);

        await client.WriteAsync(Wire.Connect($"{Device}/1", Device, server.Token));

        (await client.EndsAsync()).Should().BeTrue();
        server.Log.All.Should().Contain(line => line.StartsWith("Warning 4503") && line.Contains("no PROXY header"));
    }

    [Fact]
    public async Task A_header_that_does_not_come_in_time_ends_the_connection()
    {
        var time = new ManualTime();
        await using var server = await StartAsync(proxyProtocol: true, time: time, polled: polled);
        await using var client = await OpenAsync(server.Mqtt);
        await client.WriteAsync(ProxyHeaders.From("203.0.113.7", 4711).AsMemory(0, 20));
        await using var other = await OpenAsync(server.Mqtt); // accepted after it: its deadline runs
        await other.WriteAsync(ProxyHeaders.Local);
        (await other.LogInAsync($"{Device}/1", Device, server.Token)).Should().Be(0);

        var ending = client.EndsAsync();
        while (!ending.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(11));
            await Task.WhenAny(ending, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System));
        }

        (await ending).Should().BeTrue();
        server.Log.All.Should().Contain(line => line.StartsWith("Warning 4503") && line.Contains("in time"));
    }

    [Fact]
    public async Task A_header_may_come_byte_by_byte()
    {
        await using var server = await StartAsync(proxyProtocol: true, polled: polled);
        await using var client = await OpenAsync(server.Mqtt);

        foreach (var octet in ProxyHeaders.From("203.0.113.7", 4711, 0x04, 0x00, 0x02, 0xAA, 0xBB)) // with an extension that means nothing here
        {
            await client.WriteAsync(new[] { octet });
        }

        (await client.LogInAsync($"{Device}/1", Device, server.Token)).Should().Be(0);
        server.Log.All.Should().Contain(line => line.Contains("203.0.113.7:4711"));
    }

    [Fact]
    public async Task Who_leaves_within_the_header_is_forgotten()
    {
        await using var server = await StartAsync(proxyProtocol: true, polled: polled);
        var client = await OpenAsync(server.Mqtt);

        await client.WriteAsync(ProxyHeaders.From("203.0.113.7", 4711).AsMemory(0, 20));
        await client.DisposeAsync();

        await Eventually.True(() => server.Log.All.Any(line => line.StartsWith("Warning 4503") && line.Contains("within its PROXY header")));
    }

    [Fact]
    public async Task Where_it_is_not_asked_for_a_header_is_a_malformed_packet()
    {
        await using var server = await StartAsync(polled: polled);
        await using var client = await OpenAsync(server.Mqtt);

        await client.WriteAsync(ProxyHeaders.From("203.0.113.7", 4711));

        (await client.EndsAsync()).Should().BeTrue();
        server.Log.All.Should().NotContain(line => line.Contains("203.0.113.7"));
    }
}

[UnsupportedOSPlatform("windows")]
public class PolledProxyProtocolTests() : ProxyProtocolTests(polled: true);

[UnsupportedOSPlatform("windows")]
public class PipedProxyProtocolTests() : ProxyProtocolTests(polled: false);
