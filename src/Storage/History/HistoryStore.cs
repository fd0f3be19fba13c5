using Busroot.Storage.Databases;

namespace Busroot.Storage.History;

/// <summary>Keeps every raw frame with what became of it: first in runs as they were committed (the tail), then in compressed blocks of one device.</summary>
/// <remarks>
/// Threads: any; <see cref="Compact"/> and <see cref="Prune"/> take turns with each other. Both work in small transactions and never hold
/// the pipeline's for long. Why two levels: docs/decisions/0009.
/// </remarks>
public sealed class HistoryStore
{
    private readonly Database _database;
    private readonly HistoryAccount _account = new();
    private readonly HistoryDamage _damage = new();
    private readonly HistoryReader _reader;
    private readonly RecentPublishes _recent;
    private readonly Compaction _compaction;
    private readonly Pruning _pruning;
    private readonly Lock _maintenance = new();

    /// <summary>Opens the history of a database.</summary>
    /// <param name="database">Where it is.</param>
    /// <param name="limits">How much is kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="publishesOfDevice">Frames of a device among which <see cref="FindPublish"/> looks: as many as its clients may have unanswered.</param>
    /// <exception cref="StorageException">It cannot be read.</exception>
    /// <remarks>Cost: reads the tail's rows, not the blocks.</remarks>
    public HistoryStore(Database database, HistoryLimits limits, TimeProvider time, int publishesOfDevice = 512)
    {
        PublishesOfDevice = publishesOfDevice;
        _database = database;
        _database.Read(connection =>
        {
            _account.Load(connection);
            return true;
        });
        _reader = new HistoryReader(_damage);
        _recent = new RecentPublishes(_reader, publishesOfDevice);
        _compaction = new Compaction(database, _account, _reader, _damage, time);
        _pruning = new Pruning(database, _account, _damage, limits, time);
    }

    /// <summary>The number of the last frame stored; 0 when there was none yet.</summary>
    public long LastSequence => _account.LastSequence;

    /// <summary>The number of the last frame whose signals are known to have been handed on; frames after it are never compacted or pruned.</summary>
    public long PublishedThrough => _account.PublishedThrough;

    /// <summary>Frames of a device among which <see cref="FindPublish"/> looks.</summary>
    public int PublishesOfDevice { get; }

    /// <summary>How much there is now.</summary>
    /// <remarks>Cost: none; kept in memory.</remarks>
    public HistoryTotals Totals => _account.Totals(_damage.Count);

    /// <summary>What was found unreadable since the program started, a sentence each.</summary>
    public IReadOnlyList<string> Damage => _damage.Messages;

