using System.Text.Json;
using Busroot.EndToEnd.Tests.Programs;

namespace Busroot.EndToEnd.Tests.MqttJs;

/// <summary>MQTT.js, run by node.</summary>
internal static class MqttJsClient
{
    private static readonly string Modules = Path.Combine(Repository.Root, "artifacts", "mqtt-js");
    private static readonly string Script = Path.Combine(Repository.Root, "tests", "EndToEnd.Tests", "MqttJs", "client.cjs");

    /// <summary>Why it cannot be used; null when it can.</summary>
    public static string? MissingReason { get; } =
        !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "node"))) ? "node is not installed."
        : !Directory.Exists(Path.Combine(Modules, "node_modules", "mqtt")) ? "MQTT.js is not there; tests/EndToEnd.Tests/MqttJs/fetch-mqtt-js.sh fetches it, as ./test does."
        : null;

    /// <summary>Connects, subscribes, publishes the messages and waits until all have come back.</summary>
    /// <param name="url">Such as <c>wss://localhost:8443/mqtt</c>.</param>
    /// <param name="authority">PEM file with the authority of the server's certificate.</param>
    /// <param name="client">Client ID and login, as MQTT.js names them.</param>
    /// <param name="filter">What to subscribe to, at QoS 2.</param>
    /// <param name="messages">What to publish.</param>
    /// <param name="certificate">PEM files of the client's certificate and key; null for none.</param>
    public static Task<CommandResult> RunAsync(
        string url, string authority, MqttJsOptions client, string filter, MqttJsMessage[] messages, (string Certificate, string Key)? certificate = null) =>
        ProgramRun.RunAsync("node", [Script, JsonSerializer.Serialize(
            new { modules = Modules, url, ca = authority, cert = certificate?.Certificate, key = certificate?.Key, options = client, filter, messages },
            JsonSerializerOptions.Web)]);
}

/// <summary>How it introduces itself; <paramref name="ProtocolVersion"/> is 3, 4 (3.1.1) or 5.</summary>
internal sealed record MqttJsOptions(int ProtocolVersion, string? Username, string? Password, string ClientId)
{
    /// <summary>3.1 has another name.</summary>
    public string ProtocolId => ProtocolVersion == 3 ? "MQIsdp" : "MQTT";
}

/// <summary>A message to publish.</summary>
internal sealed record MqttJsMessage(string Topic, string Payload, int Qos);
