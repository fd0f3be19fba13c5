using System.Text;

namespace Busroot.Storage.History;

/// <summary>Encodes the frames of one run, so that storing them is one row whatever their number.</summary>
/// <remarks>
/// Owner: the lane until it hands the run on, then the committer; one thread at a time. Cost: a copy of the payload and a few dozen
/// bytes a frame; allocates only while it grows. Layout: <see cref="FrameFormat"/>.
/// </remarks>
public sealed class FrameBuffer
{
    /// <summary>Longest error kept, in characters; the rest is cut.</summary>
    public const int MaximumErrorLength = 1000;

    private readonly ByteSink _bytes = new(4096);
    private readonly OriginTable _origins = new();
    private long _sequence;
    private long _milliseconds;
    private int _state;
    private int _lastSignals;
    private int _end;
    private bool _isOpen;

    /// <summary>Makes an empty buffer.</summary>
    public FrameBuffer() => Clear();

    /// <summary>Frames in it.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of their payloads.</summary>
    public long PayloadBytes { get; private set; }

    /// <summary>Frames that no rule serves.</summary>
    public int Unmapped { get; private set; }

    /// <summary>The earliest arrival, to the millisecond; meaningless when empty.</summary>
    public DateTimeOffset FirstAt => DateTimeOffset.FromUnixTimeMilliseconds(FirstMilliseconds);

    /// <summary>The latest arrival, to the millisecond; meaningless when empty.</summary>
    public DateTimeOffset LastAt => DateTimeOffset.FromUnixTimeMilliseconds(LastMilliseconds);

    /// <summary>The number of its first frame once it is stored; 0 before. The others follow without a gap.</summary>
    public long FirstSequence { get; internal set; }

    /// <summary>The number of its last frame once it is stored; 0 before.</summary>
    public long LastSequence => FirstSequence == 0 ? 0 : FirstSequence + Count - 1;

    /// <summary>The encoded run, checksum included; valid until the buffer is changed.</summary>
    public ReadOnlyMemory<byte> Bytes
    {
        get
        {
            RefuseUnended();
            _bytes.Truncate(_end);
            _bytes.Fixed(FrameFormat.Checksum(_bytes.Written));
            return _bytes.Memory;
        }
    }

    /// <summary>Bytes so far, checksum not included.</summary>
    internal int Length => _end;

    /// <summary>The number its first frame came with; only when frames came with numbers.</summary>
    internal long FirstNumber { get; private set; }

    /// <summary>The number its last frame came with; only when frames came with numbers.</summary>
    internal long LastNumber => _sequence;

    internal long FirstMilliseconds { get; private set; }

    internal long LastMilliseconds { get; private set; }

    /// <summary>A bit for each <see cref="FrameOutcome"/> that occurs.</summary>
    internal int Outcomes { get; private set; }

    /// <summary>Adds a frame without signals.</summary>
    public void Append(in HistoryFrame frame)
    {
        BeginFrame(frame);
        EndFrame();
    }

