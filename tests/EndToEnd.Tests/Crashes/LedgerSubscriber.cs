using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Busroot.EndToEnd.Tests.Programs;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.EndToEnd.Tests.Crashes;

/// <summary>A core processor with a session that is kept, which is there for a while and away for a while, and writes down every signal.</summary>
internal sealed class LedgerSubscriber(Login login, CrashingServer server, QualityOfService qos, int seed)
{
    private static readonly TimeSpan LongestStay = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromSeconds(0.6);
    private readonly Random _random = new(seed);
    private readonly HashSet<ushort> _halfReceived = []; // QoS 2 identifiers that wait for PUBREL: part of the session, so they outlive the connection
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _finishing;
    private volatile bool _done;

    /// <summary>What came, by topic, in the order it came.</summary>
    public ConcurrentDictionary<string, List<Signal>> Received { get; } = new();

    /// <summary>Times the server no longer knew the session.</summary>
    public int SessionsLost { get; private set; }

    /// <summary>Done once the server has granted the subscription.</summary>
    public Task Subscribed => _subscribed.Task;

    /// <summary>The number of the last signal that came on a topic.</summary>
    public int LastOn(string topic)
    {
        var signals = Received.GetOrAdd(topic, _ => []);
        lock (signals)
        {
            return signals.Count == 0 ? 0 : signals.Max(signal => signal.Number);
        }
    }

    /// <summary>From now on it stays.</summary>
    public void Finish() => _finishing = true;

    /// <summary>Ends it.</summary>
    public void End() => _done = true;

    public async Task RunAsync()
    {
        while (!_done)
        {
            try
            {
                await StayAsync();
                await Task.Delay(_random.NextDouble() * LongestAbsence, TimeProvider.System);
            }
            catch (Exception error) when (error is IOException or SocketException)
            {
                await CrashingServer.PauseAsync();
            }
        }
    }

    private async Task StayAsync()
    {
        var port = await server.PortAsync();
        var run = server.Runs;
        using var link = await SessionLink.OpenAsync(port, new ConnectPacket
        {
            Version = ProtocolVersion.V311,
            CleanStart = false,
            ClientId = $"{login.User}/{qos}",
            UserName = login.User,
            Password = Encoding.UTF8.GetBytes(login.Token),
        });
        await SubscribeAsync(link);
        var stay = Task.Delay(_random.NextDouble() * LongestStay, TimeProvider.System);
        var receiving = link.ReceiveAsync();
        while (!_done)
        {
            await HandleArrivedAsync(link, run);
            await (_finishing ? Task.WhenAny(receiving, Task.Delay(LongestAbsence, TimeProvider.System)) : Task.WhenAny(receiving, stay));
            if (receiving.IsCompleted)
            {
                await receiving;
                await HandleArrivedAsync(link, run);
                receiving = link.ReceiveAsync();
            }

            if (stay.IsCompleted && !_finishing)
            {
                break;
            }
        }

        await LeaveAsync(link, receiving);
    }

    private async Task SubscribeAsync(SessionLink link)
    {
        if (link.SessionPresent)
        {
            _subscribed.TrySetResult(); // a SUBACK may have been lost with its connection
            return;
        }

        SessionsLost += Subscribed.IsCompleted ? 1 : 0;
        await link.SendAsync(new SubscribePacket(1, [new Subscription("busroot/v1/+/+", qos)]));
        (await link.NextAsync()).Should().Match<Arrived>(answer => answer.Type == PacketType.SubAck && answer.Reason == (byte)qos);
        _subscribed.TrySetResult();
    }

    private async Task HandleArrivedAsync(SessionLink link, int run)
    {
        while (link.TryTake(out var arrived))
        {
            switch (arrived)
            {
                case { Type: PacketType.Publish, Qos: QualityOfService.ExactlyOnce }:
                    if (_halfReceived.Add(arrived.PacketId))
                    {
                        Record(arrived, run);
                    }

                    await link.SendAsync(new PubRecPacket(arrived.PacketId));
                    break;
                case { Type: PacketType.Publish }:
                    Record(arrived, run);
                    await link.SendAsync(new PubAckPacket(arrived.PacketId));
                    break;
                case { Type: PacketType.PubRel }:
                    _halfReceived.Remove(arrived.PacketId);
                    await link.SendAsync(new PubCompPacket(arrived.PacketId));
                    break;
            }
        }
    }

    private void Record(in Arrived arrived, int run)
    {
        var signals = Received.GetOrAdd(arrived.Topic!, _ => []);
        lock (signals)
        {
            signals.Add(Signal.Of(arrived.Payload, run));
        }
    }

    /// <summary>Goes in order: what was answered is answered, so that nothing but a kill makes anything come twice.</summary>
    private static async Task LeaveAsync(SessionLink link, Task receiving)
    {
        var leaving = link.LeaveAsync();
        try
        {
            await receiving;
        }
        catch (IOException)
        {
            // The server has closed the connection, as it was asked to.
        }

        await leaving;
    }
}

/// <summary>A signal as it came.</summary>
/// <param name="Number">The reading it is of.</param>
/// <param name="Count">What the rule had counted.</param>
/// <param name="Run">The run of the server it came from.</param>
internal readonly record struct Signal(int Number, int Count, int Run)
{
    public static Signal Of(ReadOnlySpan<byte> json, int run)
    {
        var signals = JsonSerializer.Deserialize<JsonElement>(json);
        return new Signal(signals.GetProperty("electrical_kwh").GetInt32(), signals.GetProperty("production_count_good").GetInt32(), run);
    }
}
