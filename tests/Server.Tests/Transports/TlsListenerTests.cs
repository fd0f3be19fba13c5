using System.Net.Security;
using System.Runtime.Versioning;
using System.Security.Authentication;
using Busroot.Server.Certificates;
using static Busroot.Server.Tests.Transports.ListeningServer;

namespace Busroot.Server.Tests.Transports;

[UnsupportedOSPlatform("windows")]
public class TlsListenerTests
{
    [Fact]
    public async Task A_client_logs_in_over_tls_and_is_said_goodbye_to()
    {
        await using var server = await StartAsync();
        await using var client = await server.SecureAsync();

        (await client.LogInAsync($"{Device}/1", Device, server.Token)).Should().Be(0);
        await client.WriteAsync(Wire.PingReq);
        (await client.ReadPacketAsync()).Should().Equal(0xD0);
        await client.WriteAsync(Wire.Disconnect);

        (await client.ReadPacketAsync()).Should().BeNull();
        client.SslProtocol.Should().BeOneOf(SslProtocols.Tls12, SslProtocols.Tls13);
    }

    [Fact]
    public async Task A_wrong_token_is_told_before_the_connection_closes()
    {
        await using var server = await StartAsync();
        await using var client = await server.SecureAsync();

        (await client.LogInAsync($"{Device}/1", Device, "wrong")).Should().Be(0x86);

        (await client.ReadPacketAsync()).Should().BeNull();
    }

    [Fact]
    public async Task The_protocol_name_mqtt_is_chosen_if_it_is_offered()
    {
        await using var server = await StartAsync();

        await using var client = await server.SecureAsync(change: options => options.ApplicationProtocols = [new("x"), new("mqtt")]);

        client.NegotiatedApplicationProtocol.Should().Be(new SslApplicationProtocol("mqtt"));
        (await client.LogInAsync($"{Device}/1", Device, server.Token)).Should().Be(0);
    }

    [Fact]
    public async Task Messages_far_larger_than_a_record_pass_both_ways()
    {
        await using var server = await StartAsync();
        await using var client = await server.SecureAsync();
        await client.LogInAsync($"{Device}/1", Device, server.Token);
        var topic = $"busroot/v1/dau/{Device}/large";
        await client.WriteAsync(Wire.Subscribe(topic));
        await client.ReadPacketAsync();
        var payloads = Enumerable.Range(0, 20).Select(i => Enumerable.Repeat((byte)i, 200_000).ToArray()).ToArray();

        var sending = Task.Run(async () =>
        {
            foreach (var payload in payloads)
            {
                await client.WriteAsync(Wire.Publish(topic, payload));
            }
        });

        foreach (var payload in payloads)
        {
            (await client.ReadPacketAsync())![^200_000..].Should().Equal(payload);
        }

        await sending;
    }

    [Fact]
    public async Task Clients_that_stall_their_handshake_delay_nobody_and_are_closed_in_time()
    {
        var time = new ManualTime();
        await using var server = await StartAsync(time: time);
        var stalled = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => OpenAsync(server.Mqtts)));

        await using (var client = await server.SecureAsync())
        {
            (await client.LogInAsync($"{Device}/1", Device, server.Token)).Should().Be(0);
        }

        await Eventually.True(() => stalled.All(stream => stream.Socket.Connected)); // nothing has closed them so far
        time.Advance(TimeSpan.FromSeconds(11)); // the connect deadline is 10 s
        foreach (var stream in stalled)
        {
            (await stream.EndsAsync()).Should().BeTrue();
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task What_is_no_handshake_is_closed_and_logged_and_hurts_nobody_else()
    {
        await using var server = await StartAsync();
        await using var client = await server.SecureAsync();
        await client.LogInAsync($"{Device}/1", Device, server.Token);
        await using var stranger = await OpenAsync(server.Mqtts);

        await stranger.WriteAsync(Wire.Connect("plain"));

        (await stranger.EndsAsync()).Should().BeTrue();
        await client.WriteAsync(Wire.PingReq);
        (await client.ReadPacketAsync()).Should().Equal(0xD0);
        await Eventually.True(() => server.Log.All.Any(line => line.StartsWith("Warning 4502")));
        server.Log.All.Should().NotContain(line => line.StartsWith("Error"));
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_to_new_clients_while_the_others_stay()
    {
        var time = new ManualTime();
        await using var server = await StartAsync(time: time);
        await using var before = await server.SecureAsync();
        await before.LogInAsync($"{Device}/1", Device, server.Token);
        server.Files.Write(server.Authority.IssueServer("renewed"));
        time.Advance(ServerTls.LookEvery);
        time.Advance(ServerTls.LookEvery);

        await using var after = await server.SecureAsync();
        (await after.LogInAsync($"{Device}/2", Device, server.Token)).Should().Be(0);

        after.RemoteCertificate!.Subject.Should().Be("CN=renewed");
        await before.WriteAsync(Wire.PingReq);
        (await before.ReadPacketAsync()).Should().Equal(0xD0);
        using var web = await server.SecureAsync(over: await OpenAsync(server.Host.Https!));
        web.RemoteCertificate!.Subject.Should().Be("CN=renewed", "the API uses it too");
    }

    [Fact]
    public async Task Stopping_says_goodbye_to_clients_over_tls_and_waits_for_no_handshake()
    {
        var server = await StartAsync();
        await using var client = await server.SecureAsync();
        await client.LogInAsync($"{Device}/1", Device, server.Token);
        await using var stalled = await OpenAsync(server.Mqtts);

        await server.DisposeAsync();

        (await client.ReadPacketAsync())![..2].Should().Equal(0xE0, 0x8B); // server shutting down
        (await client.ReadPacketAsync()).Should().BeNull();
        (await stalled.EndsAsync()).Should().BeTrue();
        server.Log.All.Should().NotContain(line => line.StartsWith("Error"));
    }
}
