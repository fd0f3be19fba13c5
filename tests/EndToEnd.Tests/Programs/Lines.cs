namespace Busroot.EndToEnd.Tests.Programs;

/// <summary>What a running program has printed so far, line by line.</summary>
internal sealed class Lines
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _ended;

    public IReadOnlyList<string> Seen
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    public string Text => string.Join('\n', Seen);

    /// <summary>Takes all there is until the program closes its end.</summary>
    public async Task ReadAsync(TextReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            Change(() => _lines.Add(line));
        }

        Change(() => _ended = true);
    }

    /// <summary>Waits until the lines have what is looked for.</summary>
    /// <param name="find">Looks through all lines so far; null when it is not there yet.</param>
    /// <returns>Null when the program has ended without it.</returns>
    public async Task<T?> FindAsync<T>(Func<IReadOnlyList<string>, T?> find)
        where T : class
    {
        while (true)
        {
            Task changed;
            bool ended;
            lock (_lock)
            {
                (changed, ended) = (_changed.Task, _ended);
            }

            var found = find(Seen);
            if (found is not null || ended)
            {
                return found;
            }

            await changed;
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            change();
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }
}
