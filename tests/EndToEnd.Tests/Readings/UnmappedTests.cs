using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Readings;

/// <summary>What a device sends before it has a rule is not lost.</summary>
public class UnmappedTests(ITestOutputHelper output) : ServerTest(output)
{
    [MosquittoFact]
    public async Task A_reading_of_a_device_without_a_rule_is_kept_and_gives_its_signals_once_it_has_one()
    {
        var server = await StartServerAsync("--rules", Repository.Rules);
        var device = await server.AddDeviceAsync("acme/unheard-of");
        var core = await SubscribeAsync(server.MqttPort, await server.AddServiceAsync("core", "core"), "busroot/v1/+/+");
        await Mosquitto.PublishLinesAsync(server.MqttPort, device, device.Raw, ["""{"c1":5}""", """{"c1":6}""", """{"c1":7}"""]);

        (await server.QuarantineAsync()).Should().BeEmpty("nothing is wrong with it");
        (await server.CommandAsync("unmapped")).Done().Output.Should().MatchRegex("""acme/unheard-of +3 .*{"c1":5}""");
        (await server.CommandAsync("history", "acme/unheard-of", "--outcome", "unmapped")).Done().Output.Should().Contain("""utf8: {"c1":7}""");

        (await server.CommandAsync("devices", "set", "acme/unheard-of", "--rule", "arduino/opta-dau")).Done();
        (await server.CommandAsync("unmapped", "replay", "acme/unheard-of")).Done().Output.Should().Contain("3 gave signals");
        (await server.CommandAsync("unmapped", "replay", "acme/unheard-of")).Done().Output.Should().Contain("Nothing to run again");

        (await Mosquitto.PublishAsync(server.MqttPort, device, device.Raw, """{"c1":8}""")).Done();
        (await core.ReceiveAsync(4)).Select(message => message.Payload).Should().Equal(
            Enumerable.Range(5, 4).Select(n => $$"""{"production_complete_good":{{n}}}"""));
    }

    [MosquittoFact]
    public async Task What_was_run_again_before_a_kill_is_not_run_again_after_it()
    {
        var server = await StartServerAsync("--rules", Repository.Rules);
        var device = await server.AddDeviceAsync("acme/unheard-of");
        await Mosquitto.PublishLinesAsync(server.MqttPort, device, device.Raw, ["""{"c1":5}""", """{"c1":6}"""]);
        (await server.CommandAsync("devices", "set", "acme/unheard-of", "--rule", "arduino/opta-dau")).Done();
        (await server.CommandAsync("unmapped", "replay", "acme/unheard-of")).Done().Output.Should().Contain("2 gave signals");
        await server.Run.SignalAsync("KILL");
        await server.Run.EndAsync();

        var restarted = await StartServerAsync("--rules", Repository.Rules);

        (await restarted.CommandAsync("unmapped", "replay", "acme/unheard-of")).Done().Output.Should().Contain("Nothing to run again");
        (await restarted.CommandAsync("history", "acme/unheard-of", "--json")).Done().Json.GetArrayLength().Should().Be(4);
    }
}
