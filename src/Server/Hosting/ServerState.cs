using Busroot.Broker.Identity;
using Busroot.Broker.Persistence;
using Busroot.Storage.Databases;
using Busroot.Storage.Devices;
using Busroot.Storage.Directories;
using Busroot.Storage.History;
using Busroot.Storage.Quarantine;
using Busroot.Storage.Readings;
using Busroot.Storage.Sessions;

namespace Busroot.Server.Hosting;

/// <summary>A data directory in this process's hold, with what is kept in it.</summary>
internal sealed class ServerState : IDisposable
{
    private ServerState(DataDirectory directory, Database database, QuarantineLimits quarantine, HistoryLimits history, int receiveMaximum)
    {
        Directory = directory;
        Database = database;
        RegistryStore = new RegistryStore(database);
        Registry = new Registry(RegistryStore);
        Quarantine = new QuarantineStore(database, quarantine);
        History = new HistoryStore(database, history, TimeProvider.System, publishesOfDevice: 2 * receiveMaximum); // two clients at once, such as a device's old connection and its new one
        Sessions = new SessionStore(database);
        Readings = new ReadingStore(database, History, Quarantine, Sessions);
    }

    public DataDirectory Directory { get; }

    public Database Database { get; }

    public RegistryStore RegistryStore { get; }

    public Registry Registry { get; }

    public QuarantineStore Quarantine { get; }

    public HistoryStore History { get; }

    public SessionStore Sessions { get; }

    public ReadingStore Readings { get; }

    /// <summary>Takes hold of a data directory, which is created if need be, and reads what it keeps.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="persistence">When a write counts as done.</param>
    /// <param name="quarantine">How much the quarantine keeps.</param>
    /// <param name="history">How much the history keeps.</param>
    /// <param name="receiveMaximum">Readings a client may have unanswered: as many must be known again when they are repeated.</param>
    /// <exception cref="Storage.StorageException">It is in use, damaged, too new or not writable.</exception>
    public static ServerState Open(
        string path, PersistenceMode persistence = PersistenceMode.Durable, QuarantineLimits? quarantine = null, HistoryLimits? history = null, int receiveMaximum = 256)
    {
        var directory = DataDirectory.Open(path);
        Database? database = null;
        try
        {
            database = Database.Open(directory, persistence);
            return new ServerState(directory, database, quarantine ?? new QuarantineLimits(), history ?? new HistoryLimits(), receiveMaximum);
        }
        catch
        {
            database?.Dispose();
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Closes the database, then lets go of the directory: in this order nobody else opens it in between.</summary>
    public void Dispose()
    {
        Database.Dispose();
        Directory.Dispose();
    }
}
