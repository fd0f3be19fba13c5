using System.Globalization;
using System.Text.RegularExpressions;
using Jint.Native;

namespace Busroot.Transformer.Scripting;

/// <summary>Helpers that read times as milliseconds since 1970 (UTC); null is their answer to bad input.</summary>
internal static partial class TimeFunctions
{
    public static HelperFunction[] All { get; } =
    [
        new("ts", arguments => HelperArguments.ToJs(Ts(arguments.At(0)))),
        new("tsLocal", TsLocal),
        new("bucket", arguments => arguments.NumberAt(0) is { } time && arguments.NumberAt(1) is > 0 and var width
            ? HelperArguments.ToJs(Math.Floor(time / width) * width)
            : JsValue.Null),
    ];

    // Seconds, milliseconds, microseconds and nanoseconds of this century are three orders of magnitude apart.
    private static double? Ts(JsValue value)
    {
        if (value is JsString text && !double.TryParse(text.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            return ParseIso(text.ToString());
        }

        var number = value is JsString digits ? double.Parse(digits.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture) : HelperArguments.Number(value);
        return number switch
        {
            null or <= 0 or >= 1e20 => null,
            < 1e11 => number * 1000,
            < 1e14 => number,
            < 1e17 => number / 1000,
            _ => number / 1e6,
        };
    }

    private static double? ParseIso(string text) =>
        text.Length <= 64 && DateTimeOffset.TryParse(
            Cut(text), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time.ToUnixTimeMilliseconds()
            : null;

    // tsLocal(text, zone): a time without a zone; of a time that comes twice in autumn the first, of one that is left out in spring the hour after.
    private static JsValue TsLocal(JsValue[] arguments)
    {
        if (arguments.At(0) is not JsString { Length: <= 64 } text || arguments.At(1) is not JsString { Length: <= 64 } name
            || !TimeZoneInfo.TryFindSystemTimeZoneById(name.ToString(), out var zone)
            || !DateTime.TryParse(Cut(text.ToString()), CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return JsValue.Null;
        }

        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return HelperArguments.ToJs(new DateTimeOffset(local, TimeSpan.Zero).ToUnixTimeMilliseconds() - offset.TotalMilliseconds);
    }

    // The base library reads seven digits behind the point; some gateways write nine.
    private static string Cut(string text) => LongFraction().Replace(text, "$1");

    [GeneratedRegex(@"(\.\d{7})\d+")]
    private static partial Regex LongFraction();
}
