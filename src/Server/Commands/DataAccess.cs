using Busroot.Broker.Identity;
using Busroot.Server.Administration;
using Busroot.Server.Hosting;

namespace Busroot.Server.Commands;

/// <summary>Reaches what a data directory keeps: through its server when one runs, else by opening it.</summary>
internal sealed class DataAccess : IDisposable
{
    private readonly IDisposable[] _owned;

    private DataAccess(IAdministration administration, IReadingAdministration readings, params IDisposable[] owned)
    {
        Administration = administration;
        Readings = readings;
        _owned = owned;
    }

    /// <summary>Does the work about logins.</summary>
    public IAdministration Administration { get; }

    /// <summary>Does the work about readings.</summary>
    public IReadingAdministration Readings { get; }

    /// <summary>Finds the way, as <see cref="DataHolder"/> does.</summary>
    /// <param name="data">The data directory, as written.</param>
    /// <param name="create">False refuses a directory that does not exist, instead of making an empty one to find nothing in.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="CommandFailure">The directory does not exist, or its server does not answer.</exception>
    /// <exception cref="Storage.StorageException">The directory cannot be used.</exception>
    public static Task<DataAccess> OpenAsync(string data, bool create, CancellationToken cancellationToken) =>
        DataHolder.FindAsync(data, create, Opened, Served, cancellationToken);

    public void Dispose()
    {
        foreach (var owned in _owned)
        {
            owned.Dispose();
        }
    }

    private static DataAccess Served(ServerFile server, string key)
    {
        var api = new ApiClient(server.Http, key);
        return new DataAccess(new RemoteAdministration(api, server.Mqtt), new RemoteReadings(api), api);
    }

    private static DataAccess Opened(ServerState state)
    {
        var registrar = new Registrar(state.Registry, state.RegistryStore, NobodyConnected.Instance, TimeProvider.System);
        var readings = new LocalReadings(state.Registry, state.History, state.Quarantine, new StoppedPipeline(state.Readings), TimeProvider.System);
        return new DataAccess(new LocalAdministration(state.Registry, registrar), readings, registrar, state);
    }

    /// <summary>Stands where the broker is when a server runs: no server, no connections to end.</summary>
    private sealed class NobodyConnected : IDisconnector
    {
        public static NobodyConnected Instance { get; } = new();

        public ValueTask DisconnectAsync(string userName, DisconnectReason reason, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
