namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>A reading on its way into a run: a view, valid for the call.</summary>
internal readonly ref struct MessageView(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload, DateTimeOffset at, bool retain, byte qos)
{
    public ReadOnlySpan<byte> Topic { get; } = topic;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    public DateTimeOffset At { get; } = at;

    public bool Retain { get; } = retain;

    public byte Qos { get; } = qos;
}

/// <summary>A copy of a reading that waits for the one before it, or for what its own function awaits.</summary>
internal sealed record KeptMessage(byte[] Topic, byte[] Payload, DateTimeOffset At, bool Retain, byte Qos)
{
    public MessageView View => new(Topic, Payload, At, Retain, Qos);

    public RuleInput InputOf(DeviceScope scope) => new()
    {
        Device = scope.Device, Topic = Topic, Payload = Payload, At = At, Retain = Retain, Qos = Qos, State = scope.State,
    };

    public static KeptMessage Of(in MessageView message) => new(message.Topic.ToArray(), message.Payload.ToArray(), message.At, message.Retain, message.Qos);
}
