using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>Spells values of a flow as JavaScript.</summary>
internal static partial class JavaScriptText
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A text as a literal.</summary>
    public static string Of(string text) => JsonSerializer.Serialize(text, Plain);

    /// <summary>A number as a literal.</summary>
    public static string Of(double? number) => number is { } value ? value.ToString("R", CultureInfo.InvariantCulture) : "NaN";

    public static string Of(bool flag) => flag ? "true" : "false";

    /// <summary>A path as an array of steps. A step the message names is read with <c>peek</c>.</summary>
    public static string Of(PropertyPath path) => $"[{string.Join(", ", path.Steps.Select(Of))}]";

    /// <summary>What a path finds below an object.</summary>
    /// <param name="owner">For instance <c>msg</c>.</param>
    /// <param name="path">From there.</param>
    /// <param name="isLenient">Undefined where something on the way is missing; otherwise that throws, as in Node-RED.</param>
    public static string Read(string owner, PropertyPath path, bool isLenient)
    {
        var text = new System.Text.StringBuilder(owner);
        foreach (var step in path.Steps)
        {
            var dot = isLenient && text.Length > owner.Length ? "?." : "";
            text.Append(step is PropertyStep.Member { Name: var name } && Identifier().IsMatch(name) ? $"{(dot.Length > 0 ? dot : ".")}{name}" : $"{dot}[{Of(step)}]");
        }

        return text.ToString();
    }

    /// <summary>A JSON text as an expression; null when it is not JSON.</summary>
    public static string? OfJson(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var text = document.RootElement.IsReadable() ? JsonSerializer.Serialize(document.RootElement, Plain) : null;
            return text is ['{', ..] ? text.Contains("\"__proto__\"", StringComparison.Ordinal) ? $"JSON.parse({Of(text)})" : $"({text})" : text;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Text that may stand in a line comment.</summary>
    public static string Comment(string text) => LineEnds().Replace(text, " ");

    private static string Of(PropertyStep step) => step switch
    {
        PropertyStep.Member member => Of(member.Name),
        PropertyStep.Index index => index.Value.ToString(CultureInfo.InvariantCulture),
        PropertyStep.OfMessage message => $"peek(msg, {Of(message.Path)})",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    [GeneratedRegex("^[A-Za-z_$][A-Za-z0-9_$]*$")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"[\r\n\u2028\u2029\p{Cc}]+")]
    private static partial Regex LineEnds();
}
