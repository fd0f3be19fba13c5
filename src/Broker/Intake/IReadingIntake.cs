using Busroot.Broker.Connections;
using Busroot.Mqtt;

namespace Busroot.Broker.Intake;

/// <summary>Where messages on one topic go before subscribers may see what becomes of them. Made by <see cref="IReadingIntake.Resolve"/>.</summary>
public abstract class IntakeRoute
{
    /// <summary>True when subscribers of the topic itself see the message as it came, at once; false when they see only what the intake publishes.</summary>
    public abstract bool AlsoRouted { get; }
}

/// <summary>A reading as the broker received it; a view into the receive buffer, to be copied by whoever keeps it.</summary>
public readonly ref struct Reading
{
    /// <summary>Topic in UTF-8.</summary>
    public required ReadOnlySpan<byte> Topic { get; init; }

    /// <summary>The device's bytes, whatever they are.</summary>
    public required ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>When its batch arrived.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>QoS it was published with.</summary>
    public required QualityOfService Qos { get; init; }

    /// <summary>RETAIN flag as published.</summary>
    public bool Retain { get; init; }

    /// <summary>DUP flag as published.</summary>
    public bool Dup { get; init; }

    /// <summary>Packet identifier it was published with; zero for QoS 0. With <see cref="Dup"/> it tells a redelivery from a new reading.</summary>
    public ushort PacketId { get; init; }

    /// <summary>Who published it; null for the will of a client that is gone.</summary>
    public ClientConnection? Publisher { get; init; }

    /// <summary>What <see cref="ClientConnection.Acknowledge"/> wants back when the reading is committed; meaningful for QoS 1 and 2.</summary>
    public uint Ticket { get; init; }
}

/// <summary>What takes readings from the broker: raw payloads to be transformed and native signals to be checked.</summary>
/// <remarks>Threads: called on the broker loop only; must not block.</remarks>
public interface IReadingIntake
{
    /// <summary>Says whether messages on a topic are readings. Asked once for each topic of a session.</summary>
    /// <param name="topic">A valid topic name in UTF-8 that the publisher may publish to.</param>
    /// <returns>Null for an ordinary topic, whose messages go straight to subscribers.</returns>
    IntakeRoute? Resolve(ReadOnlySpan<byte> topic);

    /// <summary>Takes a reading over.</summary>
    /// <returns>
    /// False when the lane is full: nothing was taken, the broker stops reading this connection, and the intake calls
    /// <see cref="ClientConnection.ResumeReading"/> when there is room.
    /// </returns>
    bool TryAccept(IntakeRoute route, in Reading reading);

    /// <summary>Hands on what was accepted since the last call. Called once after every batch.</summary>
    void EndBatch();
}
