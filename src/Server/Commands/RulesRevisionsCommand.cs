using System.CommandLine;

namespace Busroot.Server.Commands;

/// <summary><c>busroot rules revisions</c>: what a rule was, when, and who saw to it.</summary>
internal static class RulesRevisionsCommand
{
    public static Command Create()
    {
        var rule = RuleOptions.Rule();
        var data = SharedOptions.Data();
        var directory = RuleOptions.Directory();
        var json = SharedOptions.Json();
        var command = new ExampleCommand("revisions", "List the revisions of a rule that are kept, newest first.", "busroot rules revisions arduino/opta-dau") { rule, data, directory, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var access = await RuleAccess.OpenAsync(parsed, data, directory, cancellationToken);
            var revisions = await access.Administration.RevisionsAsync(parsed.GetRequiredValue(rule), cancellationToken);
            if (parsed.GetValue(json))
            {
                parsed.WriteJson(revisions);
                return CommandLine.Done;
            }

            parsed.WriteColumns(["NUMBER", "REVISION", "SINCE", "BY", ""], [.. revisions.Select(revision => new[]
            {
                $"{revision.Number}", revision.Revision ?? "-", Answer.Show(revision.At), revision.By, revision.Live ? "live" : revision.WentLive ? "" : "kept before a rollback, never live",
            })]);
            return CommandLine.Done;
        });
        return command;
    }
}
