using System.CommandLine;
using Busroot.Server.Administration;

namespace Busroot.Server.Commands;

/// <summary><c>busroot quarantine discard</c>: closes failed readings that nobody needs.</summary>
internal static class QuarantineDiscardCommand
{
    public static Command Create()
    {
        var filter = new QuarantineFilter("Every open reading.");
        var reason = new Option<string>("--reason") { Description = "Why, for whoever looks later.", Required = true };
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var command = new ExampleCommand(
            "discard", "Close failed readings that nobody needs; they stay listed with --all until others need their room.",
            "busroot quarantine discard --device acme/press-1 --reason \"test bench\"") { reason, data, json };
        filter.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var which = filter.Read(parsed);
            var draft = new QuarantineDiscardDraft
            {
                Id = which.Id, Device = which.Device, Rule = which.Rule, Fault = which.Fault, Since = which.Since, All = which.All, Reason = parsed.GetRequiredValue(reason),
            };
            using var access = await DataAccess.OpenAsync(parsed.GetRequiredValue(data), create: false, cancellationToken);
            var discarded = await access.Readings.DiscardQuarantineAsync(draft, cancellationToken);
            if (parsed.GetValue(json))
            {
                parsed.WriteJson(discarded);
            }
            else
            {
                parsed.WriteLine(discarded.Discarded == 0 ? "No open reading is among these." : $"{discarded.Discarded} discarded.");
            }

            return CommandLine.Done;
        });
        return command;
    }
}
