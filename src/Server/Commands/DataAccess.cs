using Busroot.Broker.Identity;
using Busroot.Server.Administration;
using Busroot.Server.Hosting;
using Busroot.Storage;

namespace Busroot.Server.Commands;

/// <summary>Reaches what a data directory keeps: through its server when one runs, else by opening it.</summary>
internal sealed class DataAccess : IDisposable
{
    // A server or command that is just starting or ending holds the directory without answering; this long is waited for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

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

    /// <summary>Finds the way.</summary>
    /// <param name="data">The data directory, as written.</param>
    /// <param name="create">False refuses a directory that does not exist, instead of making an empty one to find nothing in.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="CommandFailure">The directory does not exist, or its server does not answer.</exception>
    /// <exception cref="StorageException">The directory cannot be used.</exception>
    public static async Task<DataAccess> OpenAsync(string data, bool create, CancellationToken cancellationToken)
    {
        var directory = Path.GetFullPath(data);
        if (!create && !Directory.Exists(directory))
        {
            throw new CommandFailure($"There is no data directory {directory}. Name it with --data; 'busroot up' or 'busroot devices add' makes one.");
        }

        var deadline = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return Direct(directory);
            }
            catch (StorageException error) when (error.Fault == StorageFault.InUse)
            {
                if (ReadServer(directory) is var (server, key))
                {
                    var api = new ApiClient(server.Http, key);
                    return new DataAccess(new RemoteAdministration(api, server.Mqtt), new RemoteReadings(api), api);
                }

                if (TimeProvider.System.GetElapsedTime(deadline) > Patience)
                {
                    throw new CommandFailure($"{error.Message} (It has not said where its API is: it may be starting, stopping, or another command.)");
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Finds the server that holds a data directory.</summary>
    /// <returns>Null when none does.</returns>
    /// <exception cref="CommandFailure">It belongs to another user.</exception>
    public static (ServerFile Server, string Key)? ReadServer(string directory)
    {
        try
        {
            return ServerFile.Read(directory);
        }
        catch (UnauthorizedAccessException)
        {
            throw new CommandFailure($"The data directory {directory} belongs to another user. Run this as the user the server runs as.");
        }
    }

    public void Dispose()
    {
        foreach (var owned in _owned)
        {
            owned.Dispose();
        }
    }

    private static DataAccess Direct(string directory)
    {
        var state = ServerState.Open(directory);
        if (state.Database.Damage is { } damage)
        {
            Console.Error.WriteLine(damage); // the server will not find it again
        }

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
