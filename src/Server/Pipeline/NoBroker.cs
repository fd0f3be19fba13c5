using Busroot.Broker.Identity;

namespace Busroot.Server.Pipeline;

/// <summary>Stands where the broker will be: nobody can connect, so nobody has to be disconnected.</summary>
internal sealed class NoBroker : IBrokerHost
{
    public IReadOnlyList<ListenerAddress> Addresses => [];

    public bool IsReady => true;

    public IReadOnlyDictionary<string, long> Counters { get; } = new Dictionary<string, long>();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisconnectAsync(string userName, DisconnectReason reason, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
