using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Busroot.Server.Settings;

namespace Busroot.Server.Commands;

/// <summary>Options that name a moment: a time ago, such as <c>1h30m</c>, or a date and time.</summary>
internal static class MomentOption
{
    /// <summary>Only what arrived then or later.</summary>
    public static Option<DateTimeOffset?> Since() => Create("--since", "Only what arrived then or later: a time ago (90s, 1h30m, 7d), or a date and time, UTC unless it says otherwise.");

    /// <summary>Only what arrived before.</summary>
    public static Option<DateTimeOffset?> Until() => Create("--until", "Only what arrived before, written as --since is.");

    /// <summary>Reads what a person wrote.</summary>
    /// <param name="text">As written.</param>
    /// <param name="now">What times ago count from.</param>
    /// <returns>Null when it is neither.</returns>
    public static DateTimeOffset? Read(string text, DateTimeOffset now)
    {
        if (new TimeForm().Parse(text) is TimeSpan ago)
        {
            return ago < now - DateTimeOffset.MinValue ? now - ago : DateTimeOffset.MinValue;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;
    }

    private static Option<DateTimeOffset?> Create(string name, string description) => new(name) { Description = description, HelpName = "TIME", CustomParser = Parse };

    private static DateTimeOffset? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var moment = Read(text, TimeProvider.System.GetUtcNow());
        if (moment is null)
        {
            result.AddError($"'{text}' is no time: write how long ago, such as 90s, 1h30m or 7d, or a date and time, such as 2026-05-01T06:30Z.");
        }

        return moment;
    }
}
