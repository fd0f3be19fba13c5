using System.CommandLine;
using System.Globalization;
using Busroot.Server.Rules;

namespace Busroot.Server.Commands;

/// <summary><c>busroot rules suggest</c>: what a device sends, field by field, and a rule that may fit.</summary>
internal static class RulesSuggestCommand
{
    public static Command Create()
    {
        var device = SharedOptions.DeviceId();
        var target = new Option<string?>("--out") { Description = "Write the suggested rule as a folder below this directory, such as rules.", HelpName = "DIR" };
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var command = new ExampleCommand("suggest", "Show the fields of a device's recorded readings and suggest a rule.", "busroot rules suggest acme/press-9 --out rules") { device, target, data, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var access = RuleAccess.Open(parsed.GetRequiredValue(data), rules: null);
            var suggestion = await access.Administration.SuggestAsync(parsed.GetRequiredValue(device), cancellationToken);
            if (parsed.GetValue(json))
            {
                parsed.WriteJson(suggestion);
            }
            else
            {
                Print(parsed, suggestion);
            }

            if (parsed.GetValue(target) is { } directory && suggestion.Files.Count > 0)
            {
                Write(Path.Combine(directory, suggestion.Device), suggestion.Files);
                parsed.WriteLine($"Written to {Path.Combine(directory, suggestion.Device)}. Check it, then 'busroot rules test' it.");
            }

            return suggestion.Signals.Count > 0 ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static void Print(ParseResult parsed, SuggestionView suggestion)
    {
        parsed.WriteLine($"{suggestion.Readings} readings of {suggestion.Device}, {suggestion.Readable} of them JSON.");
        parsed.WriteColumns(["FIELD", "TYPE", "IN", "MIN", "MAX", "CHANGES", "DROPS", "NOTES"], [.. suggestion.Fields.Select(field => new[]
        {
            Answer.Safe(field.Path, 60), field.Type, $"{field.Count}", Number(field.Minimum), Number(field.Maximum), $"{field.Changes}", $"{field.Drops}", Notes(field),
        })]);
        foreach (var signal in suggestion.Signals)
        {
            parsed.WriteLine($"{signal.Signal} from {Answer.Safe(signal.Field)}: {Answer.Safe(signal.Reason, 300)}");
        }

        if (suggestion.Signals.Count == 0)
        {
            parsed.WriteLine("No field looks like a signal. rules/README.md shows how payloads that are not JSON are read.");
        }
    }

    private static string Notes(FieldView field) => string.Join("; ", new[]
    {
        field.Counter ? "only grows" : null,
        field.Sentinels.Count > 0 ? $"no value: {string.Join(", ", field.Sentinels.Select(value => Number(value)))}" : null,
        field.Texts.Count > 0 ? Answer.Safe(string.Join(", ", field.Texts), 60) : null,
    }.OfType<string>());

    private static string Number(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static void Write(string folder, IReadOnlyList<RuleFileView> files)
    {
        try
        {
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            {
                throw new CommandFailure($"{folder} is there already and is left as it is. Name another directory with --out.");
            }

            Directory.CreateDirectory(folder);
            foreach (var file in files)
            {
                File.WriteAllText(Path.Combine(folder, file.Name), file.Text);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"The rule cannot be written to {folder}: {error.Message}");
        }
    }
}
