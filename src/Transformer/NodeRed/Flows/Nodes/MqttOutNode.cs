namespace Busroot.Transformer.NodeRed.Flows.Nodes;

/// <summary><c>mqtt out</c>: what reaches it is published as signals, of the device or of a station.</summary>
internal static class MqttOutNode
{
    private static readonly string[] Mqtt5 = ["respTopic", "correl", "contentType", "expiry", "userProps"];

    public static void Write(NodeWriter writer)
    {
        var topic = writer.Node.Text("topic");
        if (writer.Node.Text("retain") == "true")
        {
            writer.Changed("signals are not retained");
        }

        if (Mqtt5.Any(field => writer.Node.Text(field).Length > 0 || writer.Node.Items(field).Any()))
        {
            writer.Changed("properties of MQTT 5 are not sent with signals");
        }

        if (topic.Length == 0)
        {
            writer.Line("publish(msg, destination(msg.topic, reading.topic))");
            return;
        }

        if (Publication(topic, writer.Code.Rule.Devices) is { } arguments)
        {
            writer.Line($"publish({arguments})");
            return;
        }

        writer.Cannot($"it publishes to {topic}; a rule publishes signals of its own device (busroot/v1/<account>/<device>, or an empty topic) or of a station of its account (busroot/v2/<account>/signals/<station>)");
    }

    private static string? Publication(string topic, string? devices)
    {
        var levels = topic.Split('/');
        var account = devices?.Split('/')[0];
        return levels switch
        {
            ["busroot", "v1", _, _] when $"{levels[2]}/{levels[3]}" == devices => "msg",
            ["busroot", "v2", var owner, "signals", { Length: > 0 } station] when account is null or "*" || owner == account => $"msg, {JavaScriptText.Of(station)}",
            _ => null,
        };
    }
}
