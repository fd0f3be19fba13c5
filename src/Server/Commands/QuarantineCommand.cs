using System.CommandLine;
using Busroot.Server.Administration;

namespace Busroot.Server.Commands;

/// <summary><c>busroot quarantine</c>: readings that failed.</summary>
internal static class QuarantineCommand
{
    public static Command Create() => new ExampleCommand(
        "quarantine", "Look at readings that failed, with the bytes and the reason; run them again, or discard them.",
        "busroot quarantine list", "busroot quarantine replay --rule arduino/opta-dau", "busroot quarantine discard --device acme/press-1 --reason \"test bench\"")
    {
        List(), Counts(), QuarantineReplayCommand.Create(), QuarantineDiscardCommand.Create(),
    };

    private static ExampleCommand List()
    {
        var filter = new QuarantineFilter("Also those that were run again or discarded.");
        var limit = new Option<int>("--limit") { Description = "How many, newest first.", DefaultValueFactory = _ => 20 };
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var command = new ExampleCommand("list", "List failed readings that are still open, newest first.", "busroot quarantine list --device acme/press-1 --json") { limit, data, json };
        filter.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var query = filter.Read(parsed).ToQuery(orAll: true) with { Resolved = filter.All(parsed), Limit = parsed.GetValue(limit) };
            using var access = await DataAccess.OpenAsync(parsed.GetRequiredValue(data), create: false, cancellationToken);
            Print(parsed, await access.Readings.ListQuarantineAsync(query, cancellationToken), parsed.GetValue(json));
            return CommandLine.Done;
        });
        return command;
    }

    private static ExampleCommand Counts()
    {
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var command = new ExampleCommand("counts", "Count failed readings by device, rule and failure.", "busroot quarantine counts") { data, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var access = await DataAccess.OpenAsync(parsed.GetRequiredValue(data), create: false, cancellationToken);
            var summary = await access.Readings.CountQuarantineAsync(cancellationToken);
            if (parsed.GetValue(json))
            {
                parsed.WriteJson(summary);
                return CommandLine.Done;
            }

            parsed.WriteColumns(["DEVICE", "RULE", "FAILURE", "READINGS", "LAST"], [.. summary.Counts.Select(count => new[]
            {
                count.DeviceId, count.RuleId ?? "-", count.Fault, $"{count.Entries}", Answer.Show(count.Last),
            })]);
            parsed.WriteLine($"{summary.Totals.Entries} readings, {summary.Totals.PayloadBytes} bytes; {summary.Totals.Dropped} older ones made room for newer ones.");
            return CommandLine.Done;
        });
        return command;
    }

    private static void Print(ParseResult parsed, IReadOnlyList<QuarantineView> readings, bool json)
    {
        if (json)
        {
            parsed.WriteJson(readings);
            return;
        }

        if (readings.Count == 0)
        {
            parsed.WriteLine("No failed readings.");
        }

        foreach (var reading in readings)
        {
            var where = reading.Line is null ? "" : $" at line {reading.Line}, column {reading.Column}";
            parsed.WriteLine($"#{reading.Sequence}  {Answer.Show(reading.Arrived)}  {reading.DeviceId}  {Answer.Safe(reading.Topic)}");
            parsed.WriteLine($"    {reading.Fault}: {Answer.Safe(reading.Message, 300)}{(reading.Rule is null ? "" : $" (rule {reading.Rule}, revision {reading.Revision}{where})")}");
            if (Ending(reading) is { } ending)
            {
                parsed.WriteLine($"    {ending}");
            }

            parsed.WriteLine($"    {reading.Encoding}: {Answer.Safe(reading.Payload, 300)}");
        }
    }

    private static string? Ending(QuarantineView reading) => reading.Resolution switch
    {
        null => reading.Attempts == 0 ? null : $"run again {reading.Attempts} times since, this is how it failed last",
        "replayed" => $"run again {Answer.Show(reading.ResolvedAt!.Value)} by revision {reading.ReplayRevision ?? "-"}, and closed",
        _ => $"discarded {Answer.Show(reading.ResolvedAt!.Value)}: {Answer.Safe(reading.Reason ?? "", 300)}",
    };
}
