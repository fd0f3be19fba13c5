using System.Text.Json;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>Reads members of saved objects the way JavaScript would, without ever throwing.</summary>
internal static class FlowFields
{
    /// <inheritdoc cref="FlowNode.Text"/>
    public static string Text(this JsonElement owner, string field, string otherwise = "")
    {
        if (owner.ValueKind != JsonValueKind.Object || !owner.TryGetProperty(field, out var value))
        {
            return otherwise;
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => otherwise,
        };
    }

    /// <summary>Whether a member was saved at all, null included.</summary>
    public static bool Has(this JsonElement owner, string field) => owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(field, out _);

    /// <summary>Whether every text in it can be read; one with half a surrogate pair cannot.</summary>
    public static bool IsReadable(this JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString() is not null,
                JsonValueKind.Array => value.EnumerateArray().All(IsReadable),
                JsonValueKind.Object => value.EnumerateObject().All(member => member.Name is not null && member.Value.IsReadable()),
                _ => true,
            };
        }
        catch (InvalidOperationException) // the boundary of the base library's reader: it has no Try form
        {
            return false;
        }
    }
}
