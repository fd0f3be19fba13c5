using System.CommandLine;
using System.Globalization;
using Busroot.Server.Hosting;
using Busroot.Server.Rules;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Commands;

/// <summary><c>busroot rules backtest</c>: what a rule would have made of what a device has sent, beside what was published.</summary>
internal static class RulesBacktestCommand
{
    public static Command Create()
    {
        var rule = new Argument<string>("RULE|DIR") { Description = "The id of a rule, or the folder of one; what is in the folder now is run." };
        var device = new Option<string>("--device") { Description = "The device whose history is run.", HelpName = "ID", Required = true };
        var since = new Option<string>("--since") { Description = "How far back, such as 90m, 12h or 7d.", HelpName = "TIME", DefaultValueFactory = _ => "1h" };
        var limit = new Option<int>("--limit") { Description = "How many readings at most, the oldest first.", DefaultValueFactory = _ => 10_000 };
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var command = new ExampleCommand(
            "backtest", "Run a rule over a device's recorded readings and compare with what was published; nothing is published. Exit code 1 when something differs.",
            "busroot rules backtest rules/acme/press --device acme/press-1 --since 12h") { rule, device, since, limit, data, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (id, files) = Read(parsed.GetRequiredValue(rule));
            using var access = await RuleAccess.OpenAsync(parsed, data, rules: null, cancellationToken);
            var from = TimeProvider.System.GetUtcNow() - Span(parsed.GetRequiredValue(since));
            var result = await access.Administration.BacktestAsync(new BacktestRequest(id, files, parsed.GetRequiredValue(device), from, parsed.GetValue(limit)), cancellationToken);
            if (parsed.GetValue(json))
            {
                parsed.WriteJson(result);
            }
            else
            {
                Print(parsed, id, result);
            }

            return result.Equal == result.Readings ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static void Print(ParseResult parsed, string id, BacktestView result)
    {
        foreach (var difference in result.Differences)
        {
            parsed.WriteLine($"#{difference.Sequence}  {Answer.Show(difference.At)}  {Answer.Safe(difference.Payload)}");
            parsed.WriteLine($"  - {Answer.Safe(difference.Was, 400)}");
            parsed.WriteLine($"  + {Answer.Safe(difference.Would, 400)}");
        }

        var left = result.Different + result.Failed - result.Differences.Count;
        parsed.WriteLine(left > 0 ? $"... and {left} more." : "");
        parsed.WriteLine($"{id} {result.Revision}: {result.Readings} readings, {result.Equal} equal, {result.Different} different, {result.Failed} would fail.");
    }

    private static (string Id, IReadOnlyList<RuleFileBytes> Files) Read(string what)
    {
        var isFolder = Directory.Exists(what) && Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(what))) is { Length: > 0 };
        var folder = new DirectoryInfo(Path.GetFullPath(isFolder ? what : Path.Combine(ServerArguments.DefaultRules(), what)));
        var id = $"{folder.Parent?.Name}/{folder.Name}";
        var source = RuleSource.Read(folder.Parent?.Parent?.FullName ?? "/", id);
        return source.IsEmpty
            ? throw new CommandFailure($"'{what}' is no folder of a rule, and no rule in {Path.GetFullPath(ServerArguments.DefaultRules())}.")
            : (id, [.. source.Files.Select(file => new RuleFileBytes(file.Key, file.Value.ToArray()))]);
    }

    private static TimeSpan Span(string text)
    {
        var unit = text.Length == 0 ? ' ' : text[^1];
        if (double.TryParse(text.AsSpan(0, Math.Max(0, text.Length - 1)), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count is > 0 and < 10_000_000)
        {
            switch (unit)
            {
                case 's': return TimeSpan.FromSeconds(count);
                case 'm': return TimeSpan.FromMinutes(count);
                case 'h': return TimeSpan.FromHours(count);
                case 'd' when count <= 36_500: return TimeSpan.FromDays(count);
            }
        }

        throw new CommandFailure($"--since {text}: this is no span of time; write a number and s, m, h or d, such as 90m or 7d.");
    }
}
