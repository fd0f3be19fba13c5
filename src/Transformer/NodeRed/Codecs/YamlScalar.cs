using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Busroot.Transformer.NodeRed.Codecs;

/// <summary>Says what a plain scalar of YAML stands for, by the core schema (YAML 1.2.2, 10.3.2).</summary>
internal static partial class YamlScalar
{
    /// <summary>Finds kind and number.</summary>
    /// <param name="text">The scalar; it stands without quotes.</param>
    /// <returns>The number is infinite when it is, or is beyond a double's range. What is not a number is null, since JSON has no word for it.</returns>
    public static (JsonValueKind Kind, double Number) Resolve(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" or ".nan" or ".NaN" or ".NAN" => (JsonValueKind.Null, 0),
        "true" or "True" or "TRUE" => (JsonValueKind.True, 0),
        "false" or "False" or "FALSE" => (JsonValueKind.False, 0),
        _ when Decimal().IsMatch(text) => (JsonValueKind.Number, double.Parse(text, CultureInfo.InvariantCulture)),
        _ when Based().IsMatch(text) => (JsonValueKind.Number, text[2..].Aggregate(0.0, (value, digit) => (value * (text[1] == 'x' ? 16 : 8)) + Convert.ToInt32(digit.ToString(), 16))),
        _ when Infinite().IsMatch(text) => (JsonValueKind.Number, text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity),
        _ => (JsonValueKind.String, 0),
    };

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^(0x[0-9a-fA-F]+|0o[0-7]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Based();

    [GeneratedRegex(@"^[-+]?\.(inf|Inf|INF)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Infinite();
}
