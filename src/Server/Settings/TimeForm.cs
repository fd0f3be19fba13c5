using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Busroot.Server.Settings;

/// <summary>Spans of time with their units, largest first: <c>10s</c>, <c>20m</c>, <c>1h30m</c>, <c>7d</c>, <c>250ms</c>.</summary>
internal sealed partial class TimeForm : SettingForm
{
    public override string Unit => "time";

    public override string Noun => "a time of";

    public override bool Takes(JsonValueKind kind) => kind == JsonValueKind.String; // a number without a unit would be a riddle

    public override object? Parse(string text)
    {
        if (text == "0")
        {
            return TimeSpan.Zero;
        }

        var match = Parts().Match(text);
        return match.Success ? Sum(match) : null;
    }

    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = Parts().ToString() };

    public override string Show(object value)
    {
        var time = (TimeSpan)value;
        (long Number, string Unit)[] parts = [(time.Days, "d"), (time.Hours, "h"), (time.Minutes, "m"), (time.Seconds, "s"), (time.Milliseconds, "ms")];
        var shown = string.Concat(parts.Where(part => part.Number > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Number}{part.Unit}")));
        return shown.Length == 0 ? "0" : shown;
    }

    private static TimeSpan Sum(Match match)
    {
        TimeSpan[] units = [TimeSpan.FromDays(1), TimeSpan.FromHours(1), TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(1)];
        return units.Select((unit, i) => match.Groups[i + 1] is { Success: true } part ? unit * long.Parse(part.ValueSpan, CultureInfo.InvariantCulture) : TimeSpan.Zero)
            .Aggregate(TimeSpan.Zero, (sum, part) => sum + part);
    }

    // So few digits a part that the sum stays within what a TimeSpan can hold.
    [GeneratedRegex("^(?=[0-9])(?:([0-9]{1,6})d)? ?(?:([0-9]{1,7})h)? ?(?:([0-9]{1,9})m)? ?(?:([0-9]{1,9})s)? ?(?:([0-9]{1,9})ms)?$")]
    private static partial Regex Parts();
}
