using System.Text.Json;

namespace Busroot.Transformer.Profiles;

/// <summary>Takes texts out of JSON that is well-formed but may hold half a surrogate pair, for which the base library has no Try form.</summary>
internal static class ElementText
{
    /// <summary>The text; null when it is none that can exist, or longer than anything looked at here.</summary>
    public static string? Of(JsonElement element) => Read(() => element.GetString());

    /// <inheritdoc cref="Of(JsonElement)"/>
    public static string? NameOf(JsonProperty member) => Read(() => member.Name);

    private static string? Read(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException) // an escape such as \ud800 alone
        {
            return null;
        }
    }
}
