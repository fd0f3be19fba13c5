namespace Busroot.EndToEnd.Tests.MqttJs;

/// <summary>A test that connects with MQTT.js; skipped, with the reason, where that is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MqttJsTheoryAttribute : TheoryAttribute
{
    public MqttJsTheoryAttribute() => Skip = MqttJsClient.MissingReason;
}
