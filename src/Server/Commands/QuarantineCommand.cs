using System.CommandLine;
using Busroot.Server.Administration;
using Busroot.Storage.Quarantine;

namespace Busroot.Server.Commands;

/// <summary><c>busroot quarantine</c>: readings that failed.</summary>
internal static class QuarantineCommand
{
    public static Command Create() => new ExampleCommand(
        "quarantine", "Look at readings that failed, with the bytes and the reason.", "busroot quarantine list", "busroot quarantine counts") { List(), Counts() };

    private static ExampleCommand List()
    {
        var device = new Option<string?>("--device") { Description = "Only of this device.", HelpName = "ID" };
        var rule = new Option<string?>("--rule") { Description = "Only of this rule." };
        var fault = new Option<string?>("--fault") { Description = "Only this kind of failure, such as InvalidPayload." };
        var limit = new Option<int>("--limit") { Description = "How many, newest first.", DefaultValueFactory = _ => 20 };
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var command = new ExampleCommand("list", "List failed readings, newest first.", "busroot quarantine list --device acme/press-1 --json")
        {
            device, rule, fault, limit, data, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var query = new QuarantineQuery
            {
                DeviceId = parsed.GetValue(device), RuleId = parsed.GetValue(rule), Fault = parsed.GetValue(fault), Limit = parsed.GetValue(limit),
            };
            using var access = await DataAccess.OpenAsync(parsed.GetRequiredValue(data), create: false, cancellationToken);
            Print(parsed, await access.Administration.ListQuarantineAsync(query, cancellationToken), parsed.GetValue(json));
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
            var summary = await access.Administration.CountQuarantineAsync(cancellationToken);
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
            parsed.WriteLine($"    {reading.Encoding}: {Answer.Safe(reading.Payload, 300)}");
        }
    }
}
