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
            var source = Read(parsed.GetRequiredValue(rule));
            using var access = RuleAccess.Open(parsed.GetRequiredValue(data), rules: null);
            var from = TimeProvider.System.GetUtcNow() - Span(parsed.GetRequiredValue(since));
            var result = await access.Administration.BacktestAsync(new BacktestRequest(source.Id, RuleFileBytes.Of(source), parsed.GetRequiredValue(device), from, parsed.GetValue(limit)), cancellationToken);
            if (parsed.GetValue(json))
            {
                parsed.WriteJson(result);
            }
            else
            {
                Print(parsed, source.Id, result);
            }

            return result.Equal == result.Readings ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static void Print(ParseResult parsed, string id, BacktestView result)
    {
        foreach (var difference in result.Differences)
        {
            parsed.WriteDifference($"#{difference.Sequence}", difference);
        }

        var left = result.Different + result.Failed - result.Differences.Count;
        parsed.WriteLine(left > 0 ? $"... and {left} more." : "");
        parsed.WriteLine($"{id} {result.Revision}: {result.Readings} readings, {result.Equal} equal, {result.Different} different, {result.Failed} would fail.");
    }

    private static RuleSource Read(string what)
    {
        var isFolder = Directory.Exists(what) && Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(what))) is { Length: > 0 };
        return CandidateFolder.TryRead(isFolder ? what : Path.Combine(ServerArguments.DefaultRules(), what))
            ?? throw new CommandFailure($"'{what}' is no folder of a rule, and no rule in {Path.GetFullPath(ServerArguments.DefaultRules())}.");
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
