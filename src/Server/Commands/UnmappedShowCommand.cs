using System.CommandLine;
using System.Globalization;
using Busroot.Server.Administration;

namespace Busroot.Server.Commands;

/// <summary><c>busroot unmapped show</c>: the fields of what a device sends, and how they move.</summary>
internal static class UnmappedShowCommand
{
    private const int PathLength = 50;

    public static Command Create(Option<string> data, Option<bool> json)
    {
        var id = SharedOptions.DeviceId();
        var limit = ReadingLimit();
        var command = new ExampleCommand("show", "Show the fields of what a device sends: type, range, how they move, what stands for no value.", "busroot unmapped show acme/press-9") { id, limit };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var access = await DataAccess.OpenAsync(parsed.GetRequiredValue(data), create: false, cancellationToken);
            var profile = await access.Readings.ProfileAsync(parsed.GetRequiredValue(id), parsed.GetValue(limit), cancellationToken);
            if (parsed.GetValue(json))
            {
                parsed.WriteJson(profile);
                return CommandLine.Done;
            }

            Print(parsed, profile);
            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>How many readings are looked at.</summary>
    public static Option<int> ReadingLimit() => new("--limit")
    {
        Description = "How many readings are looked at, the newest; 1 to 5000.",
        HelpName = "N",
        DefaultValueFactory = _ => DeviceReadings.DefaultLimit,
    };

    private static void Print(ParseResult parsed, ProfileView profile)
    {
        var served = profile.Rule is { } rule ? $"rule {rule} ran on the last one" : "no rule ran on the last one";
        parsed.WriteLine($"{profile.DeviceId}: {profile.Readings} {(profile.Readings == 1 ? "reading" : "readings")}, {Answer.Show(profile.First)} to {Answer.Show(profile.Last)}; {served}.");
        foreach (var topic in profile.Topics)
        {
            parsed.WriteLine("");
            parsed.WriteLine($"{Name(topic.SubTopic)}: {topic.Readings} readings, payload {topic.Payload}: {Answer.Safe(topic.Reason, 300)}.");
            if (topic.Fields.Count > 0)
            {
                parsed.WriteColumns(["FIELD", "TYPE", "IN", "MIN", "MAX", "CHANGES", "MOVES", "NO VALUE", "EXAMPLES"], [.. topic.Fields.Select(field => Row(field, topic))]);
            }

            if (topic.Cut)
            {
                parsed.WriteLine("There are more fields than are looked at.");
            }
        }

        parsed.WriteLine("");
        parsed.WriteLine((profile.OtherTopics > 0 ? $"{profile.OtherTopics} more topics are not looked at. " : "") + $"'busroot rules suggest {profile.DeviceId}' suggests a mapping.");
    }

    /// <summary>A topic as people are told of it.</summary>
    public static string Name(string subTopic) => subTopic.Length == 0 ? "Raw topic" : $"Topic …/{Answer.Safe(subTopic)}";

    private static string[] Row(FieldView field, TopicProfileView topic) =>
    [
        Answer.Safe(field.Path, PathLength), field.Type, $"{100 * field.Readings / Math.Max(1, topic.Readable)}%", Number(field.Minimum), Number(field.Maximum), $"{field.Changes}", Moves(field),
        Answer.Safe(string.Join(", ", field.NoValues.Select(entry => $"{entry.Key} {entry.Value}x")), PathLength), Answer.Safe(string.Join(", ", field.Examples), PathLength),
    ];

    private static string Moves(FieldView field)
    {
        var wraps = field.Wraps > 0 ? $", wraps at {field.WrapsAtBits} bits {field.Wraps}x" : "";
        var restarts = field is { Moves: "rises and restarts", Restarts: > 0 } ? $", restarts {field.Restarts}x" : "";
        var rate = field.PerHour is { } perHour && field.Moves != "up and down" ? string.Create(CultureInfo.InvariantCulture, $", {perHour:0.###} an hour") : "";
        return (field.Moves?.Replace(" and restarts", "", StringComparison.Ordinal) ?? "-") + wraps + restarts + rate;
    }

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "-";
}
