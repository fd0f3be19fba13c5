using System.Diagnostics;

namespace Busroot.EndToEnd.Tests.Programs;

/// <summary>A program that runs beside the test; killed when the test is over.</summary>
internal sealed class ProgramRun : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private bool _disposed;

    private ProgramRun(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(Output.ReadAsync(process.StandardOutput), Error.ReadAsync(process.StandardError));
    }

    /// <summary>Its process ID.</summary>
    public int Id => _process.Id;

    public Lines Output { get; } = new();

    public Lines Error { get; } = new();

    /// <summary>Starts a program.</summary>
    /// <param name="file">Its name or path.</param>
    /// <param name="arguments">Without the name.</param>
    /// <param name="input">What it reads; nothing when null.</param>
    public static ProgramRun Start(string file, IEnumerable<string> arguments, string? input = null)
    {
        var process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        })!;
        var run = new ProgramRun(process);
        _ = FeedAsync(process, input ?? "");
        return run;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<CommandResult> RunAsync(string file, IEnumerable<string> arguments, string? input = null)
    {
        await using var run = Start(file, arguments, input);
        return await run.EndAsync();
    }

    /// <summary>Waits for the end.</summary>
    /// <param name="within">How long; the usual deadline when null.</param>
    /// <exception cref="TimeoutException">It still runs.</exception>
    public async Task<CommandResult> EndAsync(TimeSpan? within = null)
    {
        await WaitAsync(_process.WaitForExitAsync(), within ?? Deadline.Length, "its end");
        await WaitAsync(_reading, Deadline.Length, "its last words");
        return new CommandResult(_process.ExitCode, Output.Text, Error.Text);
    }

    /// <summary>Waits until a line of standard output, or of standard error, is there.</summary>
    /// <exception cref="InvalidOperationException">The program ended without it.</exception>
    public async Task<string> LineAsync(Lines lines, Func<string, bool> wanted, string what) =>
        await FindAsync(lines, seen => seen.FirstOrDefault(wanted), what);

    /// <summary>Waits until the lines have what is looked for.</summary>
    public async Task<T> FindAsync<T>(Lines lines, Func<IReadOnlyList<string>, T?> find, string what)
        where T : class
    {
        var finding = lines.FindAsync(find);
        await WaitAsync(finding, Deadline.Length, what);
        return await finding ?? throw new InvalidOperationException($"The program ended without {what}.{Transcript()}");
    }

    /// <summary>Sends a signal, such as TERM or INT.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Everything printed, for a person who wonders why.</summary>
    public string Transcript() => $"\n--- {Path.GetFileName(_process.StartInfo.FileName)} {string.Join(' ', _process.StartInfo.ArgumentList)}\n{Output.Text}\n--- standard error\n{Error.Text}\n---";

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private static async Task FeedAsync(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything; its exit code says why.
        }
    }

    private async Task WaitAsync(Task task, TimeSpan length, string what)
    {
        try
        {
            await task.WaitAsync(length, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {length.TotalSeconds} s in vain for {what}.{Transcript()}");
        }
    }
}
