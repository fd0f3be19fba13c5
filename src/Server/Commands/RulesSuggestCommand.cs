using System.CommandLine;
using Busroot.Server.Rules;

namespace Busroot.Server.Commands;

/// <summary><c>busroot rules suggest</c>: a mapping for what a device sends, with a reason for every line and for every field left out.</summary>
internal static class RulesSuggestCommand
{
    private const int FieldLength = 60;
    private const int ReasonLength = 500;

    public static Command Create()
    {
        var id = SharedOptions.DeviceId();
        var target = new Option<string?>("--out") { Description = "Write the rule to this folder, for instance rules/acme/press. A server that watches it takes the rule up at once.", HelpName = "DIR" };
        var force = new Option<bool>("--force") { Description = "Suggest a rule although one serves the device, and replace files that are there." };
        var limit = UnmappedShowCommand.ReadingLimit();
        var data = SharedOptions.Data();
        var rules = RuleOptions.Directory();
        var json = SharedOptions.Json();
        var command = new ExampleCommand(
            "suggest", "Suggest a mapping for a device from what it has sent, with reasons; exit code 1 when nothing looks like a signal.",
            "busroot rules suggest acme/press-9", "busroot rules suggest acme/press-9 --out rules/acme/press") { id, target, force, limit, data, rules, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var access = RuleAccess.Open(parsed.GetRequiredValue(data), parsed.GetValue(rules));
            var suggestion = await access.Administration.SuggestAsync(
                new SuggestionRequest(parsed.GetRequiredValue(id), parsed.GetValue(limit), parsed.GetValue(force)), cancellationToken);
            var written = suggestion.Files.Count > 0 && parsed.GetValue(target) is { } folder ? SuggestedFiles.Write(folder, suggestion.Files, parsed.GetValue(force)) : null;
            if (parsed.GetValue(json))
            {
                parsed.WriteJson(suggestion);
            }
            else
            {
                Print(parsed, suggestion);
                PrintNext(parsed, suggestion, written);
            }

            return suggestion.Lines.Count > 0 && written?.Problems.Count is null or 0 ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static void Print(ParseResult parsed, SuggestionView suggestion)
    {
        parsed.WriteLine($"{suggestion.Device}: {suggestion.Readings} {(suggestion.Readings == 1 ? "reading" : "readings")}, {Answer.Show(suggestion.First)} to {Answer.Show(suggestion.Last)}.");
        if (suggestion.Rule is { } rule)
        {
            parsed.WriteLine($"Rule {rule} serves it already; this one would take its place unless the device's record names that rule.");
        }

        parsed.WriteLine("");
        parsed.WriteLine($"\"payload\": {Answer.Safe(suggestion.Payload, ReasonLength)}");
        parsed.WriteLine($"    {Answer.Safe(suggestion.PayloadReason, ReasonLength)}");
        foreach (var line in suggestion.Lines)
        {
            parsed.WriteLine($"\"{line.Key}\": {Answer.Safe(line.Mapping, ReasonLength)}");
            parsed.WriteLine($"    {(line.Field is null ? "" : $"{Field(line.SubTopic!, line.Field)}: ")}{Answer.Safe(line.Reason, ReasonLength)}");
        }

        if (suggestion.Ignored.Count > 0)
        {
            parsed.WriteLine($"\"ignore\": {Answer.Safe(string.Join(", ", suggestion.Ignored), ReasonLength)}");
            parsed.WriteLine("    words where other payloads are readings");
        }

        PrintRest(parsed, suggestion);
    }

    private static void PrintRest(ParseResult parsed, SuggestionView suggestion)
    {
        if (suggestion.LeftOut.Count > 0)
        {
            parsed.WriteLine("");
            parsed.WriteColumns(["LEFT OUT", "WHY"], [.. suggestion.LeftOut.Select(left => new[] { Field(left.SubTopic, left.Field), Answer.Safe(left.Reason, ReasonLength) })]);
        }

        if (suggestion.Remarks.Count > 0)
        {
            parsed.WriteLine("");
            parsed.WriteLine("To check:");
            foreach (var remark in suggestion.Remarks)
            {
                parsed.WriteLine($"  {Answer.Safe(remark, ReasonLength)}");
            }
        }

        parsed.WriteLine("");
    }

    private static void PrintNext(ParseResult parsed, SuggestionView suggestion, SuggestedFiles? written)
    {
        if (suggestion.Lines.Count == 0)
        {
            parsed.WriteLine("Nothing looks like a signal, so no rule is suggested. docs/rules.md shows how to map a field by hand, and how bytes are read.");
        }
        else if (written is null)
        {
            parsed.WriteLine($"Write it as a rule folder: busroot rules suggest {suggestion.Device} --out rules/VENDOR/DEVICE");
        }
        else
        {
            written.Problems.ToList().ForEach(parsed.WriteLine);
            parsed.WriteLine($"Written to {written.Folder}: {string.Join(", ", suggestion.Files.Select(file => file.Name))}; {written.Passed} examples pass.");
            parsed.WriteLine($"Go through it, then 'busroot rules test {written.Folder}'. Once a server has taken it up, 'busroot unmapped replay {suggestion.Device}' runs what is recorded.");
        }
    }

    private static string Field(string subTopic, string path) => (subTopic.Length == 0 ? "" : $"{Answer.Safe(subTopic, FieldLength)} ") + Answer.Safe(path, FieldLength);
}
