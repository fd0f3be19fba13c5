using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Messaging;

/// <summary>Bytes that are no MQTT end the connection they came on, and no other.</summary>
public class MalformedPacketsTests(ITestOutputHelper output) : ServerTest(output)
{
    [MosquittoTheory]
    [InlineData("00 00")] // packet type 0
    [InlineData("F0 00")] // AUTH, which 3.1.1 has not
    [InlineData("10 00")] // a second CONNECT, and empty
    [InlineData("30 FF FF FF FF 01")] // a length of five bytes
    [InlineData("30 FF FF FF 7F")] // announces 268,435,455 bytes
    [InlineData("36 05 00 01 61 00 01")] // QoS 3
    [InlineData("32 05 00 01 61 00 00")] // packet identifier 0
    [InlineData("30 03 00 01 23")] // a wildcard in a topic name
    [InlineData("30 04 00 02 C0 80")] // a topic that is no UTF-8
    [InlineData("80 02 00 01")] // SUBSCRIBE with wrong flags and no filter
    [InlineData("47 45 54 20 2F 20 48 54 54 50")] // GET / HTTP
    public async Task Nobody_else_is_hurt(string hex)
    {
        var server = await StartServerAsync("--rules", Repository.Rules);
        var device = await server.AddDeviceAsync("acme/opta-1");
        var villain = await server.AddDeviceAsync("acme/opta-2");
        var core = await SubscribeAsync(server.MqttPort, await server.AddServiceAsync("core", "core"), "busroot/v1/+/+");
        using var stranger = await RawConnection.OpenAsync(server.MqttPort);
        using var known = await RawConnection.OpenAsync(server.MqttPort);
        await known.SendAsync(RawConnection.Connect("acme/opta-2/x", villain.User, villain.Token));
        (await known.ReadAsync(4)).Should().Equal(0x20, 2, 0, 0);

        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        await stranger.SendAsync(bytes);
        await known.SendAsync(bytes);
        await stranger.ClosedAsync();
        await known.ClosedAsync();

        (await Mosquitto.PublishAsync(server.MqttPort, device, device.Raw, """{"c1":5}""")).Done();
        (await core.ReceiveAsync(1)).Should().ContainSingle().Which.ShouldBe(device.Signals, """{"production_complete_good":5}""");
        server.Run.Error.Seen.Should().NotContain(line => line.Contains(" fail: ", StringComparison.Ordinal), "a peer's mistake is not the server's");
    }
}
