using System.Collections.Immutable;
using System.Text.Json;
using Busroot.Broker.Identity;
using Busroot.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.Devices;

/// <summary>Writes device records as rows, with statements prepared once for as many records as there are.</summary>
internal sealed class DeviceRows(SqliteConnection connection)
{
    public static ImmutableDictionary<string, JsonElement> Variables(string json) => json == "{}"
        ? ImmutableDictionary<string, JsonElement>.Empty
        : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!.ToImmutableDictionary(StringComparer.Ordinal);

    public static ImmutableArray<string> Stations(string json) => json == "[]" ? [] : [.. JsonSerializer.Deserialize<string[]>(json)!];

    public void Save(IEnumerable<DeviceRecord> devices)
    {
        using var device = connection.Command(
            """
            INSERT INTO device (id, name, disabled, rule_id, variables, stations, created) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (id) DO UPDATE SET name = $2, disabled = $3, rule_id = $4, variables = $5, stations = $6, created = $7
            """, new object?[7]);
        using var forget = connection.Command("DELETE FROM device_token WHERE device_id = $1", new object?[1]);
        using var token = connection.Command("INSERT INTO device_token (device_id, position, ending, sha256, created) VALUES ($1, $2, $3, $4, $5)", new object?[5]);

        foreach (var record in devices)
        {
            var id = record.Id.ToString();
            device.Run(id, record.Name, record.Disabled, record.RuleId, JsonSerializer.Serialize(record.Variables),
                JsonSerializer.Serialize(record.Stations), record.Created.ToUnixTimeMilliseconds());
            forget.Run(id);
            for (var i = 0; i < record.Tokens.Length; i++)
            {
                var hash = record.Tokens[i];
                token.Run(id, i, hash.Ending, hash.Sha256.ToArray(), hash.Created.ToUnixTimeMilliseconds());
            }
        }
    }
}
