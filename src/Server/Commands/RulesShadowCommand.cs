using System.CommandLine;
using Busroot.Server.Rules;

namespace Busroot.Server.Commands;

/// <summary><c>busroot rules shadow</c>: candidates beside live rules.</summary>
internal static class RulesShadowCommand
{
    public static Command Create() => new ExampleCommand(
        "shadow", "Run a candidate beside a live rule on live readings, publish nothing of it, and see how it compares.",
        "busroot rules shadow start acme/press --folder drafts/press", "busroot rules shadow show acme/press", "busroot rules shadow stop acme/press")
        {
            RulesShadowStartCommand.Create(), List(), Show(), Stop(),
        };

    private static ExampleCommand List()
    {
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var command = new ExampleCommand("list", "List the candidates that run, and those that ended by themselves.", "busroot rules shadow list") { data, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var access = RuleAccess.Open(parsed.GetRequiredValue(data), rules: null);
            var shadows = await access.Administration.ShadowsAsync(cancellationToken);
            if (parsed.GetValue(json))
            {
                parsed.WriteJson(shadows);
                return CommandLine.Done;
            }

            if (shadows.Count == 0)
            {
                parsed.WriteLine("No candidate runs in shadow.");
                return CommandLine.Done;
            }

            parsed.WriteColumns(["RULE", "CANDIDATE", "LIVE", "SINCE", "READINGS", "EQUAL", "NOT EQUAL", "LEFT OUT", ""], [.. shadows.Select(shadow => new[]
            {
                shadow.Rule, shadow.Candidate, shadow.Live, Answer.Show(shadow.Since), $"{shadow.Counts.Readings}", $"{shadow.Counts.Equal}",
                $"{shadow.Counts.Readings - shadow.Counts.Equal - shadow.Counts.Unfinished}", $"{shadow.Counts.LeftOut}", shadow.Ended is null ? "" : "ended by itself; 'show' says why",
            })]);
            return CommandLine.Done;
        });
        return command;
    }

    private static ExampleCommand Show()
    {
        var rule = RuleOptions.Rule();
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var command = new ExampleCommand("show", "Show how a candidate compares, with the last readings of which it would make something else. Exit code 1 when there are any, or it ended by itself.",
            "busroot rules shadow show acme/press") { rule, data, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var access = RuleAccess.Open(parsed.GetRequiredValue(data), rules: null);
            var shadow = await access.Administration.ShadowAsync(parsed.GetRequiredValue(rule), cancellationToken);
            Print(parsed, shadow, parsed.GetValue(json));
            return shadow is { Ended: null, Differences: [] } ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static ExampleCommand Stop()
    {
        var rule = RuleOptions.Rule();
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var command = new ExampleCommand("stop", "End a candidate and show how it compared; nothing of it is kept.", "busroot rules shadow stop acme/press") { rule, data, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var access = RuleAccess.Open(parsed.GetRequiredValue(data), rules: null);
            Print(parsed, await access.Administration.StopShadowAsync(parsed.GetRequiredValue(rule), Environment.UserName, cancellationToken), parsed.GetValue(json));
            return CommandLine.Done;
        });
        return command;
    }

    private static void Print(ParseResult parsed, ShadowView shadow, bool json)
    {
        if (json)
        {
            parsed.WriteJson(shadow);
        }
        else
        {
            parsed.WriteShadow(shadow);
        }
    }
}
