using System.CommandLine;
using Busroot.Server.Rules;

namespace Busroot.Server.Commands;

/// <summary><c>busroot rules diff</c>: how the files of two revisions differ.</summary>
internal static class RulesDiffCommand
{
    public static Command Create()
    {
        var rule = RuleOptions.Rule();
        var before = new Argument<string?>("FROM") { Description = "A revision, by number or hash. Without it: the one before TO.", Arity = ArgumentArity.ZeroOrOne };
        var after = new Argument<string?>("TO") { Description = "A revision. Without it: the one that is live.", Arity = ArgumentArity.ZeroOrOne };
        var data = SharedOptions.Data();
        var directory = RuleOptions.Directory();
        var command = new ExampleCommand("diff", "Show how two revisions of a rule differ.", "busroot rules diff arduino/opta-dau", "busroot rules diff arduino/opta-dau 3 5") { rule, before, after, data, directory };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var id = parsed.GetRequiredValue(rule);
            using var access = await RuleAccess.OpenAsync(parsed, data, directory, cancellationToken);
            var kept = await access.Administration.RevisionsAsync(id, cancellationToken);
            var to = parsed.GetValue(after) is { } text ? RuleAccess.Pick(kept, id, text) : kept.FirstOrDefault(revision => revision.Live) ?? kept[0];
            var from = parsed.GetValue(before) is { } other ? RuleAccess.Pick(kept, id, other)
                : kept.FirstOrDefault(revision => revision.Number < to.Number) ?? throw new CommandFailure($"Rule {id} has no revision before {to.Number}.");
            Print(parsed, (from, to),
                await access.Administration.FilesAsync(id, from.Number, cancellationToken), await access.Administration.FilesAsync(id, to.Number, cancellationToken));
            return CommandLine.Done;
        });
        return command;
    }

    private static void Print(ParseResult parsed, (RevisionView From, RevisionView To) revisions, IReadOnlyList<RuleFileView> before, IReadOnlyList<RuleFileView> after)
    {
        foreach (var name in before.Concat(after).Select(file => file.Name).Distinct(StringComparer.Ordinal))
        {
            var lines = TextDifference.Of(TextOf(before, name), TextOf(after, name)).ToList();
            if (lines.Count > 0)
            {
                parsed.WriteLine($"--- {name} (revision {revisions.From.Number}, {Answer.Show(revisions.From.At)})");
                parsed.WriteLine($"+++ {name} (revision {revisions.To.Number}, {Answer.Show(revisions.To.At)})");
                lines.ForEach(line => parsed.WriteLine(Answer.Safe(line, 400)));
            }
        }
    }

    private static string TextOf(IReadOnlyList<RuleFileView> files, string name) => files.FirstOrDefault(file => file.Name == name)?.Text ?? "";
}
