using System.Runtime.InteropServices;

namespace Busroot.Storage.History;

/// <summary>Numbers what repeats in a run: where frames come from and where signals go to.</summary>
/// <remarks>A device is found by reference, then the few topics, clients and revisions it uses are compared: no text is hashed per frame.</remarks>
internal sealed class OriginTable
{
    private readonly Dictionary<object, int> _ofDevice = new(ReferenceEqualityComparer.Instance);
    private readonly ByteSink _texts = new(1024);
    private Entry[] _origins = new Entry[16];
    private Aim[] _targets = new Aim[16];
    private int _originCount;
    private int _targetCount;
    private int _current;

    /// <summary>The device ID of the frame last asked for, UTF-8.</summary>
    public ReadOnlySpan<byte> Device => Slice(_origins[_current].Device);

    /// <summary>The number of a frame's origin in the run.</summary>
    public int Origin(in HistoryFrame frame, out bool isNew)
    {
        ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(_ofDevice, frame.DeviceId, out var known);
        var device = default(Range);
        for (var index = known ? first : -1; index >= 0; index = _origins[index].Next)
        {
            ref var origin = ref _origins[index];
            device = origin.Device;
            if (origin.Rule == frame.RuleId && origin.Revision == frame.Revision && origin.Client == frame.ClientId && Slice(origin.Topic).SequenceEqual(frame.Topic))
            {
                isNew = false;
                return _current = index;
            }
        }

        isNew = true;
        _current = Add(frame, known ? first : -1, known ? device : Keep(frame.DeviceId));
        first = _current;
        return _current;
    }

    /// <summary>The number of a target of signals of the current origin.</summary>
    public int Target(string? station, ReadOnlySpan<byte> topic, out bool isNew)
    {
        for (var index = _origins[_current].FirstTarget; index >= 0; index = _targets[index].Next)
        {
            if (_targets[index].Station == station && Slice(_targets[index].Topic).SequenceEqual(topic))
            {
                isNew = false;
                return index;
            }
        }

        isNew = true;
        Grow(ref _targets, _targetCount);
        _targets[_targetCount] = new Aim { Station = station, Topic = Keep(topic), Next = _origins[_current].FirstTarget };
        return _origins[_current].FirstTarget = _targetCount++;
    }

    public void Clear()
    {
        _ofDevice.Clear();
        Array.Clear(_origins, 0, _originCount); // lets go of texts
        Array.Clear(_targets, 0, _targetCount);
        _texts.Clear();
        (_originCount, _targetCount, _current) = (0, 0, 0);
    }

    private int Add(in HistoryFrame frame, int next, Range device)
    {
        Grow(ref _origins, _originCount);
        _origins[_originCount] = new Entry
        {
            Client = frame.ClientId, Rule = frame.RuleId, Revision = frame.Revision, Device = device, Topic = Keep(frame.Topic), Next = next, FirstTarget = -1,
        };
        return _originCount++;
    }

    private Range Keep(string text)
    {
        var start = _texts.Length;
        _texts.RawText(text);
        return start.._texts.Length;
    }

    private Range Keep(ReadOnlySpan<byte> text)
    {
        var start = _texts.Length;
        _texts.Raw(text);
        return start.._texts.Length;
    }

    private ReadOnlySpan<byte> Slice(Range range) => _texts.Written[range];

    private static void Grow<T>(ref T[] entries, int count)
    {
        if (count == entries.Length)
        {
            Array.Resize(ref entries, count * 2);
        }
    }

    private struct Entry
    {
        public string? Client;
        public string? Rule;
        public string? Revision;
        public Range Device;
        public Range Topic;
        public int Next;
        public int FirstTarget;
    }

    private struct Aim
    {
        public string? Station;
        public Range Topic;
        public int Next;
    }
}
