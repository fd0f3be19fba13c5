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
    public async Task Failed_readings_reach_a_subscriber_once_and_in_order_when_their_rule_is_mended()
    {
        Directory.Write("rules/test/strict/rule.json", """{ "description": "counts", "devices": ["*/press-*"], "payload": "json", "kind": "mapping", "mapping": { "production_count_good": "n" } }""");
        Directory.Write("rules/test/mended/rule.json", """{ "description": "counts", "devices": ["*/none"], "payload": "text", "kind": "script" }""");
        Directory.Write("rules/test/mended/rule.js", "export default function (reading) { return { production_count_good: Number(reading.payload.slice(1)) } }");
        var server = await StartServerAsync("--rules", Directory.In("rules"));
        var device = await server.AddDeviceAsync("acme/press-1");
        var core = await SubscribeAsync(server.MqttPort, await server.AddServiceAsync("core", "core"), "busroot/v1/+/+");
        await Mosquitto.PublishLinesAsync(server.MqttPort, device, device.Raw, Enumerable.Range(1, 20).Select(n => $"n{n}"));
        (await server.QuarantineAsync()).Should().HaveCount(20);
        (await server.CommandAsync("devices", "set", "acme/press-1", "--rule", "test/mended")).Done();

        (await server.CommandAsync("quarantine", "replay", "--rule", "test/strict")).Done().Output.Should().Contain("20 gave signals");
        (await server.CommandAsync("quarantine", "replay", "--all")).Done().Output.Should().Contain("Nothing to run again");

        (await Mosquitto.PublishAsync(server.MqttPort, device, device.Raw, "n21")).Done(); // comes after all that the replays published
        var received = await core.ReceiveAsync(21);
        received.Select(message => message.Payload).Should().Equal(Enumerable.Range(1, 21).Select(n => $$"""{"production_count_good":{{n}}}"""));
        received.Should().OnlyContain(message => message.Topic == device.Signals);
    }
}
