using System.CommandLine;
using Busroot.Server.Administration;

namespace Busroot.Server.Commands;

/// <summary><c>busroot unmapped</c>: devices that send while no rule serves them.</summary>
internal static class UnmappedCommand
{
    public static Command Create()
    {
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        (data.Recursive, json.Recursive) = (true, true);
        var command = new ExampleCommand(
            "unmapped", "List devices that no rule serves, show what they send, and run it once a rule serves them.",
            "busroot unmapped", "busroot unmapped show acme/press-9", "busroot devices set acme/press-9 --rule arduino/opta-dau", "busroot unmapped replay acme/press-9")
        {
            data, json, List(data, json), UnmappedShowCommand.Create(data, json), Replay(data, json),
        };
        command.SetAction((parsed, cancellationToken) => ListAsync(parsed, parsed.GetRequiredValue(data), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static ExampleCommand List(Option<string> data, Option<bool> json)
    {
        var command = new ExampleCommand("list", "List devices that no rule serves, with an example of what they send.", "busroot unmapped list --json");
        command.SetAction((parsed, cancellationToken) => ListAsync(parsed, parsed.GetRequiredValue(data), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static ExampleCommand Replay(Option<string> data, Option<bool> json)
    {
        var id = SharedOptions.DeviceId();
        var since = MomentOption.Since();
        var command = new ExampleCommand(
            "replay", "Run what a device sent before it had a rule, in order, once each; the signals are published.", "busroot unmapped replay acme/press-9 --since 1d") { id, since };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var device = parsed.GetRequiredValue(id);
            using var access = await DataAccess.OpenAsync(parsed.GetRequiredValue(data), create: false, cancellationToken);
            var result = await ReplayText.FollowAsync(
                parsed, next => access.Readings.ReplayUnmappedAsync(device, new UnmappedReplayDraft { Since = parsed.GetValue(since), Next = next }, cancellationToken));
            ReplayText.Print(parsed, result, parsed.GetValue(json));
            return CommandLine.Done;
        });
        return command;
    }

    private static async Task<int> ListAsync(ParseResult parsed, string data, bool json, CancellationToken cancellationToken)
    {
        using var access = await DataAccess.OpenAsync(data, create: false, cancellationToken);
        var devices = await access.Readings.ListUnmappedAsync(HistorySelection.MaximumLimit, cancellationToken);
        if (json)
        {
            parsed.WriteJson(devices);
            return CommandLine.Done;
        }

        if (devices.Count == 0)
        {
            parsed.WriteLine("Every device that sent something has a rule.");
            return CommandLine.Done;
        }

        parsed.WriteColumns(["DEVICE", "FRAMES", "FIRST", "LAST", "EXAMPLE"], [.. devices.Select(device => new[]
        {
            device.DeviceId, $"{device.Frames}", Answer.Show(device.First), Answer.Show(device.Last), $"{device.Encoding}: {Answer.Safe(device.Payload ?? "", 80)}",
        })]);
        return CommandLine.Done;
    }
}
