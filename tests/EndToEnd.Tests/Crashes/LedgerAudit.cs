using System.Text.Json;
using Busroot.Broker.Persistence;
using Busroot.Storage.Databases;
using Busroot.Storage.Directories;
using Busroot.Storage.History;

namespace Busroot.EndToEnd.Tests.Crashes;

/// <summary>Compares what devices were promised with what the closed data directory holds.</summary>
internal sealed class LedgerAudit : IDisposable
{
    private readonly DataDirectory _directory;
    private readonly Database _database;
    private readonly HistoryStore _history;

    public LedgerAudit(string data)
    {
        _directory = DataDirectory.Open(data);
        _database = Database.Open(_directory, PersistenceMode.Durable);
        _history = new HistoryStore(_database, new HistoryLimits(), TimeProvider.System);
    }

    /// <summary>Acknowledged readings that are not there.</summary>
    public int Lost { get; private set; }

    /// <summary>Readings that gave signals more than once.</summary>
    public int Duplicated { get; private set; }

    /// <summary>Readings that came twice and were recognised.</summary>
    public int Recognised { get; private set; }

    /// <summary>Looks at one device: each acknowledged reading once, in order, counted right.</summary>
    public void Check(LedgerDevice device)
    {
        var produced = Readings(device.Login.User);
        var numbers = produced.Select(signal => signal.Number).ToHashSet();
        Lost += device.Acknowledged.Count(number => !numbers.Contains(number));
        Duplicated += produced.Count - numbers.Count;
        produced.Select(signal => signal.Number).Should().Equal(Enumerable.Range(1, device.Published), "{0} published these, in this order", device.Login.User);
        produced.Should().OnlyContain(signal => signal.Count == signal.Number, "the rule of {0} counts every reading once", device.Login.User);
    }

    /// <summary>The readings of a device that gave signals, in the order they were stored.</summary>
    public List<Signal> Readings(string deviceId)
    {
        var produced = new List<Signal>();
        foreach (var frame in Frames(deviceId))
        {
            if (frame.Outcome == FrameOutcome.Duplicate)
            {
                Recognised++;
                continue;
            }

            frame.Outcome.Should().Be(FrameOutcome.Produced, "frame {0} of {1} is a good reading", frame.Sequence, frame.DeviceId);
            var signal = Signal.Of(frame.Signals.Should().ContainSingle().Subject.Json.Span, run: 0);
            JsonSerializer.Deserialize<JsonElement>(frame.Payload.Span).GetProperty("n").GetInt32().Should().Be(signal.Number);
            produced.Add(signal);
        }

        return produced;
    }

    /// <summary>What could not be read; there should be nothing.</summary>
    public IReadOnlyList<string> Damage => _history.Damage;

    public void Dispose()
    {
        _database.Dispose();
        _directory.Dispose();
    }

    private IEnumerable<StoredFrame> Frames(string deviceId)
    {
        long? after = null;
        while (true)
        {
            var page = _history.Read(new HistoryQuery { DeviceId = deviceId, After = after, OldestFirst = true, Limit = HistoryQuery.MaximumLimit });
            if (page.Count == 0)
            {
                yield break;
            }

            foreach (var frame in page)
            {
                yield return frame;
            }

            after = page[^1].Sequence;
        }
    }
}
