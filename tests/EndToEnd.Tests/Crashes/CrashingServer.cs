using Busroot.EndToEnd.Tests.Programs;

namespace Busroot.EndToEnd.Tests.Crashes;

/// <summary>A server that is killed and started again on the same data; who connects asks it for its present port.</summary>
internal sealed class CrashingServer(string data, string rules) : IAsyncDisposable
{
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromMilliseconds(20);
    private TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private BusrootServer? _server;

    /// <summary>What starts it, with its first arguments.</summary>
    public string[] Program { get; init; } = [Repository.Busroot];

    /// <summary>How often it was started.</summary>
    public int Runs { get; private set; }

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>The server that runs now.</summary>
    public BusrootServer Server => _server!;

    /// <summary>What it wrote that no start after a crash should write.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>The port of the server, once it runs.</summary>
    public Task<int> PortAsync() => Volatile.Read(ref _port).Task;

    /// <summary>Waits as long as a client waits before it connects again.</summary>
    public static Task PauseAsync() => Task.Delay(ReconnectAfter, TimeProvider.System);

    public async Task StartAsync()
    {
        _server = await BusrootServer.StartAsync(Program, data, ["--rules", rules]);
        Runs++;
        _port.SetResult(_server.MqttPort);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        Volatile.Write(ref _port, new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously));
        await Server.DisposeAsync();
        Note(Server.Run);
        Kills++;
    }

    /// <summary>Starts it and kills it before it says that it is ready, or just after.</summary>
    public async Task KillWhileStartingAsync(TimeSpan after)
    {
        await using var run = ProgramRun.Start(Repository.Busroot, ["up", "--data", data, "--mqtt", "127.0.0.1:0", "--http", "127.0.0.1:0", "--rules", rules]);
        await Task.Delay(after, TimeProvider.System);
        await run.DisposeAsync();
        Note(run);
        Kills++;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private void Note(ProgramRun run) => Complaints.AddRange(run.Error.Seen.Where(line =>
        line.Contains("Z fail: ", StringComparison.Ordinal) || line.Contains("Z crit: ", StringComparison.Ordinal) || line.Contains("Unhandled", StringComparison.Ordinal)));
}
