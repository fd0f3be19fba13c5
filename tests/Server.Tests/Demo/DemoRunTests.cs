using Busroot.Broker.Identity;
using Busroot.Server.Commands;
using Busroot.Server.Demo;
using Busroot.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Busroot.Server.Tests.Demo;

public class DemoRunTests
{
    [Fact]
    public async Task Readings_go_in_and_signals_come_out_over_real_connections()
    {
        await using var server = await RunningServer.StartWholeAsync();

        var lines = await PlayAsync(server, lines: 8);

        lines.Should().Contain(line => line.StartsWith("acme/opta-1 ", StringComparison.Ordinal)
            && line.EndsWith("""->  {"production_complete_good":5,"production_complete_bad":1,"productive":1,"rssi":-65}""", StringComparison.Ordinal));
        lines.Should().Contain(line => line.StartsWith("acme/plug-1  ", StringComparison.Ordinal) && line.Contains("""{"electrical_kwh":6.294}"""));
        lines.Should().Contain(line => line.StartsWith("acme/opta-2  ", StringComparison.Ordinal) && line.Contains("->  quarantined: not valid JSON"));
        lines.Should().NotContain(line => line.Contains('\u001b'));
    }

    [Fact]
    public async Task A_second_demo_on_the_same_data_plays_with_the_same_devices()
    {
        await using var server = await RunningServer.StartWholeAsync();
        var registry = server.Host.Services.GetRequiredService<Registry>();

        await PlayAsync(server, lines: 1);
        var first = registry.Devices.Select(device => device.Id.ToString()).Order().ToList();
        await PlayAsync(server, lines: 1);

        registry.Devices.Select(device => device.Id.ToString()).Order().Should().Equal(first);
        registry.Devices.Should().OnlyContain(device => device.Tokens.Length == 1);
    }

    [Fact]
    public async Task A_device_the_demo_did_not_make_keeps_its_token()
    {
        await using var server = await RunningServer.StartWholeAsync();
        var registrar = server.Host.Services.GetRequiredService<Registrar>();
        await registrar.AddAsync(new DeviceRecord(DeviceId.Parse("acme/opta-1"), default, []) { Name = "the real one" }, default);
        var before = server.Host.Services.GetRequiredService<Registry>().Devices.Single();

        var demo = () => PlayAsync(server, lines: 1);

        (await demo.Should().ThrowAsync<CommandFailure>()).WithMessage("*acme/opta-1*--data ./demo-data*");
        server.Host.Services.GetRequiredService<Registry>().Devices.Should().ContainSingle().Which.Should().BeSameAs(before);
    }

    [Fact]
    public async Task Without_examples_there_is_nothing_to_play()
    {
        await using var server = await RunningServer.StartAsync();

        var demo = () => PlayAsync(server, lines: 1);

        await demo.Should().ThrowAsync<CommandFailure>().WithMessage("*--rules*");
    }

    private static async Task<List<string>> PlayAsync(RunningServer server, int lines)
    {
        using var stop = new CancellationTokenSource();
        var output = new LineCollector(lines, stop.Cancel);
        try
        {
            await DemoRun.RunAsync(server.Host, new LinesScreen(output), stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Enough was seen.
        }

        return output.Lines;
    }

    private sealed class LineCollector(int enough, Action stop) : StringWriter
    {
        public List<string> Lines { get; } = [];

        public override void WriteLine(string? value)
        {
            Lines.Add(value ?? "");
            if (Lines.Count == enough)
            {
                stop();
            }
        }
    }
}
