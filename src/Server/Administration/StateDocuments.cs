using System.Text.Json;
using Busroot.Storage.Readings;
using Busroot.Transformer.Scripting;

namespace Busroot.Server.Administration;

/// <summary>What one rule remembers of a device.</summary>
/// <param name="Rule">The rule; its revisions share the state.</param>
/// <param name="Bytes">How many it takes.</param>
/// <param name="State">A JSON object; absent when what is stored is none.</param>
/// <param name="Trouble">Why what is stored cannot be used; the rule fails with InvalidState until the state is set or reset.</param>
/// <param name="Encoding">Of <paramref name="Payload"/>, as in <see cref="PayloadText"/>.</param>
/// <param name="Payload">What is stored, when it is no JSON object.</param>
internal sealed record StateView(string Rule, int Bytes, JsonElement? State, string? Trouble, string? Encoding, string? Payload)
{
    public static StateView Of(RuleState stored)
    {
        var state = stored.Checked();
        if (state.Trouble is { } trouble)
        {
            var payload = PayloadText.Of(state.Json.Span);
            return new StateView(state.RuleId, state.Json.Length, null, trouble, payload.Encoding, payload.Text);
        }

        using var json = JsonDocument.Parse(state.Json);
        return new StateView(state.RuleId, state.Json.Length, json.RootElement.Clone(), null, null, null);
    }
}

/// <summary>Checks a state that a person has written.</summary>
internal static class StateText
{
    private const int Deepest = 32; // what a rule itself may leave

    /// <summary>The state as it is stored.</summary>
    /// <param name="json">As written.</param>
    /// <returns>UTF-8, without white space between.</returns>
    /// <exception cref="AdministrationException">It is no JSON object, or too large.</exception>
    public static ReadOnlyMemory<byte> Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = Deepest, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw Refuse($"A state is a JSON object, such as {{\"total\":5}}; this is {document.RootElement.ValueKind}.");
            }

            var state = JsonSerializer.SerializeToUtf8Bytes(document.RootElement, Api.ApiJson.Default.JsonElement);
            return state.Length <= ScriptLimits.Default.StateBytes
                ? state
                : throw Refuse($"A state is at most {ScriptLimits.Default.StateBytes} bytes; this has {state.Length}.");
        }
        catch (JsonException error)
        {
            throw Refuse($"A state is a JSON object, such as {{\"total\":5}}: {error.Message}");
        }
    }

    private static AdministrationException Refuse(string problem) => AdministrationException.Invalid([("state", problem)]);
}
