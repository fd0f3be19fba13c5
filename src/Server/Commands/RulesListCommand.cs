using System.CommandLine;
using Busroot.Server.Rules;

namespace Busroot.Server.Commands;

/// <summary><c>busroot rules list</c>: what runs, since when, whom it serves, and what is wrong with folders.</summary>
internal static class RulesListCommand
{
    public static Command Create()
    {
        var data = SharedOptions.Data();
        var directory = RuleOptions.Directory();
        var json = SharedOptions.Json();
        var command = new ExampleCommand("list", "List the rules in force, and everything that is wrong with the rules directory; exit code 1 when something is.", "busroot rules list") { data, directory, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var access = await RuleAccess.OpenAsync(parsed, data, directory, cancellationToken);
            var rules = await access.Administration.ListAsync(cancellationToken);
            if (parsed.GetValue(json))
            {
                parsed.WriteJson(rules);
            }
            else
            {
                parsed.WriteColumns(["RULE", "KIND", "REVISION", "NUMBER", "SINCE", "DEVICES", "PROBLEMS"], [.. rules.Select(rule => new[]
                {
                    rule.Id, rule.Kind ?? "-", rule.Revision ?? "-", rule.Number is { } number ? $"{number}" : "-", Since(rule), $"{rule.Devices}",
                    rule.Problems.Count == 0 ? "" : $"{rule.Problems.Count}",
                })]);
                foreach (var problem in rules.SelectMany(rule => rule.Problems))
                {
                    parsed.WriteLine(problem);
                }
            }

            return rules.All(rule => rule.Problems.Count == 0) ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static string Since(RuleView rule) => rule.Since is { } since ? Answer.Show(since) : rule.Revision is null ? "-" : "when it starts";
}
