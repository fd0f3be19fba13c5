using System.Text;
using Busroot.Broker.Identity;
using Busroot.Mqtt;
using Busroot.Mqtt.Client;
using Busroot.Mqtt.Packets;
using Busroot.Server.Commands;
using Busroot.Storage.Quarantine;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Demo;

/// <summary>A device of the demo, connected like a real one: its own login, QoS 1, subscribed to its own signals.</summary>
internal sealed class DemoDevice : IAsyncDisposable
{
    // Signals reach the device before the acknowledgement of what they were made from; this is for a machine that is very busy.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    private readonly DemoPart _part;
    private readonly MqttClient _client;
    private readonly QuarantineStore _quarantine;
    private readonly TimeProvider _time;
    private readonly IAsyncEnumerator<ReceivedMessage> _signals;
    private Task<bool> _next;
    private int _played;

    private DemoDevice(DemoPart part, MqttClient client, QuarantineStore quarantine, TimeProvider time, CancellationToken cancellationToken)
    {
        _part = part;
        _client = client;
        _quarantine = quarantine;
        _time = time;
        _signals = client.ReadMessagesAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        _next = _signals.MoveNextAsync().AsTask();
    }

    /// <summary>Connects and subscribes.</summary>
    /// <exception cref="MqttConnectionException">Refused or unreachable.</exception>
    public static async Task<DemoDevice> ConnectAsync(
        DemoPart part, AccessToken token, string host, int port, QuarantineStore quarantine, TimeProvider time, CancellationToken cancellationToken)
    {
        var client = await MqttClient.ConnectAsync(new MqttClientOptions
        {
            Host = host,
            Port = port,
            ClientId = $"{part.Id}/demo",
            UserName = part.Id.ToString(),
            Password = Encoding.UTF8.GetBytes(token.Reveal()),
            TimeProvider = time,
        }, cancellationToken);
        var signals = $"busroot/v1/{part.Id}";
        var answer = await client.SubscribeAsync([new Subscription(signals, QualityOfService.AtLeastOnce)], cancellationToken);
        if (answer.Codes[0] >= ReasonCode.UnspecifiedError)
        {
            await client.DisposeAsync();
            throw new CommandFailure($"The demo's device {part.Id} may not subscribe to its own signals {signals}: {answer.Codes[0]}.");
        }

        return new DemoDevice(part, client, quarantine, time, cancellationToken);
    }

    /// <summary>Sends the next of its readings and waits for what becomes of it.</summary>
    /// <exception cref="MqttConnectionException">The connection is lost.</exception>
    public async Task<DemoReading> PlayAsync(CancellationToken cancellationToken)
    {
        var message = _part.Messages[_played++ % _part.Messages.Length];
        var before = NewestFailure()?.Sequence ?? 0;
        await _client.PublishAsync(new OutgoingMessage
        {
            Topic = TopicOf(message),
            Payload = message.Payload.AsMemory(),
            Qos = QualityOfService.AtLeastOnce,
            Retain = message.Retain,
        }, cancellationToken);

        var failure = NewestFailure() is { } newest && newest.Sequence > before ? newest.Entry : null;
        var signals = await ReceivedAsync(failure is null ? Grace : TimeSpan.Zero, cancellationToken);
        var (fate, result) = failure is not null ? (DemoFate.Quarantined, failure.Message)
            : signals.Count > 0 ? (DemoFate.Signals, string.Join(" ", signals))
            : (DemoFate.Ignored, "nothing to say");
        return new DemoReading(_part.Id.ToString(), _part.Rule.Id, MessageText.Payload(message.Payload.AsSpan(), 400), fate, result);
    }

    /// <summary>Leaves the broker properly.</summary>
    public async ValueTask DisposeAsync()
    {
        await _client.DisconnectAsync(CancellationToken.None);
        try
        {
            await _next;
            await _signals.DisposeAsync();
        }
        catch (Exception error) when (error is OperationCanceledException or MqttConnectionException)
        {
            // The wait for signals that were not coming has ended, which was the point.
        }
    }

    private QuarantinedReading? NewestFailure() =>
        _quarantine.List(new QuarantineQuery { DeviceId = _part.Id.ToString(), Limit = 1 }) is [var newest, ..] ? newest : null;

    // The topic of an example names the device it was recorded from; what stands below the Device ID belongs to the reading.
    private string TopicOf(ExampleMessage message)
    {
        var levels = message.Topic.Split('/');
        return levels is ["busroot", "v1" or "v2", "dau", _, _, ..] ? $"busroot/{levels[1]}/dau/{string.Join('/', [_part.Id.ToString(), .. levels[5..]])}"
            : $"busroot/v1/dau/{_part.Id}";
    }

    private async Task<List<string>> ReceivedAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        var received = new List<string>();
        await Task.WhenAny(_next, Task.Delay(grace, _time, cancellationToken));
        while (_next.IsCompleted && await _next)
        {
            received.Add(MessageText.Payload(_signals.Current.Payload, 400));
            _next = _signals.MoveNextAsync().AsTask();
        }

        return received;
    }
}
