using Busroot.EndToEnd.Tests.Clients;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Programs;

/// <summary>A test with a data directory of its own. Ends what the test started, and leaves what the servers said in the test's output.</summary>
public abstract class ServerTest(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _started = [];

    private protected TemporaryDirectory Directory { get; } = new();

    private protected string Data => Directory.In("data");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _started.Reverse(); // clients before their server
        foreach (var started in _started)
        {
            await started.DisposeAsync();
            output.WriteLine(started switch
            {
                BusrootServer server => server.Run.Transcript(),
                Subscriber subscriber => subscriber.Run.Transcript(),
                ProgramRun run => run.Transcript(),
                _ => "",
            });
        }

        Directory.Dispose();
        _started.OfType<BusrootServer>().SelectMany(server => server.Run.Error.Seen)
            .Should().NotContain(line => line.Contains("Z fail: ", StringComparison.Ordinal) || line.Contains("Unhandled", StringComparison.Ordinal), "nothing a client does is a fault of the server");
    }

    /// <summary>Starts a server on the test's data directory.</summary>
    private protected async Task<BusrootServer> StartServerAsync(params string[] more) => EndWithTest(await BusrootServer.StartAsync(Data, more));

    /// <summary>Starts a <c>mosquitto_sub</c>; returns when the broker has granted its subscriptions.</summary>
    private protected async Task<Subscriber> SubscribeAsync(int port, Login? login, string filter, params string[] more) =>
        EndWithTest(await Subscriber.StartAsync(port, login, filter, more));

    private protected T EndWithTest<T>(T started)
        where T : IAsyncDisposable
    {
        _started.Add(started);
        return started;
    }
}
