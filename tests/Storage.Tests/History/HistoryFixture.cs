using Busroot.Storage.Databases;
using Busroot.Storage.Directories;
using Busroot.Storage.History;
using Busroot.Storage.Quarantine;
using Busroot.Storage.Readings;
using Busroot.Storage.Sessions;

namespace Busroot.Storage.Tests.History;

/// <summary>A real data directory with everything that is stored through it.</summary>
internal sealed class HistoryFixture : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();
    private readonly HistoryLimits _limits;
    private DataDirectory _directory;

    public HistoryFixture(HistoryLimits? limits = null, string? copyOf = null)
    {
        _limits = limits ?? new HistoryLimits();
        if (copyOf is not null)
        {
            // What a killed process leaves: the file and its write-ahead log as they are.
            Directory.CreateDirectory(_temporary.Data);
            foreach (var file in Directory.GetFiles(copyOf, "busroot.db*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
            {
                File.Copy(file, _temporary.File(Path.GetFileName(file)));
            }
        }

        _directory = null!;
        Open();
    }

    public ManualTime Time { get; private set; } = new(Frames.Start);

    public Database Database { get; private set; } = null!;

    public HistoryStore History { get; private set; } = null!;

    public QuarantineStore Quarantine { get; private set; } = null!;

    public ReadingStore Readings { get; private set; } = null!;

    public string DataPath => _temporary.Data;

    /// <summary>Opens a copy of the files as a kill would leave them now.</summary>
    public HistoryFixture Killed() => new(_limits, DataPath) { Time = Time };

    public void Reopen()
    {
        Close();
        Open();
    }

    /// <summary>Stores frames in one commit, all in one run, and says that their signals were published.</summary>
    public void Store(params IEnumerable<StoredFrame> frames)
    {
        var commit = new ReadingCommit();
        commit.Runs.Add(Run(frames));
        commit.PublishedThrough = History.LastSequence + commit.Runs[0].Count;
        Readings.Store(commit);
    }

    public static FrameBuffer Run(params IEnumerable<StoredFrame> frames)
    {
        var run = new FrameBuffer();
        foreach (var frame in frames)
        {
            run.Add(frame);
        }

        return run;
    }

    public List<string> Read(string device, bool oldestFirst = true) =>
        [.. History.Read(new HistoryQuery { DeviceId = device, OldestFirst = oldestFirst, Limit = HistoryQuery.MaximumLimit }).Select(Frames.Describe)];

    /// <summary>Lets the tail grow old and moves all of it to blocks.</summary>
    public void Compact()
    {
        Time.Advance(TimeSpan.FromMinutes(61));
        while (History.Compact(CancellationToken.None))
        {
        }
    }

    public long Number(string sql) => Database.Read(connection => connection.Number(sql));

    public void Execute(string sql, params object?[] values) => Database.Write(connection => connection.Execute(sql, values));

    public void Dispose()
    {
        Close();
        _temporary.Dispose();
    }

    private void Open()
    {
        _directory = DataDirectory.Open(_temporary.Data);
        Database = Database.Open(_directory);
        History = new HistoryStore(Database, _limits, new Now(this));
        Quarantine = new QuarantineStore(Database, new QuarantineLimits());
        Readings = new ReadingStore(Database, History, Quarantine, new SessionStore(Database));
    }

    private void Close()
    {
        Database.Dispose();
        _directory.Dispose();
    }

    /// <summary>The fixture's clock, which a copy takes over after it was opened.</summary>
    private sealed class Now(HistoryFixture fixture) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => fixture.Time.GetUtcNow();
    }
}
