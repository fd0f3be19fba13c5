using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Readings;

/// <summary>What no rule can use is kept, with everything one needs to find out why.</summary>
public class QuarantineTests(ITestOutputHelper output) : ServerTest(output)
{
    [MosquittoFact]
    public async Task A_payload_that_is_not_JSON_is_kept_with_its_bytes_rule_revision_and_reason()
    {
        var server = await StartServerAsync("--rules", Repository.Rules);
        var device = await server.AddDeviceAsync("acme/opta-1");

        (await Mosquitto.PublishAsync(server.MqttPort, device, device.Raw, """{"c1":5,""")).Done();

        var entry = (await server.QuarantineAsync()).Should().ContainSingle().Subject;
        entry.GetProperty("deviceId").GetString().Should().Be("acme/opta-1");
        entry.GetProperty("topic").GetString().Should().Be(device.Raw);
        entry.GetProperty("payload").GetString().Should().Be("""{"c1":5,""");
        entry.GetProperty("rule").GetString().Should().Be("arduino/opta-dau");
        entry.GetProperty("revision").GetString().Should().NotBeNullOrEmpty();
        entry.GetProperty("fault").GetString().Should().Be("InvalidPayload");
        entry.GetProperty("message").GetString().Should().StartWith("not valid JSON at byte ");
        entry.GetProperty("clientId").GetString().Should().StartWith("acme/opta-1/");
    }

    [MosquittoFact]
    public async Task Bytes_that_are_no_text_are_kept_byte_for_byte()
    {
        var server = await StartServerAsync("--rules", Repository.Rules);
        var device = await server.AddDeviceAsync("acme/opta-1");
        byte[] bytes = [0x00, 0xFF, 0xFE, 0x7F, 0x80, 0x0A];
        await File.WriteAllBytesAsync(Directory.In("payload"), bytes);

        (await Mosquitto.PublishFileAsync(server.MqttPort, device, device.Raw, Directory.In("payload"))).Done();

        var entry = (await server.QuarantineAsync()).Should().ContainSingle().Subject;
        entry.GetProperty("encoding").GetString().Should().Be("base64");
        entry.GetProperty("payload").GetBytesFromBase64().Should().Equal(bytes);
    }

    [MosquittoFact]
    public async Task A_reading_of_a_device_without_a_rule_is_kept()
    {
        var server = await StartServerAsync("--rules", Repository.Rules);
        var device = await server.AddDeviceAsync("acme/unheard-of");

        (await Mosquitto.PublishAsync(server.MqttPort, device, device.Raw, """{"c1":5}""")).Done();

        var entry = (await server.QuarantineAsync()).Should().ContainSingle().Subject;
        entry.GetProperty("fault").GetString().Should().Be("NoRule");
        entry.TryGetProperty("rule", out _).Should().BeFalse();
        (await server.CommandAsync("quarantine", "counts")).Done().Output.Should().Contain("acme/unheard-of").And.Contain("NoRule");
    }
}
