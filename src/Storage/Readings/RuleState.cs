using System.Text.Json;

namespace Busroot.Storage.Readings;

/// <summary>What one rule remembers of one device.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="RuleId">The rule; its revisions share the state.</param>
/// <param name="Json">UTF-8, a JSON object; empty when there is nothing to remember any more.</param>
public sealed record RuleState(string DeviceId, string RuleId, ReadOnlyMemory<byte> Json)
{
    /// <summary>Why what was stored is not what a rule left, for a person; null when all is well. The bytes are given as they are.</summary>
    public string? Trouble { get; init; }

    /// <summary>The same, with <see cref="Trouble"/> as its bytes have it.</summary>
    public RuleState Checked()
    {
        try
        {
            var reader = new Utf8JsonReader(Json.Span);
            var isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            reader.TrySkip();
            return this with { Trouble = isObject && !reader.Read() ? null : "it is no JSON object" };
        }
        catch (JsonException error)
        {
            return this with { Trouble = error.Message };
        }
    }
}
