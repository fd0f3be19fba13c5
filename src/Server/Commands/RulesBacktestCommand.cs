using System.CommandLine;
using Busroot.Server.Hosting;
using Busroot.Server.Rules;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Commands;

/// <summary><c>busroot rules backtest</c>: what a rule would have made of what a device has sent, beside what was published.</summary>
internal static class RulesBacktestCommand
{
    private const int Shown = 400;

    private static readonly TimeSpan LastHour = TimeSpan.FromHours(1);

    public static Command Create()
    {
        var rule = new Argument<string>("RULE|DIR") { Description = "The id of a rule, or the folder of one; what is in the folder now is run." };
        var device = new Option<string>("--device") { Description = "The device whose history is run.", HelpName = "ID", Required = true };
        var since = MomentOption.Since();
        since.Description += " Without it: the last hour. What the rule remembers is empty then.";
        var limit = new Option<int>("--limit") { Description = "How many readings at most, the oldest first.", DefaultValueFactory = _ => 10_000 };
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var command = new ExampleCommand(
            "backtest", "Run a rule over a device's recorded readings and compare with what was published; nothing is published. Exit code 1 when something differs, or there is nothing to compare.",
            "busroot rules backtest rules/acme/press --device acme/press-1 --since 12h") { rule, device, since, limit, data, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (id, files) = Read(parsed.GetRequiredValue(rule));
            using var access = await RuleAccess.OpenAsync(parsed, data, rules: null, cancellationToken);
            var from = parsed.GetValue(since) ?? TimeProvider.System.GetUtcNow() - LastHour;
            var request = new BacktestRequest(id, files, parsed.GetRequiredValue(device), from, parsed.GetValue(limit));
            var result = await access.Administration.BacktestAsync(request, cancellationToken);
            if (parsed.GetValue(json))
            {
                parsed.WriteJson(result);
            }
            else
            {
                Print(parsed, request, result);
            }

            return result.Readings > 0 && result.Equal == result.Readings ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static void Print(ParseResult parsed, BacktestRequest request, BacktestView result)
    {
        foreach (var difference in result.Differences)
        {
            parsed.WriteLine($"#{difference.Sequence}  {Answer.Show(difference.At)}  {Answer.Safe(difference.Payload, Shown)}");
            parsed.WriteLine($"  was       {Answer.Safe(difference.Was, Shown)}");
            parsed.WriteLine($"  would be  {Answer.Safe(difference.Would, Shown)}");
        }

        var left = result.Different + result.Failed - result.Differences.Count;
        if (left > 0)
        {
            parsed.WriteLine($"... and {left} more.");
        }

        parsed.WriteLine(result.Readings == 0
            ? $"Nothing to compare: no raw reading of {request.Device} since {Answer.Show(request.Since)} is in the history. --since looks further back."
            : $"{request.Rule}@{result.Revision}: {Answer.Count(result.Readings, "reading")} of {request.Device}, {result.Equal} equal, {result.Different} different, {result.Failed} would fail.");
        if (result.More)
        {
            parsed.WriteLine($"There are more: these are the first {request.Limit} since {Answer.Show(request.Since)}; --limit takes more.");
        }
    }

    private static (string Id, IReadOnlyList<RuleFileBytes> Files) Read(string what)
    {
        var folder = new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Directory.Exists(what) ? what : Path.Combine(ServerArguments.DefaultRules(), what))));
        var id = $"{folder.Parent?.Name}/{folder.Name}";
        var source = RuleSource.Read(folder.Parent?.Parent?.FullName ?? "/", id);
        return source.IsEmpty
            ? throw new CommandFailure($"'{what}' is no folder of a rule, and no rule in {Path.GetFullPath(ServerArguments.DefaultRules())}.")
            : (id, [.. source.Files.Where(file => !IsExamples(file.Key)).Select(file => new RuleFileBytes(file.Key, file.Value.ToArray()))]);
    }

    private static bool IsExamples(string name) => name.StartsWith("examples.", StringComparison.Ordinal); // they decide nothing, and make requests large
}
