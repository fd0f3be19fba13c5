using System.Text;
using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.EndToEnd.Tests.Crashes;

/// <summary>Readings that are under way in a function that awaits something, and those behind them, when the process is killed or their connection is lost.</summary>
public sealed class AwaitingFunctionTests : IAsyncLifetime
{
    private const string Counts = "var n = (context.get('n') || 0) + 1;\ncontext.set('n', n);\n";

    private readonly TemporaryDirectory _directory = new();
    private CrashingServer _server = null!;
    private Login _device = null!;
    private Login _core = null!;

    public async Task InitializeAsync()
    {
        _directory.Write("rules/test/press/rule.json", """{ "description": "a function", "devices": ["acme/press-*"], "kind": "function" }""");
        WriteBody($"{Counts}await promisify(setTimeout)(50000);\nreturn {{ payload: {{ production_count_good: n }} }};");
        _server = new CrashingServer(_directory.In("data"), _directory.In("rules"));
        await _server.StartAsync();
        _device = await _server.Server.AddDeviceAsync("acme/press-1");
        _core = await _server.Server.AddServiceAsync("core", "core");
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _directory.Dispose();
        _server.Complaints.Should().BeEmpty();
    }

    [Theory]
    [InlineData(QualityOfService.AtLeastOnce)]
    [InlineData(QualityOfService.ExactlyOnce)]
    public async Task They_are_not_acknowledged_and_run_once_in_order_when_they_are_sent_again(QualityOfService qos)
    {
        using (var link = await ConnectAsync())
        {
            await PublishAsync(link, qos, dup: false);
            await TakenAsync(link);
        }

        await _server.KillAsync();
        WriteBody($"{Counts}await promisify(setTimeout)(20);\nreturn {{ payload: {{ production_count_good: n, rssi: -msg.payload }} }};");
        await _server.StartAsync();
        await using var core = await Subscriber.StartAsync(_server.Server.MqttPort, _core, "busroot/v1/+/+");
        using var again = await ConnectAsync();
        await PublishAsync(again, qos, dup: true);

        (await again.NextAsync()).PacketId.Should().Be(1);
        (await again.NextAsync()).PacketId.Should().Be(2);
        (await core.ReceiveAsync(2)).Select(message => message.Payload).Should().Equal(
            """{"production_count_good":1,"rssi":-1}""", """{"production_count_good":2,"rssi":-2}""");
        (await OutcomesAsync()).Should().Equal("produced", "produced");
    }

    [Fact]
    public async Task A_reading_that_is_sent_again_while_it_is_under_way_is_answered_when_it_has_ended_and_counted_once()
    {
        using (var link = await ConnectAsync())
        {
            await PublishAsync(link, QualityOfService.AtLeastOnce, dup: false);
            await TakenAsync(link);
        }

        await using var core = await Subscriber.StartAsync(_server.Server.MqttPort, _core, "busroot/v1/+/+");
        using var again = await ConnectAsync();
        await PublishAsync(again, QualityOfService.AtLeastOnce, dup: true);
        await TakenAsync(again);
        WriteBody($"{Counts}return {{ payload: {{ production_count_good: n }} }};");

        (await again.NextAsync()).PacketId.Should().Be(1);
        (await again.NextAsync()).PacketId.Should().Be(2);
        (await core.ReceiveAsync(2)).Select(message => message.Payload).Should().Equal("""{"production_count_good":1}""", """{"production_count_good":2}""");
        (await OutcomesAsync()).Should().BeEquivalentTo("produced", "produced", "duplicate", "duplicate");
    }

    private async Task<SessionLink> ConnectAsync() => await SessionLink.OpenAsync(await _server.PortAsync(), new ConnectPacket
    {
        Version = ProtocolVersion.V311,
        CleanStart = false,
        ClientId = $"{_device.User}/one",
        UserName = _device.User,
        Password = Encoding.UTF8.GetBytes(_device.Token),
    });

    private async Task PublishAsync(SessionLink link, QualityOfService qos, bool dup)
    {
        await link.PublishAsync(_device.Raw, "1"u8.ToArray(), qos, packetId: 1, dup);
        await link.PublishAsync(_device.Raw, "2"u8.ToArray(), qos, packetId: 2, dup);
    }

    // The answer to a ping comes after the server has read what was sent before it, and nothing else has come meanwhile.
    private static async Task TakenAsync(SessionLink link)
    {
        await link.PingAsync();
        (await link.NextAsync()).Type.Should().Be(PacketType.PingResp);
    }

    private async Task<string?[]> OutcomesAsync() =>
        [.. (await _server.Server.CommandAsync("history", "acme/press-1", "--json")).Done().Json.EnumerateArray().Select(frame => frame.GetProperty("outcome").GetString())];

    private void WriteBody(string body) => _directory.Write("rules/test/press/rule.js", body);
}
