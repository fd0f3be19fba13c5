using System.Globalization;
using Busroot.Transformer.Profiles;

namespace Busroot.Transformer.Suggestions;

/// <summary>Tells times from numbers and texts that are none.</summary>
internal static class TimeValues
{
    private const double Earliest = 1_000_000_000; // 2001, in seconds
    private const double Latest = 4_000_000_000;

    private static readonly (double Scale, string Unit)[] Units = [(1, "seconds"), (1e3, "milliseconds"), (1e6, "microseconds"), (1e9, "nanoseconds")];

    /// <summary>The unit in which numbers are times since 1970; null when they are none.</summary>
    public static string? Unit(Motion motion) => motion.Kind is MotionKind.Rises or MotionKind.Constant && motion.IsWhole
        ? Units.FirstOrDefault(unit => motion.Minimum / unit.Scale >= Earliest && motion.Maximum / unit.Scale <= Latest).Unit
        : null;

    /// <summary>Whether a text is a date, with or without a time of day.</summary>
    public static bool IsDate(string text) =>
        text.Length >= 8 && char.IsAsciiDigit(text[0]) && text.AsSpan().ContainsAny("-:/")
        && DateTimeOffset.TryParse(text.TrimEnd('…'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
}
