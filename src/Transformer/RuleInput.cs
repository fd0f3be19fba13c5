using Busroot.Transformer.State;

namespace Busroot.Transformer;

/// <summary>One raw reading on its way into a rule: a view, valid for the call.</summary>
public readonly ref struct RuleInput
{
    /// <summary>The device that sent it.</summary>
    public required DeviceContext Device { get; init; }

    /// <summary>The topic it was published to: UTF-8, no wildcards.</summary>
    public ReadOnlySpan<byte> Topic { get; init; }

    /// <summary>The bytes as the device sent them; any bytes, also none.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>When the broker received it.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The message was delivered from the retained store, or published with RETAIN: its increments do not count.</summary>
    public bool Retain { get; init; }

    /// <summary>The DUP flag of the publish. Redeliveries are sorted out by the session; rules of kind mapping do not look at it.</summary>
    public bool Dup { get; init; }

    /// <summary>The reading came out of the device's backlog: much closer to the one before than the device usually sends.</summary>
    public bool Backlog { get; init; }

    /// <summary>Quality of service of the publish, 0 to 2.</summary>
    public byte Qos { get; init; }

    /// <summary>What the rules of this device remember; the object that the device's lane keeps. Null runs a script on an empty state that is forgotten.</summary>
    public DeviceState? State { get; init; }

    /// <summary>The same reading with another payload: what a first step made of the bytes.</summary>
    internal RuleInput With(ReadOnlySpan<byte> payload) =>
        new() { Device = Device, Topic = Topic, Payload = payload, At = At, Retain = Retain, Dup = Dup, Backlog = Backlog, Qos = Qos, State = State };
}
