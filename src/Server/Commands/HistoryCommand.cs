using System.CommandLine;
using Busroot.Server.Administration;

namespace Busroot.Server.Commands;

/// <summary><c>busroot history</c>: what a device sent, and what became of it.</summary>
internal static class HistoryCommand
{
    public static Command Create()
    {
        var id = SharedOptions.DeviceId();
        var since = MomentOption.Since();
        var until = MomentOption.Until();
        var outcome = new Option<string?>("--outcome") { Description = "Only frames of which this became." };
        outcome.AcceptOnlyFromAmong("produced", "ignored", "failed", "unmapped", "duplicate");
        var limit = new Option<int>("--limit") { Description = "How many, newest first; any number.", DefaultValueFactory = _ => 20 };
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var command = new ExampleCommand(
            "history", "Show what a device sent, newest first, and what became of each frame.",
            "busroot history acme/press-1", "busroot history acme/press-1 --since 1h --outcome failed", "busroot history acme/press-1 --since 2026-05-01 --until 2026-05-02 --limit 5000 --json")
        {
            id, since, until, outcome, limit, data, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var selection = new HistorySelection
            {
                Since = parsed.GetValue(since), Until = parsed.GetValue(until), Outcome = parsed.GetValue(outcome), Limit = parsed.GetValue(limit),
            };
            using var access = await DataAccess.OpenAsync(parsed.GetRequiredValue(data), create: false, cancellationToken);
            var frames = await ReadAsync(access.Readings, parsed.GetRequiredValue(id), selection, cancellationToken);
            Print(parsed, frames, parsed.GetValue(json));
            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>Reads as many frames as asked for, page after page.</summary>
    private static async Task<IReadOnlyList<HistoryView>> ReadAsync(
        IReadingAdministration readings, string deviceId, HistorySelection selection, CancellationToken cancellationToken)
    {
        if (selection.Limit <= HistorySelection.MaximumLimit)
        {
            return await readings.ReadHistoryAsync(deviceId, selection, cancellationToken);
        }

        var all = new List<HistoryView>();
        IReadOnlyList<HistoryView> page;
        do
        {
            var more = Math.Min(selection.Limit - all.Count, HistorySelection.MaximumLimit);
            page = await readings.ReadHistoryAsync(deviceId, selection with { Limit = more, Before = all.Count == 0 ? null : all[^1].Sequence }, cancellationToken);
            all.AddRange(page);
        }
        while (page.Count > 0 && all.Count < selection.Limit);
        return all;
    }

    private static void Print(ParseResult parsed, IReadOnlyList<HistoryView> frames, bool json)
    {
        if (json)
        {
            parsed.WriteJson(frames);
            return;
        }

        if (frames.Count == 0)
        {
            parsed.WriteLine("No frames.");
        }

        foreach (var frame in frames)
        {
            Print(parsed, frame);
        }
    }

    private static void Print(ParseResult parsed, HistoryView frame)
    {
        var rule = frame.Rule is null ? "" : $"  {frame.Rule}@{frame.Revision}";
        parsed.WriteLine($"#{frame.Sequence}  {Answer.Show(frame.At)}  {frame.Outcome}{rule}  {Answer.Safe(frame.Topic)}{Flags(frame)}");
        parsed.WriteLine($"    {frame.Encoding}: {Answer.Safe(frame.Payload, 300)}");
        foreach (var signals in frame.Signals)
        {
            parsed.WriteLine($"    -> {Answer.Safe(signals.Topic)}  {Answer.Safe(signals.Values.GetRawText(), 300)}");
        }

        if (frame.Error is { } error)
        {
            parsed.WriteLine($"    {(frame.Outcome == "failed" ? "error" : "because")}: {Answer.Safe(error, 300)}");
        }
    }

    private static string Flags(HistoryView frame)
    {
        (bool Is, string Name)[] flags =
        [
            (frame.Retain, "retained"), (frame.Dup, "sent again"), (frame.Backlog, "backlog"), (frame.Native, "signals"),
            (frame.ReplayOf is not null, $"#{frame.ReplayOf} run again"), (frame.ReplayOfQuarantined is not null, $"quarantine #{frame.ReplayOfQuarantined} run again"),
        ];
        var said = string.Join(", ", flags.Where(flag => flag.Is).Select(flag => flag.Name));
        return said.Length == 0 ? "" : $"  ({said})";
    }
}
