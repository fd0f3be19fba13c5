using System.Text.Json;

namespace Busroot.EndToEnd.Tests.Clients;

/// <summary>A message as <c>mosquitto_sub</c> got it.</summary>
internal sealed record Received(string Topic, string Payload, int Qos, bool Retain)
{
    /// <summary>Reads a line that was printed with <c>-F %j</c>; null for the lines about packets between them.</summary>
    public static Received? Read(string line)
    {
        if (!line.StartsWith('{'))
        {
            return null;
        }

        var message = JsonDocument.Parse(line).RootElement;
        return new Received(message.GetProperty("topic").GetString()!, message.GetProperty("payload").GetString()!,
            message.GetProperty("qos").GetInt32(), message.GetProperty("retain").GetInt32() == 1);
    }
}
