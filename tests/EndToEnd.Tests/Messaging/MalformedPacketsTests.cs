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
    [InlineData("47 45 54 20 2F 20 48 54 54 50 2F 31 2E 31 0D 0A 48 6F 73 74 3A 20 6C 6F 63 61 6C 68 6F 73 74 3A 31 38 38 33 0D 0A 55 73 65 72 2D 41 67 65 6E 74 3A 20 63 75 72 6C 2F 38 2E 31 34 2E 31 0D 0A 41 63 63 65 70 74 3A 20 2A 2F 2A 0D 0A 0D 0A")] // a browser's GET
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
    }
}
