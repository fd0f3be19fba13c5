using System.Text;

namespace Busroot.Storage.History;

/// <summary>A frame in a run's bytes.</summary>
internal readonly struct EncodedFrame
{
    public required EncodedRun Run { get; init; }

    /// <summary>Index into the run's origins.</summary>
    public required int Origin { get; init; }

    public required byte Flags { get; init; }

    public required byte State { get; init; }

    public required long Sequence { get; init; }

    public required long Milliseconds { get; init; }

    public required ushort PacketId { get; init; }

    public required long ReplayOf { get; init; }

    public required Extent Error { get; init; }

    public required Extent Payload { get; init; }

    /// <summary>Where its signals begin, if it has any.</summary>
    public required int Signals { get; init; }

    /// <summary>Bytes it takes in the run.</summary>
    public int Size { get; init; }

    public FrameOutcome Outcome => (FrameOutcome)(State & FrameFormat.OutcomeMask);

    public bool HasSignals => (State & FrameFormat.HasSignals) != 0;

    public int Qos => Flags & FrameFormat.QosMask;

    public string DeviceId => Run.OriginOf(this).DeviceId;

    /// <summary>Writes it to another run under its own number.</summary>
    public void CopyTo(FrameBuffer buffer)
    {
        var origin = Run.OriginOf(this);
        buffer.BeginFrame(new HistoryFrame
        {
            DeviceId = origin.DeviceId,
            Topic = origin.Topic,
            Payload = Run.Part(Payload).Span,
            At = DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds),
            Qos = (byte)Qos,
            Retain = Has(FrameFormat.Retain),
            Dup = Has(FrameFormat.Dup),
            Native = Has(FrameFormat.Native),
            Backlog = Has(FrameFormat.Backlog),
            ClientId = origin.Client,
            PacketId = PacketId,
            Outcome = Outcome,
            RuleId = origin.Rule,
            Revision = origin.Revision,
            EncodedError = Run.Part(Error).Span,
            ReplayOf = ReplayOf,
            Sequence = Sequence,
        });
        var position = Signals;
        for (var more = HasSignals; more;)
        {
            more = Run.NextSignals(ref position, out var target, out var json, out var retain);
            buffer.AddSignals(target.Station, target.Topic, Run.Part(json).Span, retain);
        }

        buffer.EndFrame();
    }

    /// <summary>Takes it out of the run's bytes, as a caller outside gets it.</summary>
    public StoredFrame ToStored()
    {
        var origin = Run.OriginOf(this);
        return new StoredFrame(
            Sequence, origin.DeviceId, Encoding.UTF8.GetString(origin.Topic), Run.Part(Payload).ToArray(), DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds), Outcome)
        {
            Qos = (byte)Qos,
            Retain = Has(FrameFormat.Retain),
            Dup = Has(FrameFormat.Dup),
            Native = Has(FrameFormat.Native),
            Backlog = Has(FrameFormat.Backlog),
            ClientId = origin.Client,
            PacketId = PacketId,
            RuleId = origin.Rule,
            Revision = origin.Revision,
            Error = (State & FrameFormat.HasError) != 0 ? Encoding.UTF8.GetString(Run.Part(Error).Span) : null,
            ReplayOf = ReplayOf,
            Signals = HasSignals ? ReadSignals() : [],
        };
    }

    private List<StoredSignals> ReadSignals()
    {
        var signals = new List<StoredSignals>();
        var position = Signals;
        for (var more = true; more;)
        {
            more = Run.NextSignals(ref position, out var target, out var json, out var retain);
            signals.Add(new StoredSignals(target.Station, Encoding.UTF8.GetString(target.Topic), Run.Part(json).ToArray(), retain));
        }

        return signals;
    }

    private bool Has(byte flag) => (Flags & flag) != 0;
}
