using System.CommandLine;
using Busroot.Server.Administration;

namespace Busroot.Server.Commands;

/// <summary><c>busroot quarantine replay</c>: runs failed readings again, once their rule has been mended.</summary>
internal static class QuarantineReplayCommand
{
    public static Command Create()
    {
        var filter = new QuarantineFilter("Every open reading.");
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var command = new ExampleCommand(
            "replay", "Run failed readings again with the present rule, each device's in order; those that give signals are published, once, and closed.",
            "busroot quarantine replay --rule arduino/opta-dau", "busroot quarantine replay --device acme/press-1 --since 1d", "busroot quarantine replay --all") { data, json };
        filter.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var which = filter.Read(parsed);
            using var access = await DataAccess.OpenAsync(parsed.GetRequiredValue(data), create: false, cancellationToken);
            var result = await ReplayText.FollowAsync(parsed, next => access.Readings.ReplayQuarantineAsync(
                new QuarantineReplayDraft { Id = which.Id, Device = which.Device, Rule = which.Rule, Fault = which.Fault, Since = which.Since, All = which.All, Next = next },
                cancellationToken));
            ReplayText.Print(parsed, result, parsed.GetValue(json));
            return CommandLine.Done;
        });
        return command;
    }
}
