using Busroot.Server.Hosting;
using Busroot.Storage;

namespace Busroot.Server.Commands;

/// <summary>Finds who holds a data directory: the server that runs on it, or else this process, which opens it.</summary>
internal static class DataHolder
{
    // A server or command that is just starting or ending holds the directory without answering; this long is waited for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Finds the way. What a damaged log has lost is said on standard error, since the next to open the directory will not find it again.</summary>
    /// <param name="data">The data directory, as written.</param>
    /// <param name="create">False refuses a directory that does not exist, instead of making an empty one to find nothing in.</param>
    /// <param name="opened">Takes over the directory, when this process could open it.</param>
    /// <param name="served">Takes the server and its key, when one runs.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="CommandFailure">The directory does not exist, or its server does not answer.</exception>
    /// <exception cref="StorageException">The directory cannot be used.</exception>
    public static async Task<T> FindAsync<T>(string data, bool create, Func<ServerState, T> opened, Func<ServerFile, string, T> served, CancellationToken cancellationToken)
    {
        var directory = Path.GetFullPath(data);
        if (!create && !Directory.Exists(directory))
        {
            throw new CommandFailure($"There is no data directory {directory}. Name it with --data; 'busroot up' or 'busroot devices add' makes one.");
        }

        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return Open(directory, opened);
            }
            catch (StorageException error) when (error.Fault == StorageFault.InUse)
            {
                if (ReadServer(directory) is var (server, key))
                {
                    return served(server, key);
                }

                if (TimeProvider.System.GetElapsedTime(start) > Patience)
                {
                    throw new CommandFailure($"{error.Message} (It has not said where its API is: it may be starting, stopping, or another command.)");
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Reads what the server of a data directory wrote about itself.</summary>
    /// <returns>Null when there is none.</returns>
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

    private static T Open<T>(string directory, Func<ServerState, T> opened)
    {
        var state = ServerState.Open(directory);
        try
        {
            if (state.Database.Damage is { } damage)
            {
                Console.Error.WriteLine(damage);
            }

            return opened(state);
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }
}
