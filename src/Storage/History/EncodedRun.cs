using System.Buffers.Binary;

namespace Busroot.Storage.History;

/// <summary>The bytes of a run with its tables read: where its frames come from and where their signals go to.</summary>
/// <remarks>Not thread-safe. The frames are views into the bytes, which must not change.</remarks>
internal sealed class EncodedRun
{
    // No clock of a machine says 10,000 AD; a damaged step must not become an exception of DateTimeOffset.
    private static readonly long LatestMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
    private static readonly long EarliestMilliseconds = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();

    private readonly TextPool _texts;
    private readonly List<FrameOrigin> _origins = [];
    private readonly List<FrameOrigin.Target> _targets = [];

    private EncodedRun(ReadOnlyMemory<byte> bytes, TextPool texts)
    {
        Bytes = bytes;
        _texts = texts;
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Reads a run.</summary>
    /// <param name="bytes">As <see cref="FrameBuffer.Bytes"/> gave them.</param>
    /// <param name="start">The number before its first frame's.</param>
    /// <param name="texts">Makes the texts; may be shared by many runs.</param>
    /// <param name="frames">Gains the frames, in order. Not cleared first; left as it was on an error.</param>
    /// <exception cref="InvalidDataException">The bytes are not what was written.</exception>
    public static EncodedRun Read(ReadOnlyMemory<byte> bytes, long start, TextPool texts, List<EncodedFrame> frames)
    {
        if (bytes.Length < FrameFormat.HeaderBytes + FrameFormat.ChecksumBytes)
        {
            throw new InvalidDataException("it is too short");
        }

        var body = bytes[..^FrameFormat.ChecksumBytes];
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[body.Length..]) != FrameFormat.Checksum(body.Span))
        {
            throw new InvalidDataException("its checksum is wrong");
        }

        if (body.Span[0] != FrameFormat.Version)
        {
            throw new InvalidDataException($"its format {body.Span[0]} is unknown");
        }

        var run = new EncodedRun(body, texts);
        var before = frames.Count;
        try
        {
            run.ReadFrames(start, frames);
            return run;
        }
        catch
        {
            frames.RemoveRange(before, frames.Count - before);
            throw;
        }
    }

    public FrameOrigin OriginOf(in EncodedFrame frame) => _origins[frame.Origin];

    public ReadOnlyMemory<byte> Part(Extent extent) => Bytes.Slice(extent.Start, extent.Length);

    /// <summary>Reads one entry of a frame's signals and moves the position to the next.</summary>
    /// <returns>Whether another follows.</returns>
    public bool NextSignals(ref int position, out FrameOrigin.Target target, out Extent json, out bool retain)
    {
        var source = new ByteSource(Bytes.Span, position);
        var more = ReadSignals(ref source, default, out target, out json, out retain);
        position = source.Position;
        return more;
    }

    private void ReadFrames(long sequence, List<EncodedFrame> frames)
    {
        var source = new ByteSource(Bytes.Span, FrameFormat.HeaderBytes);
        var milliseconds = 0L;
        while (!source.IsAtEnd)
        {
            var frame = ReadFrame(ref source, sequence, milliseconds);
            (sequence, milliseconds) = (frame.Sequence, frame.Milliseconds);
            frames.Add(frame);
        }
    }

    private EncodedFrame ReadFrame(ref ByteSource source, long sequence, long milliseconds)
    {
        var start = source.Position;
        var origin = ReadOrigin(ref source);
        var flags = source.Byte();
        var state = source.Byte();
        if ((flags & FrameFormat.QosMask) > 2 || (state & FrameFormat.OutcomeMask) > (int)FrameOutcome.Duplicate)
        {
            throw new InvalidDataException("a frame has a QoS or outcome that does not exist");
        }

        var frame = new EncodedFrame
        {
            Run = this,
            Origin = origin,
            Flags = flags,
            State = state,
            Sequence = Step(sequence, source.Number()),
            Milliseconds = Arrival(milliseconds, source.Signed()),
            PacketId = (flags & FrameFormat.HasPacketId) != 0 ? (ushort)source.Below(ushort.MaxValue + 1) : (ushort)0,
            ReplayOf = (flags & FrameFormat.HasReplayOf) != 0 ? source.Signed() : 0,
            Error = (state & FrameFormat.HasError) != 0 ? source.Extent() : default,
            Payload = source.Extent(),
            Signals = source.Position,
        };
        if ((state & FrameFormat.HasSignals) != 0)
        {
            while (ReadSignals(ref source, _origins[origin], out _, out _, out _))
            {
            }
        }

        return frame with { Size = source.Position - start };
    }

    private int ReadOrigin(ref ByteSource source)
    {
        var (index, isNew) = ReadIndex(ref source, _origins.Count);
        if (isNew)
        {
            var start = source.Position;
            FrameOrigin.Skip(ref source);
            _origins.Add(_texts.Origin(Bytes.Span[start..source.Position]));
        }

        return index;
    }

    /// <summary>Reads an entry; its target's definition is taken when it is the first that is seen of it, else passed over.</summary>
    private bool ReadSignals(ref ByteSource source, FrameOrigin? origin, out FrameOrigin.Target target, out Extent json, out bool retain)
    {
        var (index, isDefined) = ReadIndex(ref source, origin is null ? -1 : _targets.Count);
        if (isDefined)
        {
            var start = source.Position;
            FrameOrigin.SkipTarget(ref source);
            if (origin is not null)
            {
                _targets.Add(origin.TargetOf(Bytes.Span[start..source.Position], _texts));
            }
        }

        target = _targets[index];
        var flags = source.Byte();
        retain = (flags & FrameFormat.RetainSignals) != 0;
        json = source.Extent();
        return (flags & FrameFormat.LastSignals) == 0;
    }

    /// <summary>A reference to a table of the run.</summary>
    /// <param name="source">Where it is.</param>
    /// <param name="count">Entries the table has so far; -1 when the run was read already and the reference is known to be good.</param>
    private static (int Index, bool IsDefined) ReadIndex(ref ByteSource source, int count)
    {
        var value = source.Below(int.MaxValue);
        var (index, isDefined) = (value >> 1, (value & 1) != 0);
        return count < 0 || (isDefined ? index == count : index < count)
            ? (index, isDefined)
            : throw new InvalidDataException("a frame refers to something that is not there");
    }

    private static long Step(long before, ulong step) =>
        step is > 0 and <= long.MaxValue && before + (long)step > before ? before + (long)step : throw new InvalidDataException("a frame has a number that does not exist");

    private static long Arrival(long before, long step)
    {
        var at = unchecked(before + step);
        return at >= EarliestMilliseconds && at <= LatestMilliseconds ? at : throw new InvalidDataException("a frame has a time that does not exist");
    }
}
