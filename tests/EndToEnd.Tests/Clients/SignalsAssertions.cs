using System.Text.Json;

namespace Busroot.EndToEnd.Tests.Clients;

/// <summary>Compares what was received with what was to come, payloads as JSON: <c>5</c> is <c>5.0</c>, the order of keys is free, nothing more and nothing less.</summary>
internal static class SignalsAssertions
{
    public static void ShouldBe(this Received received, string topic, string json, string because = "")
    {
        received.Topic.Should().Be(topic, because);
        JsonElement.DeepEquals(JsonDocument.Parse(received.Payload).RootElement, JsonDocument.Parse(json).RootElement)
            .Should().BeTrue("{0}: {1} is wanted and {2} came", because, json, received.Payload);
    }
}