    /// <summary>Begins a frame; its signals follow, then <see cref="EndFrame"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The QoS is none, or the outcome is not one of the defined.</exception>
    /// <exception cref="InvalidOperationException">The frame before was not ended.</exception>
    public void BeginFrame(in HistoryFrame frame)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frame.Qos, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)frame.Outcome, (uint)FrameOutcome.Duplicate, nameof(frame));
        RefuseUnended();
        _bytes.Truncate(_end); // over a checksum
        (_isOpen, _lastSignals) = (true, -1);
        WriteOrigin(frame);
        WriteHead(frame);
        if (frame.Error is { Length: > 0 } error)
        {
            _bytes.Text(Cut(error));
        }
        else if (!frame.EncodedError.IsEmpty)
        {
            _bytes.Bytes(frame.EncodedError);
        }

        _bytes.Bytes(frame.Payload);
        Take(frame);
    }

    /// <summary>Adds signals that the frame begun gave, in the order they are published.</summary>
    /// <param name="station">The station they are of; null for the device's own.</param>
    /// <param name="topic">The topic they go out on, UTF-8.</param>
    /// <param name="json">One flat object, UTF-8.</param>
    /// <param name="retain">Whether they are published as retained.</param>
    public void AddSignals(string? station, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> json, bool retain)
    {
        var index = _origins.Target(station, topic, out var isNew);
        _bytes.Number(((ulong)index << 1) | (isNew ? 1UL : 0));
        if (isNew)
        {
            _bytes.Byte(station is null ? (byte)0 : (byte)1);
            if (station is not null)
            {
                _bytes.Text(station);
            }

            WriteBesideDevice(topic);
        }

        _bytes.Written[_state] |= FrameFormat.HasSignals;
        _lastSignals = _bytes.Length;
        _bytes.Byte(retain ? FrameFormat.RetainSignals : (byte)0);
        _bytes.Bytes(json);
    }

    /// <summary>Ends the frame begun.</summary>
    public void EndFrame()
    {
        if (_lastSignals >= 0)
        {
            _bytes.Written[_lastSignals] |= FrameFormat.LastSignals;
        }

        _end = _bytes.Length;
        _isOpen = false;
        Count++;
    }

    /// <summary>Empties it for its next run; keeps the memory, unless a burst made it very large.</summary>
    public void Clear()
    {
        _bytes.Clear();
        _bytes.Byte(FrameFormat.Version);
        _end = _bytes.Length;
        _origins.Clear();
        _isOpen = false;
        (Count, Unmapped, Outcomes) = (0, 0, 0);
        (PayloadBytes, FirstSequence, _sequence, _milliseconds) = (0, 0, 0, 0);
        (FirstMilliseconds, LastMilliseconds) = (long.MaxValue, long.MinValue);
    }

    private void RefuseUnended()
    {
        if (_isOpen)
        {
            throw new InvalidOperationException("A frame was begun and not ended.");
        }
    }

    private void WriteOrigin(in HistoryFrame frame)
    {
        var index = _origins.Origin(frame, out var isNew);
        _bytes.Number(((ulong)index << 1) | (isNew ? 1UL : 0));
        if (!isNew)
        {
            return;
        }

        _bytes.Text(frame.DeviceId);
        WriteBesideDevice(frame.Topic);
        WriteBesideDevice(Encoding.UTF8.GetBytes(frame.ClientId ?? ""));
        _bytes.Byte((byte)((frame.RuleId is null ? 0 : FrameFormat.HasRule) | (frame.Revision is null ? 0 : FrameFormat.HasRevision)));
        if (frame.RuleId is { } rule)
        {
            _bytes.Text(rule);
        }

        if (frame.Revision is { } revision)
        {
            _bytes.Text(revision);
        }
    }

    private void WriteHead(in HistoryFrame frame)
    {
        _bytes.Byte((byte)(frame.Qos
            | (frame.Retain ? FrameFormat.Retain : 0) | (frame.Dup ? FrameFormat.Dup : 0)
            | (frame.Native ? FrameFormat.Native : 0) | (frame.Backlog ? FrameFormat.Backlog : 0)
            | (frame.PacketId != 0 ? FrameFormat.HasPacketId : 0) | (frame.ReplayOf != 0 ? FrameFormat.HasReplayOf : 0)));
        _state = _bytes.Length;
        _bytes.Byte((byte)((int)frame.Outcome | (string.IsNullOrEmpty(frame.Error) && frame.EncodedError.IsEmpty ? 0 : FrameFormat.HasError)));

        var milliseconds = frame.At.ToUnixTimeMilliseconds();
        _bytes.Number((ulong)(frame.Sequence == 0 || Count == 0 ? 1 : frame.Sequence - _sequence));
        _bytes.Signed(milliseconds - _milliseconds);
        _sequence = frame.Sequence == 0 ? _sequence + 1 : frame.Sequence;
        FirstNumber = Count == 0 ? _sequence : FirstNumber;
        _milliseconds = milliseconds;
        if (frame.PacketId != 0)
        {
            _bytes.Number(frame.PacketId);
        }

        if (frame.ReplayOf != 0)
        {
            _bytes.Signed(frame.ReplayOf);
        }
    }

    private void Take(in HistoryFrame frame)
    {
        PayloadBytes += frame.Payload.Length;
        Outcomes |= 1 << (int)frame.Outcome;
        Unmapped += frame.Outcome == FrameOutcome.Unmapped ? 1 : 0;
        FirstMilliseconds = Math.Min(FirstMilliseconds, _milliseconds);
        LastMilliseconds = Math.Max(LastMilliseconds, _milliseconds);
    }

    /// <summary>Topics and client IDs mostly hold the device ID: it is left out of them.</summary>
    private void WriteBesideDevice(ReadOnlySpan<byte> text)
    {
        var device = _origins.Device;
        var place = device.IsEmpty ? -1 : text.IndexOf(device);
        _bytes.Number((ulong)(place + 1));
        if (place < 0)
        {
            _bytes.Bytes(text);
            return;
        }

        _bytes.Number((ulong)(text.Length - device.Length));
        _bytes.Raw(text[..place]);
        _bytes.Raw(text[(place + device.Length)..]);
    }

    private static ReadOnlySpan<char> Cut(string error) =>
        error.Length <= MaximumErrorLength ? error : string.Concat(error.AsSpan(0, MaximumErrorLength - 1), "…");
}
