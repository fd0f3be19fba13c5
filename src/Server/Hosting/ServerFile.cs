using System.Text.Json;
using Busroot.Server.Api;

namespace Busroot.Server.Hosting;

/// <summary>What a running server writes into its data directory (<c>server.json</c>), so that commands on this machine find it.</summary>
/// <param name="Http">Where this machine reaches the API.</param>
/// <param name="Mqtt">Where this machine reaches the broker, <c>host:port</c>; null when it does not listen.</param>
/// <param name="Pid">The server's process.</param>
/// <param name="Version">The server's version.</param>
internal sealed record ServerFile(Uri Http, string? Mqtt, int Pid, string Version)
{
    /// <summary>The file's name in the data directory.</summary>
    public const string Name = "server.json";

    /// <summary>The name of the file with the local administrator's key, beside it.</summary>
    public const string KeyName = "admin.key";

    /// <summary>The file's content.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ApiJson.Default.ServerFile);

    /// <summary>Reads what the server of a data directory wrote, with its key.</summary>
    /// <returns>Null when there is none yet, or it is being replaced.</returns>
    /// <exception cref="UnauthorizedAccessException">It belongs to another user.</exception>
    public static (ServerFile Server, string Key)? Read(string directory)
    {
        try
        {
            var server = JsonSerializer.Deserialize(File.ReadAllText(Path.Combine(directory, Name)), ApiJson.Default.ServerFile);
            var key = File.ReadAllText(Path.Combine(directory, KeyName)).Trim();
            return server is null ? null : (server, key);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }
}
