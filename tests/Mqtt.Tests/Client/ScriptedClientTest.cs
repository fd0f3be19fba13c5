using Busroot.Mqtt.Client;

namespace Busroot.Mqtt.Tests.Client;

/// <summary>The client against a socket that follows a script. Proves what goes over the wire; a real broker is met elsewhere.</summary>
public abstract class ScriptedClientTest : IDisposable
{
    private const string Accepted = "20 03 | 00 00 | 00";
    private const string AcceptedOld = "20 02 | 00 00";

    private protected ScriptedServer Server { get; } = new();

    private protected MqttClientOptions Options => new() { Host = "127.0.0.1", Port = Server.Port, ClientId = "cid", KeepAlive = TimeSpan.Zero };

    private protected MqttClientOptions OldOptions => Options with { Version = ProtocolVersion.V311 };

    public void Dispose()
    {
        Server.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static OutgoingMessage Message(QualityOfService qos) => new() { Topic = "a", Payload = "hi"u8.ToArray(), Qos = qos };

    private protected async Task<MqttClient> ConnectAsync(MqttClientOptions options, string? connAck = null)
    {
        var connecting = MqttClient.ConnectAsync(options, Server.Deadline);
        await Server.WelcomeAsync(connAck ?? (options.Version == ProtocolVersion.V500 ? Accepted : AcceptedOld));
        return await connecting;
    }

    private protected async Task<List<ReceivedMessage>> TakeAsync(MqttClient client, int count)
    {
        var messages = new List<ReceivedMessage>();
        await foreach (var message in client.ReadMessagesAsync(Server.Deadline))
        {
            messages.Add(message);
            if (messages.Count == count)
            {
                break;
            }
        }

        return messages;
    }
}
