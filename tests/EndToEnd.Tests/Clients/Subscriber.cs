using Busroot.EndToEnd.Tests.Programs;

namespace Busroot.EndToEnd.Tests.Clients;

/// <summary>A <c>mosquitto_sub</c> that follows along.</summary>
internal sealed class Subscriber : IAsyncDisposable
{
    private Subscriber(ProgramRun run) => Run = run;

    public ProgramRun Run { get; }

    /// <summary>What has come in so far.</summary>
    public IReadOnlyList<Received> Messages => Read(Run.Output.Seen);

    /// <summary>Subscribes; returns when the broker has answered.</summary>
    public static async Task<Subscriber> StartAsync(int port, Login? login, string filter, params string[] more)
    {
        var run = Mosquitto.StartSubscriber(port, login, filter, more);
        try
        {
            await run.LineAsync(run.Output, line => line.StartsWith("Subscribed ", StringComparison.Ordinal), "the broker's answer to SUBSCRIBE");
            return new Subscriber(run);
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for messages.</summary>
    /// <returns>All so far, at least as many as asked for.</returns>
    public Task<IReadOnlyList<Received>> ReceiveAsync(int count) =>
        Run.FindAsync(Run.Output, lines => Read(lines) is var messages && messages.Count >= count ? messages : null, $"{count} messages");

    public ValueTask DisposeAsync() => Run.DisposeAsync();

    private static IReadOnlyList<Received> Read(IReadOnlyList<string> lines) => [.. lines.Select(Received.Read).OfType<Received>()];
}
