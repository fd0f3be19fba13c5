using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Busroot.Broker.Identity;
using Busroot.Mqtt;
using Busroot.Mqtt.Client;
using Busroot.Mqtt.Packets;
using Busroot.Server.Rules;
using Busroot.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Busroot.Server.Tests.Rules;

/// <summary>A rule is edited again and again while its devices send. BUSROOT_RELOAD_SECONDS=60 makes it the long form.</summary>
public sealed class ReloadUnderLoadTests : IDisposable
{
    private const int Devices = 10;
    private const int Burst = 10; // readings of one device in a row
    private const int BurstsPerEdit = 50; // 10 devices x 10 readings x 50 bursts: an edit every 5,000 readings
    private const int MostUnderWay = 2000;
    private const int BrokenMarker = 9999;
    private static readonly TimeSpan BetweenBursts = TimeSpan.FromMilliseconds(20);
    private static readonly int Edits = int.Parse(Environment.GetEnvironmentVariable("BUSROOT_RELOAD_SECONDS") ?? "4", CultureInfo.InvariantCulture);

    private readonly TemporaryDirectory _directory = new();
    private readonly ConcurrentQueue<(string Topic, byte[] Payload)> _received = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task No_reading_is_lost_doubled_or_transformed_by_half_a_revision_while_a_rule_is_edited()
    {
        WriteRule(marker: 1);
        await using var server = await RunningServer.StartWholeAsync(_directory.Rules);
        var rules = server.Host.Services.GetRequiredService<LiveRules>();
        await using var core = await SubscribeAsync(server);
        var reading = ReadAsync(core);
        var devices = await Task.WhenAll(Enumerable.Range(1, Devices).Select(number => ConnectAsync(server, number)));
        var sent = 0;

        for (var edit = 2; edit <= Edits + 1; edit++)
        {
            sent = await SendAsync(devices, sent, BurstsPerEdit);
            WriteRule(edit);
        }

        await Eventually.True(() => rules.Standing("acme/x")!.Rule!.Description == $"marker {Edits + 1}");
        WriteRule(BrokenMarker, example: 1);
        sent = await SendAsync(devices, sent, BurstsPerEdit);
        await Eventually.True(() => server.Log.Any(line => line.StartsWith("Error 4701", StringComparison.Ordinal) && line.Contains("examples.json:1:3", StringComparison.Ordinal)));
        sent = await SendAsync(devices, sent, bursts: 1);

        await Eventually.True(() => _received.Count >= sent * Devices);
        foreach (var device in devices)
        {
            await device.DisposeAsync();
        }

        await core.DisconnectAsync(CancellationToken.None);
        await reading;
        Judge(sent);
    }

    private void Judge(int sent)
    {
        var results = _received.Select(message => (message.Topic, Signals: JsonSerializer.Deserialize<Dictionary<string, double>>(message.Payload)!)).ToList();
        results.Should().OnlyContain(result => result.Signals["electrical_kwh"] == result.Signals["production_count_bad"], "each result is one revision's");
        foreach (var device in results.GroupBy(result => result.Topic))
        {
            device.Select(result => (int)result.Signals["production_count_good"]).Should().Equal(Enumerable.Range(1, sent), "none is lost, doubled or out of order");
            device.Select(result => result.Signals["electrical_kwh"]).Should().BeInAscendingOrder("a device does not go back to an earlier revision")
                .And.EndWith(Edits + 1).And.NotContain(BrokenMarker);
        }

        results.Select(result => result.Topic).Distinct().Should().HaveCount(Devices);
        results.Select(result => result.Signals["electrical_kwh"]).Distinct().Should().HaveCountGreaterThan(2, "the edits took effect while readings came");
    }

    private async Task<int> SendAsync(MqttClient[] devices, int sent, int bursts)
    {
        using var pace = new PeriodicTimer(BetweenBursts, TimeProvider.System);
        for (var burst = 0; burst < bursts; burst++)
        {
            for (var i = 1; i <= Burst; i++)
            {
                var payload = Encoding.UTF8.GetBytes($$"""{"c":{{sent + i}}}""");
                for (var device = 0; device < devices.Length; device++)
                {
                    await devices[device].PublishAsync(new OutgoingMessage { Topic = $"busroot/v1/dau/acme/x-{device + 1}", Payload = payload, Qos = QualityOfService.AtMostOnce }, default);
                }
            }

            sent += Burst;
            await pace.WaitForNextTickAsync();
            await Eventually.True(() => (sent * Devices) - _received.Count < MostUnderWay);
        }

        return sent;
    }

    // The same marker from two files: a run on half an edit would give two different values.
    private void WriteRule(int marker, int? example = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_directory.Rules, "acme", "x")).FullName;
        File.WriteAllText(Path.Combine(folder, "rule.json"),
            $$"""{ "description": "marker {{marker}}", "devices": ["acme/x-*"], "payload": "json", "kind": "script", "variables": { "marker": {{marker}} } }""");
        File.WriteAllText(Path.Combine(folder, "rule.js"),
            $$"""export default (reading, device) => ({ production_count_good: reading.payload.c, production_count_bad: device.variables.marker, electrical_kwh: {{marker}} })""");
        File.WriteAllText(Path.Combine(folder, "examples.json"),
            $$"""[ { "description": "markers", "messages": [ { "payload": "{\"c\":7}", "expect": [ { "signals": { "production_count_good": 7, "production_count_bad": {{example ?? marker}}, "electrical_kwh": {{example ?? marker}} } } ] } ] } ]""");
    }

    private async Task ReadAsync(MqttClient core)
    {
        await foreach (var message in core.ReadMessagesAsync(CancellationToken.None))
        {
            _received.Enqueue((message.Topic, message.Payload));
        }
    }

    private static async Task<MqttClient> SubscribeAsync(RunningServer server)
    {
        var token = await server.Host.Services.GetRequiredService<Registrar>().AddServiceAsync("core", ServiceRole.Core, null, default);
        var client = await MqttClient.ConnectAsync(Options(server, "core", token!, "core/1"), default);
        await client.SubscribeAsync([new Subscription("busroot/v1/+/+", QualityOfService.AtLeastOnce)], default);
        return client;
    }

    private static async Task<MqttClient> ConnectAsync(RunningServer server, int number)
    {
        var id = $"acme/x-{number}";
        var token = await server.Host.Services.GetRequiredService<Registrar>().AddAsync(new DeviceRecord(DeviceId.Parse(id), default, []), default);
        return await MqttClient.ConnectAsync(Options(server, id, token!, $"{id}/1"), default);
    }

    private static MqttClientOptions Options(RunningServer server, string user, AccessToken token, string clientId) => new()
    {
        Host = server.Host.MqttAddress!.Address.ToString(),
        Port = server.Host.MqttAddress.Port,
        ClientId = clientId,
        UserName = user,
        Password = Encoding.UTF8.GetBytes(token.Reveal()),
    };
}
