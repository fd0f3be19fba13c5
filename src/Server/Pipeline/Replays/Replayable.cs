using Busroot.Storage.History;
using Busroot.Storage.Quarantine;

namespace Busroot.Server.Pipeline.Replays;

/// <summary>A frame to be run again.</summary>
/// <param name="Sequence">Its number where it comes from; pages go on after it.</param>
/// <param name="Topic">The topic it came on.</param>
/// <param name="Payload">Its bytes.</param>
/// <param name="At">When it arrived: the time its rule is told.</param>
/// <param name="Qos">The quality of service it came with.</param>
/// <param name="Retain">Whether it was retained.</param>
/// <param name="Dup">Whether its client said that it had sent it before.</param>
/// <param name="Backlog">Whether its device was sending what it had kept.</param>
/// <param name="Replay">Learns what comes of it.</param>
internal sealed record Replayable(
    long Sequence, string Topic, ReadOnlyMemory<byte> Payload, DateTimeOffset At, int Qos, bool Retain, bool Dup, bool Backlog, ReplayedFrame Replay)
{
    public static Replayable Of(QuarantinedReading reading, DateTimeOffset now) => new(
        reading.Sequence, reading.Entry.Topic, reading.Entry.Payload, reading.Entry.Arrived, reading.Entry.Qos, reading.Entry.Retain, reading.Entry.Dup, reading.Entry.Backlog,
        new ReplayedFrame(frame: 0, reading.Sequence, now));

    public static Replayable Of(StoredFrame frame, DateTimeOffset now) => new(
        frame.Sequence, frame.Topic, frame.Payload, frame.At, frame.Qos, frame.Retain, frame.Dup, frame.Backlog, new ReplayedFrame(frame.Sequence, quarantined: 0, now));
}
