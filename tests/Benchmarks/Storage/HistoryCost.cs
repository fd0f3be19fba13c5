using System.Diagnostics;
using System.Globalization;
using System.Text;
using Busroot.Broker.Persistence;
using Busroot.Storage.Databases;
using Busroot.Storage.Directories;
using Busroot.Storage.History;
using Busroot.Storage.Quarantine;
using Busroot.Storage.Readings;
using Busroot.Storage.Sessions;

namespace Busroot.Benchmarks.Storage;

/// <summary>What a frame of the history costs, by phase, and how fast one device's frames are read; run with <c>history</c>, devices, frames a commit, frames, seconds between two frames of a device.</summary>
/// <remarks>One thread, so CPU time of the process is that of the phase. Real file, synced. Figures are of the second half of the run, when blocks of the first half are there.</remarks>
internal sealed class HistoryCost : IDisposable
{
    private static readonly TimeSpan Upkeep = TimeSpan.FromSeconds(1); // as often as the server looks whether there is something to do
    private readonly string _path = Directory.CreateTempSubdirectory("history").FullName;
    private readonly DataDirectory _directory;
    private readonly Database _database;
    private readonly HistoryStore _history;
    private readonly ReadingStore _readings;
    private readonly Clock _clock = new();
    private readonly Random _random = new(1);
    private readonly (string Device, byte[] Topic, string Client, byte[] Signals)[] _devices;
    private readonly int _framesACommit;
    private readonly TimeSpan _step;
    private TimeSpan _encode, _commit, _compact, _longestStep;
    private long _frames;
    private DateTimeOffset _nextUpkeep;

    private HistoryCost(int devices, int framesACommit, double secondsBetween)
    {
        _framesACommit = framesACommit;
        _step = TimeSpan.FromSeconds(secondsBetween / devices);
        _devices = [.. Enumerable.Range(0, devices).Select(i => string.Create(CultureInfo.InvariantCulture, $"acme/press-{i}"))
            .Select(id => (id, Encoding.UTF8.GetBytes($"busroot/v1/dau/{id}"), $"{id}/opta", Encoding.UTF8.GetBytes($"busroot/v1/{id}")))];
        _directory = DataDirectory.Open(_path);
        _database = Database.Open(_directory, PersistenceMode.Durable);
        _history = new HistoryStore(_database, new HistoryLimits(), _clock);
        _readings = new ReadingStore(_database, _history, new QuarantineStore(_database, new QuarantineLimits()), new SessionStore(_database));
    }

    public static void Print(ReadOnlySpan<string> arguments)
    {
        int Argument(ReadOnlySpan<string> all, int at, int otherwise) => at < all.Length ? int.Parse(all[at], CultureInfo.InvariantCulture) : otherwise;
        using var cost = new HistoryCost(Argument(arguments, 0, 10_000), Argument(arguments, 1, 256), Argument(arguments, 3, 5));
        cost.Run(Argument(arguments, 2, 1_200_000));
    }

    public void Dispose()
    {
        _database.Dispose();
        _directory.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    private void Run(int frames)
    {
        Store(frames / 2);
        (_encode, _commit, _compact, _longestStep) = default((TimeSpan, TimeSpan, TimeSpan, TimeSpan));
        Store(frames / 2);
        var each = 1e6 / (frames / 2);
        Print("encode", _encode.TotalSeconds * each, "us a frame, with making the payload");
        Print("append and commit", _commit.TotalSeconds * each, "us a frame");
        Print("compaction", _compact.TotalSeconds * each, "us a frame");
        Print("longest step of compaction", _longestStep.TotalMilliseconds, "ms");
        var totals = _history.Totals;
        Print("stored", (double)totals.StoredBytes / totals.PayloadBytes, "x payload");
        Print("file", (double)new FileInfo(_directory.DatabaseFile).Length / totals.PayloadBytes, "x payload");
        Read("the newest 100 frames of a device", new HistoryQuery { DeviceId = _devices[_devices.Length / 2].Device });
        Read("all frames of a device", new HistoryQuery { DeviceId = _devices[_devices.Length / 2].Device, Limit = HistoryQuery.MaximumLimit, OldestFirst = true });
        Read("no frames: a device that sent none", new HistoryQuery { DeviceId = _devices[_devices.Length / 2].Device + "x" });
    }

    private void Store(int frames)
    {
        var (run, commit) = (new FrameBuffer(), new ReadingCommit());
        for (var done = 0; done < frames; done += _framesACommit)
        {
            run.Clear();
            _encode += Cpu(() => Fill(run));
            _commit += Cpu(() =>
            {
                commit.Clear();
                commit.Runs.Add(run);
                commit.PublishedThrough = _history.LastSequence + run.Count;
                _readings.Store(commit);
            });
            if (_clock.Now >= _nextUpkeep)
            {
                Compact();
                _nextUpkeep = _clock.Now + Upkeep;
            }
        }
    }

    private void Compact()
    {
        for (var more = true; more;)
        {
            var watch = Stopwatch.StartNew();
            _compact += Cpu(() => more = _history.Compact(CancellationToken.None));
            _longestStep = watch.Elapsed > _longestStep ? watch.Elapsed : _longestStep;
        }
    }

    private void Fill(FrameBuffer run)
    {
        for (var i = 0; i < _framesACommit; i++)
        {
            var n = _frames++;
            var (device, topic, client, signalsTopic) = _devices[(int)(n * 7919 % _devices.Length)];
            var (count, rssi) = (n / _devices.Length * 3, -50 - _random.Next(30));
            _clock.Now += _step;
            var payload = Encoding.UTF8.GetBytes($"{{\"ts\":{_clock.Now.ToUnixTimeMilliseconds()},\"inputs\":{{\"I1\":{count},\"I2\":{count / 7}}},\"rssi\":{rssi},\"temperature\":{_random.Next(200, 300)},\"current\":{_random.Next(1000)}}}");
            run.BeginFrame(new HistoryFrame
            {
                DeviceId = device, Topic = topic, ClientId = client, Payload = payload, At = _clock.Now, Qos = 1, PacketId = (ushort)((n / _devices.Length % 65_535) + 1),
                Outcome = FrameOutcome.Produced, RuleId = "arduino/opta-dau", Revision = "3f9a",
            });
            run.AddSignals(null, signalsTopic, Encoding.UTF8.GetBytes($"{{\"production_count_good\":{count},\"productive\":1,\"rssi\":{rssi}}}"), retain: false);
            run.EndFrame();
        }
    }

    private void Read(string what, HistoryQuery query)
    {
        _history.Read(query);
        var (watch, found) = (Stopwatch.StartNew(), 0);
        for (var i = 0; i < 5; i++)
        {
            found = _history.Read(query).Count;
        }

        Print($"reading {what} ({found})", watch.Elapsed.TotalMilliseconds / 5, "ms");
    }

    private static TimeSpan Cpu(Action act)
    {
        var before = Environment.CpuUsage.TotalTime;
        act();
        return Environment.CpuUsage.TotalTime - before;
    }

    private static void Print(string what, double value, string unit) => Console.WriteLine($"{what}: {value.ToString("0.00", CultureInfo.InvariantCulture)} {unit}");

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.FromUnixTimeMilliseconds(1_763_800_000_123);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
