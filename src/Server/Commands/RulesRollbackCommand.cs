using System.CommandLine;
using Busroot.Server.Rules;

namespace Busroot.Server.Commands;

/// <summary><c>busroot rules rollback</c>: puts the files of an earlier revision back into the folder, which is what decides, and in force.</summary>
internal static class RulesRollbackCommand
{
    public static Command Create()
    {
        var rule = RuleOptions.Rule();
        var revision = new Argument<string>("REVISION") { Description = "The number of a revision, or the beginning of its hash." };
        var data = SharedOptions.Data();
        var directory = RuleOptions.Directory();
        var command = new ExampleCommand(
            "rollback", "Put an earlier revision of a rule back: its files replace those in the rule's folder, which are kept as a revision.", "busroot rules rollback arduino/opta-dau 3")
        {
            rule, revision, data, directory,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var id = parsed.GetRequiredValue(rule);
            using var access = await RuleAccess.OpenAsync(parsed, data, directory, cancellationToken);
            var picked = RuleAccess.Pick(await access.Administration.RevisionsAsync(id, cancellationToken), id, parsed.GetRequiredValue(revision));
            var (standing, waits) = await access.Administration.RollBackAsync(new RollbackRequest(id, picked.Number), Environment.UserName, cancellationToken);
            foreach (var problem in standing.Problems)
            {
                parsed.WriteLine(problem);
            }

            parsed.WriteLine(waits is null
                ? $"Rule {id} is back at revision {picked.Number} ({standing.Revision}), live as number {standing.Number}."
                : $"The files of revision {picked.Number} are back in the folder of {id}, but not in force: {waits}.");
            return waits is null || standing.Problems.Count == 0 ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }
}
