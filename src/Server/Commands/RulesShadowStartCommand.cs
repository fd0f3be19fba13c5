using System.CommandLine;
using Busroot.Server.Rules;

namespace Busroot.Server.Commands;

/// <summary><c>busroot rules shadow start</c>: has a candidate run beside the live rule.</summary>
internal static class RulesShadowStartCommand
{
    public static Command Create()
    {
        var rule = RuleOptions.Rule();
        var revision = new Option<string?>("--revision") { Description = "The candidate is a revision that is kept: its number, or the beginning of its hash.", HelpName = "REVISION" };
        var folder = new Option<string?>("--folder") { Description = "The candidate is in this folder, which need not be below the rules directory: a rule.json, and for some kinds a rule.js.", HelpName = "DIR" };
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var command = new ExampleCommand("start", "Run a candidate beside a live rule, on the readings of its devices; nothing of it is published. It runs until it is stopped or the server ends.",
            "busroot rules shadow start acme/press --folder drafts/press", "busroot rules shadow start acme/press --revision 3") { rule, revision, folder, data, json };
        command.Validators.Add(result =>
        {
            if (result.GetResult(revision) is null == result.GetResult(folder) is null)
            {
                result.AddError("Name one candidate: --revision or --folder.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var source = parsed.GetValue(folder) is { } path ? CandidateFolder.Read(path) : null;
            using var access = RuleAccess.Open(parsed.GetRequiredValue(data), rules: null);
            var request = source is not null
                ? new ShadowRequest(parsed.GetRequiredValue(rule), Files: RuleFileBytes.Of(source), Folder: Path.GetFullPath(parsed.GetValue(folder)!))
                : new ShadowRequest(parsed.GetRequiredValue(rule), await NumberAsync(access, parsed.GetRequiredValue(rule), parsed.GetValue(revision)!, cancellationToken));
            var shadow = await access.Administration.StartShadowAsync(request, Environment.UserName, cancellationToken);
            if (parsed.GetValue(json))
            {
                parsed.WriteJson(shadow);
                return CommandLine.Done;
            }

            parsed.WriteLine($"{shadow.Rule}: candidate {ShadowText.Candidate(shadow)} runs in shadow. 'busroot rules shadow show {shadow.Rule}' says how it compares.");
            return CommandLine.Done;
        });
        return command;
    }

    private static async Task<long> NumberAsync(RuleAccess access, string ruleId, string revision, CancellationToken cancellationToken) =>
        RuleAccess.Pick(await access.Administration.RevisionsAsync(ruleId, cancellationToken), ruleId, revision).Number;
}
