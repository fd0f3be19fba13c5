namespace Busroot.Server.Rules;

/// <summary>Looks at the rules directory when something in it has changed and is quiet again, and now and then anyway.</summary>
/// <remarks>
/// Editors write a file in several steps, and some put another in its place: nothing is read before the directory was quiet for
/// <see cref="Quiet"/>, or when it has not been for <see cref="Longest"/>. Some file systems announce nothing, such as shares that another machine
/// writes to, and links that lead elsewhere; <see cref="Every"/> is for them.
/// </remarks>
internal sealed class RuleWatcher : IDisposable
{
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(600);
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly LiveRules _rules;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _turn = new();
    private readonly Lock _looking = new();
    private readonly ITimer _timer;
    private FileSystemWatcher? _announcements;
    private long? _pendingSince;
    private bool _disposed;

    public RuleWatcher(LiveRules rules, TimeProvider time, ILogger<RuleWatcher> log)
    {
        _rules = rules;
        _time = time;
        _log = log;
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Begins to watch; changes since the rules were loaded are seen.</summary>
    public void Start()
    {
        Listen();
        Schedule(TimeSpan.Zero); // for what changed before the announcements began
    }

    /// <summary>True from a change to the look at it.</summary>
    public bool IsPending
    {
        get
        {
            lock (_turn)
            {
                return _pendingSince is not null;
            }
        }
    }

    /// <summary>Does without announcements from now on, as where the system makes none.</summary>
    public void StopListening() => _announcements?.Dispose();

    /// <summary>Something in the directory has changed.</summary>
    public void Touch()
    {
        lock (_turn)
        {
            _pendingSince ??= _time.GetTimestamp();
            if (_time.GetElapsedTime(_pendingSince.Value) + Quiet <= Longest)
            {
                Schedule(Quiet);
            }
        }
    }

    public void Dispose()
    {
        _announcements?.Dispose();
        lock (_looking)
        {
            _disposed = true; // a look that runs ends first: what it needs is closed next
        }

        _timer.Dispose();
    }

    private void Listen()
    {
        try
        {
            var directory = new DirectoryInfo(_rules.Directory);
            _announcements = new FileSystemWatcher(directory.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? directory.FullName)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            _announcements.Changed += (_, _) => Touch();
            _announcements.Created += (_, _) => Touch();
            _announcements.Deleted += (_, _) => Touch();
            _announcements.Renamed += (_, _) => Touch();
            _announcements.Error += (_, error) => Missed(error.GetException());
            _announcements.EnableRaisingEvents = true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Missed(error); // for instance no more inotify watches for this user
        }
    }

    private void Missed(Exception error)
    {
        RuleLog.NoAnnouncements(_log, _rules.Directory, error.Message, Every);
        Touch();
    }

    private void Look()
    {
        lock (_turn)
        {
            _pendingSince = null;
        }

        var isSettled = TryLook();
        lock (_turn)
        {
            if (_pendingSince is null)
            {
                Schedule(isSettled ? Every : Quiet);
            }
        }
    }

    private bool TryLook()
    {
        lock (_looking)
        {
            try
            {
                return _disposed || _rules.Look(Environment.UserName);
            }
            catch (Exception error)
            {
                // The boundary of a timer: nobody above would hear of it, and the rules in force must go on.
                RuleLog.LookFailed(_log, error);
                return true;
            }
        }
    }

    private void Schedule(TimeSpan after) => _timer.Change(after, Timeout.InfiniteTimeSpan); // once disposed it does nothing
}
