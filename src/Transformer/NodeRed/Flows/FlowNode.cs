using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>One node of a flows.json, as the editor saved it.</summary>
/// <param name="Id">Unique in the file.</param>
/// <param name="Type">For instance <c>mqtt in</c>.</param>
/// <param name="Fields">Everything that was saved.</param>
/// <param name="At">Where it starts in the file.</param>
internal sealed record FlowNode(string Id, string Type, JsonElement Fields, SourcePosition At)
{
    /// <summary>What its author called it; empty for most nodes. A tab's is its label.</summary>
    public string Name => Text("name") is { Length: > 0 } name ? name : Text("label");

    /// <summary>The tab or subflow it lies on; empty for configuration.</summary>
    public string Tab => Text("z");

    /// <summary>Switched off in the editor: the runtime does not make it, and messages end before it.</summary>
    public bool IsDisabled => Flag("d") || Flag("disabled");

    /// <summary>Ids of the nodes behind each output.</summary>
    public ImmutableArray<ImmutableArray<string>> Wires =>
        [.. Items("wires").Select(output => Elements(output).Select(TextOf).OfType<string>().ToImmutableArray())];

    /// <summary>A field as text, however it was saved: numbers and booleans as JSON spells them.</summary>
    /// <returns><paramref name="otherwise"/> when there is none, or when it is null, an object or an array.</returns>
    public string Text(string field, string otherwise = "") => Fields.Text(field, otherwise);

    /// <summary>A field that is true, or the text "true".</summary>
    public bool Flag(string field) => Text(field) == "true";

    /// <summary>A field as a number, however it was saved; null when there is none, or when it is no number.</summary>
    public double? Number(string field) => Fields.Has(field) ? NumberOf(Text(field)) : null;

    /// <summary>The elements of a field that is an array; none otherwise.</summary>
    public IEnumerable<JsonElement> Items(string field) => Fields.ValueKind == JsonValueKind.Object && Fields.TryGetProperty(field, out var value) ? Elements(value) : [];

    /// <summary>JavaScript's <c>Number(text)</c> for the texts people type; null for what it makes NaN of.</summary>
    public static double? NumberOf(string text) => text.Trim() switch
    {
        "" => 0,
        ['0', 'x' or 'X', .. var digits] => long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null,
        var plain => double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null,
    };

    private static JsonElement[] Elements(JsonElement value) => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [];

    private static string? TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
