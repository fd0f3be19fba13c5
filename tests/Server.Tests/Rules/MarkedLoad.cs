using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Busroot.Broker.Identity;
using Busroot.Mqtt;
using Busroot.Mqtt.Client;
using Busroot.Mqtt.Packets;
using Busroot.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Busroot.Server.Tests.Rules;

/// <summary>Ten devices of a <see cref="MarkedRule"/> that send 5,000 numbered readings a second, and a core processor that takes their signals.</summary>
/// <remarks>A machine that cannot keep up makes the devices slower, never the readings fewer: no more than some are under way.</remarks>
internal sealed class MarkedLoad : IAsyncDisposable
{
    public const int Devices = 10;
    private const int Burst = 10; // readings of one device in a row
    private const int MostUnderWay = 2000;
    private static readonly TimeSpan BetweenBursts = TimeSpan.FromMilliseconds(20); // 10 devices x 10 readings x 50 bursts

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<MarkedSignals> _received = new();
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly MqttClient _core;
    private readonly MqttClient[] _devices;
    private readonly Task _reading;
    private readonly Task _sending;
    private volatile int _lastMarker;

    private MarkedLoad(MqttClient core, MqttClient[] devices)
    {
        _core = core;
        _devices = devices;
        _reading = ReadAsync();
        _sending = SendAsync();
    }

    /// <summary>The signals that have come, in their order.</summary>
    public IReadOnlyCollection<MarkedSignals> Received => _received;

    /// <summary>The marker of the signals that came last.</summary>
    public int LastMarker => _lastMarker;

    /// <summary>How many readings each device has sent.</summary>
    public int SentByEach { get; private set; }

    /// <summary>From the first reading to the last.</summary>
    public TimeSpan Elapsed { get; private set; }

    public static async Task<MarkedLoad> StartAsync(RunningServer server)
    {
        var core = await SubscribeAsync(server);
        return new MarkedLoad(core, await Task.WhenAll(Enumerable.Range(1, Devices).Select(number => ConnectAsync(server, number))));
    }

    /// <summary>Stops sending and waits for what is under way.</summary>
    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _sending;
        await Eventually.True(() => _received.Count >= SentByEach * Devices);
        foreach (var device in _devices)
        {
            await device.DisposeAsync();
        }

        await _core.DisconnectAsync(CancellationToken.None); // what came twice has come by then
        await _reading;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _core.DisposeAsync();
        _stop.Dispose();
    }

    private async Task SendAsync()
    {
        using var pace = new PeriodicTimer(BetweenBursts, TimeProvider.System);
        while (!_stop.IsCancellationRequested)
        {
            for (var due = TimeProvider.System.GetElapsedTime(_start) / BetweenBursts * Burst; SentByEach < due;)
            {
                await SendBurstAsync();
                await Eventually.True(() => (SentByEach * Devices) - _received.Count < MostUnderWay);
            }

            await pace.WaitForNextTickAsync();
        }

        Elapsed = TimeProvider.System.GetElapsedTime(_start);
    }

    private async Task SendBurstAsync()
    {
        for (var i = 1; i <= Burst; i++)
        {
            var payload = Encoding.UTF8.GetBytes($$"""{"c":{{SentByEach + i}}}""");
            for (var device = 0; device < _devices.Length; device++)
            {
                await _devices[device].PublishAsync(new OutgoingMessage { Topic = $"busroot/v1/dau/acme/x-{device + 1}", Payload = payload, Qos = QualityOfService.AtMostOnce }, default);
            }
        }

        SentByEach += Burst;
    }

    private async Task ReadAsync()
    {
        await foreach (var message in _core.ReadMessagesAsync(CancellationToken.None))
        {
            var signals = JsonSerializer.Deserialize<Dictionary<string, int>>(message.Payload)!;
            _received.Enqueue(new MarkedSignals(message.Topic, signals["production_count_good"], signals["production_count_bad"], signals["electrical_kwh"]));
            _lastMarker = signals["electrical_kwh"];
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

/// <summary>What one reading became.</summary>
/// <param name="Topic">Its device's signals topic.</param>
/// <param name="Number">The number of the reading.</param>
/// <param name="OfRuleJson">The marker that rule.json had.</param>
/// <param name="OfRuleJs">The marker that rule.js had.</param>
internal readonly record struct MarkedSignals(string Topic, int Number, int OfRuleJson, int OfRuleJs);