    /// <summary>Reads frames of one device.</summary>
    /// <returns>At most as many as asked for, in the order asked for. Frames in damaged rows are left out and reported in <see cref="Damage"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not within 1 and <see cref="HistoryQuery.MaximumLimit"/>.</exception>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    /// <remarks>Cost: the blocks that hold the answer, and the tail (some 16 MB) when the device's newest frames are asked for.</remarks>
    public IReadOnlyList<StoredFrame> Read(HistoryQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, HistoryQuery.MaximumLimit);
        return _database.Read(connection => _reader.Read(connection, query));
    }

    /// <summary>Reads the frames after a number that gave signals, oldest first, to publish them again after a crash.</summary>
    /// <param name="sequence">Not below <see cref="PublishedThrough"/>: older frames may have left the tail and are then not among them.</param>
    /// <returns>Read as they are asked for, a row at a time.</returns>
    public IEnumerable<StoredFrame> ReadSignalsAfter(long sequence)
    {
        while (_database.Read(connection => _reader.NextRow(connection, sequence)) is { } row)
        {
            sequence = row.LastSequence;
            foreach (var frame in row.Frames)
            {
                if (frame.HasSignals)
                {
                    yield return frame.ToStored();
                }
            }
        }
    }

    /// <summary>Finds a publish among the newest frames of a device, to tell one that comes again after a restart.</summary>
    /// <param name="deviceId">The device.</param>
    /// <param name="clientId">The client that sent it.</param>
    /// <param name="packetId">Its packet identifier, not 0.</param>
    /// <param name="topic">Its topic, UTF-8.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="since">Only frames that arrived then or later.</param>
    /// <returns>The number of the frame; null when none of the newest <see cref="PublishesOfDevice"/> is the same, or its client has used the identifier for another since.</returns>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    /// <remarks>Cost: the first call reads the tail; later ones only what was added, and for a device's first question its newest block.</remarks>
    public long? FindPublish(string deviceId, string clientId, ushort packetId, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload, DateTimeOffset since)
    {
        var publish = PublishKey.Of(clientId, packetId, topic, payload);
        return _database.Read(connection => _recent.Find(connection, deviceId, publish, since.ToUnixTimeMilliseconds()));
    }

    /// <summary>Forgets what <see cref="FindPublish"/> keeps in memory; for when no client is expected to send again any more.</summary>
    public void ForgetPublishes() => _recent.Clear();

    /// <summary>Frames of a device that no rule served and that have not been run again since, oldest first.</summary>
    /// <param name="deviceId">The device.</param>
    /// <param name="since">Only what arrived then or later; null for all that is kept.</param>
    /// <param name="after">Only frames with a greater number: the last one of the page before.</param>
    /// <param name="limit">How many at most, 1 to <see cref="HistoryQuery.MaximumLimit"/>.</param>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public IReadOnlyList<StoredFrame> UnmappedFrames(string deviceId, DateTimeOffset? since, long after, int limit)
    {
        while (true)
        {
            var page = Read(new HistoryQuery { DeviceId = deviceId, From = since, Outcome = FrameOutcome.Unmapped, After = after, Limit = limit, OldestFirst = true });
            if (page.Count == 0)
            {
                return page;
            }

            var replayed = _database.Read(connection => ReplayedFrames.Between(connection, deviceId, page[0].Sequence, page[^1].Sequence));
            var open = page.Where(frame => !replayed.Contains(frame.Sequence)).ToList();
            if (open.Count > 0)
            {
                return open;
            }

            after = page[^1].Sequence; // a page of frames that are done says nothing of the next
        }
    }

    /// <summary>The devices with frames that no rule served and that have not been run again since; most frames first.</summary>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public IReadOnlyList<UnmappedDevice> Unmapped() => _database.Read(_reader.Unmapped);

    /// <summary>Does one step of bringing frames from the tail to blocks, when the tail is large or old enough.</summary>
    /// <returns>Whether there is more to do now.</returns>
    /// <exception cref="StorageException">Nothing of the step was kept; it may be tried again.</exception>
    /// <remarks>Cost: the first step reads up to 16 MB of tail; each step writes about 1 MB in one transaction.</remarks>
    public bool Compact(CancellationToken cancellationToken)
    {
        lock (_maintenance)
        {
            return _compaction.Step(cancellationToken);
        }
    }

    /// <summary>Does one step of deleting what is too old or too much, oldest first.</summary>
    /// <returns>Whether there is more to do now.</returns>
    /// <exception cref="StorageException">Nothing of the step was kept; it may be tried again.</exception>
    public bool Prune()
    {
        lock (_maintenance)
        {
            return _pruning.Step();
        }
    }

    /// <summary>Appends runs inside a transaction that is open on the writing connection; their frames are numbered in this order.</summary>
    /// <returns>What to give to <see cref="Appended"/> once the transaction is finished.</returns>
    internal HistoryAppend Append(IReadOnlyList<FrameBuffer> runs)
    {
        var append = new HistoryAppend(_account.LastSequence);
        var insert = _database.Prepare(
            "INSERT INTO history_tail (sequence, first_at, last_at, readings, unmapped, payload_bytes, data) VALUES ($1, $2, $3, $4, $5, $6, $7)");
        foreach (var run in runs)
        {
            if (run.Count > 0)
            {
                var bytes = run.Bytes.Span;
                append.Add(run, bytes.Length);
                insert.With(append.LastSequence).With(run.FirstMilliseconds).With(run.LastMilliseconds).With((long)run.Count).With((long)run.Unmapped)
                    .With(run.PayloadBytes).With(bytes).Run();
            }
        }

        return append;
    }

    /// <summary>Notes, inside a transaction, frames that have run again.</summary>
    internal void Mark(IReadOnlyList<ReplayedUnmapped> frames)
    {
        foreach (var (deviceId, frame) in frames)
        {
            _database.Prepare("INSERT OR IGNORE INTO history_replayed (device_id, sequence) VALUES ($1, $2)").With(deviceId).With(frame).Run();
        }
    }

    /// <summary>Stores, inside a transaction, through which frame signals were handed on.</summary>
    internal void Publish(long through) =>
        _database.Prepare("INSERT OR REPLACE INTO counter (name, value) VALUES ('published_through', $1)").With(through).Run();

    /// <summary>The transaction is finished: counts what it brought and tells the runs their numbers.</summary>
    internal void Appended(HistoryAppend append, IReadOnlyList<FrameBuffer> runs, long? publishedThrough)
    {
        append.Finish(_account, runs);
        if (publishedThrough is { } through)
        {
            _account.Published(through);
        }
    }
}
