using System.Collections.Immutable;
using Busroot.Broker.Identity;
using Busroot.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.Devices;

/// <summary>Keeps devices and service accounts in the database.</summary>
/// <remarks>A call returns when its change is on disk; SQLite works on the calling thread. Threads: any.</remarks>
public sealed class RegistryStore(Database database) : IRegistryStore
{
    /// <inheritdoc/>
    /// <exception cref="StorageException">A row cannot be read.</exception>
    public IEnumerable<DeviceRecord> LoadDevices() => database.Read(connection =>
    {
        var tokens = ReadTokens(connection, "SELECT device_id, ending, sha256, created FROM device_token ORDER BY device_id, position");
        using var command = connection.Command("SELECT id, name, disabled, rule_id, variables, stations, created FROM device");
        using var row = command.ExecuteReader();
        var devices = new List<DeviceRecord>();
        while (row.Read())
        {
            devices.Add(Device(row, tokens));
        }

        return devices;
    });

    /// <inheritdoc/>
    /// <exception cref="StorageException">A row cannot be read.</exception>
    public IEnumerable<ServiceAccount> LoadServices() => database.Read(connection =>
    {
        var tokens = ReadTokens(connection, "SELECT name, ending, sha256, created FROM service_token ORDER BY name, position");
        using var command = connection.Command("SELECT name, role, account, created FROM service");
        using var row = command.ExecuteReader();
        var services = new List<ServiceAccount>();
        while (row.Read())
        {
            var name = row.GetString(0);
            services.Add(new ServiceAccount(name, Enum.Parse<ServiceRole>(row.GetString(1), ignoreCase: true), row.Text(2), row.Time(3), TokensOf(tokens, name)));
        }

        return services;
    });

    /// <inheritdoc/>
    /// <exception cref="StorageException">Nothing was kept; the message says why.</exception>
    public ValueTask SaveAsync(IReadOnlyCollection<DeviceRecord> devices, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        database.Write(connection => new DeviceRows(connection).Save(devices));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">Nothing was kept; the message says why.</exception>
    public ValueTask SaveAsync(ServiceAccount service, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        database.Write(connection =>
        {
            connection.Execute(
                """
                INSERT INTO service (name, role, account, created) VALUES ($1, $2, $3, $4)
                ON CONFLICT (name) DO UPDATE SET role = $2, account = $3, created = $4
                """,
                service.Name, RoleName(service.Role), service.Account, service.Created.ToUnixTimeMilliseconds());
            connection.Execute("DELETE FROM service_token WHERE name = $1", service.Name);
            for (var i = 0; i < service.Tokens.Length; i++)
            {
                var token = service.Tokens[i];
                connection.Execute("INSERT INTO service_token (name, position, ending, sha256, created) VALUES ($1, $2, $3, $4, $5)",
                    service.Name, i, token.Ending, token.Sha256.ToArray(), token.Created.ToUnixTimeMilliseconds());
            }
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">It is still there; the message says why.</exception>
    public ValueTask RemoveAsync(DeviceId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        database.Write(connection => connection.Execute("DELETE FROM device WHERE id = $1; DELETE FROM rule_state WHERE device_id = $1", id.ToString()));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">It is still there; the message says why.</exception>
    public ValueTask RemoveServiceAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        database.Write(connection => connection.Execute("DELETE FROM service WHERE name = $1", name));
        return ValueTask.CompletedTask;
    }

    private static string RoleName(ServiceRole role) => role switch
    {
        ServiceRole.Core => "core",
        ServiceRole.Integrator => "integrator",
        _ => "admin",
    };

    private static DeviceRecord Device(SqliteDataReader row, Dictionary<string, ImmutableArray<TokenHash>> tokens)
    {
        var id = row.GetString(0);
        return new DeviceRecord(DeviceId.Parse(id), row.Time(6), TokensOf(tokens, id))
        {
            Name = row.Text(1),
            Disabled = row.GetBoolean(2),
            RuleId = row.Text(3),
            Variables = DeviceRows.Variables(row.GetString(4)),
            Stations = DeviceRows.Stations(row.GetString(5)),
        };
    }

    private static ImmutableArray<TokenHash> TokensOf(Dictionary<string, ImmutableArray<TokenHash>> tokens, string owner) =>
        tokens.TryGetValue(owner, out var found) ? found : [];

    private static Dictionary<string, ImmutableArray<TokenHash>> ReadTokens(SqliteConnection connection, string sql)
    {
        using var command = connection.Command(sql);
        using var row = command.ExecuteReader();
        var tokens = new Dictionary<string, ImmutableArray<TokenHash>>(StringComparer.Ordinal);
        while (row.Read())
        {
            var owner = row.GetString(0);
            tokens[owner] = TokensOf(tokens, owner).Add(TokenHash.Stored((byte[])row.GetValue(2), row.GetString(1), row.Time(3)));
        }

        return tokens;
    }
}
