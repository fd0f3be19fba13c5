using System.Collections.Immutable;
using System.Text.Json;

namespace Busroot.Transformer.Suggestions;

/// <summary>What the fields of a device's payloads are like.</summary>
/// <param name="Payloads">How many were looked at.</param>
/// <param name="Readable">How many of them are JSON objects or arrays.</param>
/// <param name="Fields">The fields that hold values, in the order they first came.</param>
public sealed record PayloadProfile(int Payloads, int Readable, ImmutableArray<FieldProfile> Fields)
{
    private const int MostFields = 500; // a payload with more is a table, and nobody reads such a list
    private const int Deepest = 8;

    /// <summary>Looks at payloads.</summary>
    /// <param name="payloads">In the order they arrived; any bytes.</param>
    /// <remarks>Never throws for what is in them. Cost: some microseconds a payload.</remarks>
    public static PayloadProfile Of(IEnumerable<ReadOnlyMemory<byte>> payloads)
    {
        ArgumentNullException.ThrowIfNull(payloads);
        var fields = new Dictionary<string, FieldProfile>(StringComparer.Ordinal);
        var order = new List<FieldProfile>();
        var (all, readable) = (0, 0);
        foreach (var payload in payloads)
        {
            all++;
            readable += TryRead(payload, fields, order) ? 1 : 0;
        }

        return new PayloadProfile(all, readable, [.. order]);
    }

    private static bool TryRead(ReadOnlyMemory<byte> payload, Dictionary<string, FieldProfile> fields, List<FieldProfile> order)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            if (document.RootElement.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            {
                return false;
            }

            Walk(document.RootElement, "", 0, fields, order);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Walk(JsonElement value, string path, int depth, Dictionary<string, FieldProfile> fields, List<FieldProfile> order)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when depth < Deepest:
                foreach (var member in value.EnumerateObject())
                {
                    Walk(member.Value, Below(path, member.Name), depth + 1, fields, order);
                }

                break;
            case JsonValueKind.Array when depth < Deepest:
                var index = 0;
                foreach (var element in value.EnumerateArray().Take(16))
                {
                    Walk(element, $"{(path.Length == 0 ? "$" : path)}[{index++}]", depth + 1, fields, order);
                }

                break;
            case JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            default:
                FieldOf(path, fields, order)?.Add(value);
                break;
        }
    }

    private static FieldProfile? FieldOf(string path, Dictionary<string, FieldProfile> fields, List<FieldProfile> order)
    {
        if (!fields.TryGetValue(path, out var field) && fields.Count < MostFields)
        {
            fields.Add(path, field = new FieldProfile(path));
            order.Add(field);
        }

        return field;
    }

    private static string Below(string path, string name) =>
        !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || name.Length == 0 || char.IsAsciiDigit(name[0])
            ? $"{(path.Length == 0 ? "$" : path)}['{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}']"
            : path.Length == 0 ? name : $"{path}.{name}";
}
