using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Busroot.Server.Api;
using Busroot.Storage.History;

namespace Busroot.Server.Commands;

/// <summary><c>busroot status</c>: whether the server of a data directory runs and is well; made for health checks too.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var command = new ExampleCommand("status", "Show how the running server is doing; exit code 1 when it does not run or takes no connections.", "busroot status") { data, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var status = await ReadAsync(Path.GetFullPath(parsed.GetRequiredValue(data)), cancellationToken);
            if (parsed.GetValue(json))
            {
                parsed.WriteJson(status);
            }
            else
            {
                Print(parsed, status);
            }

            return status.Ready ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static async Task<StatusView> ReadAsync(string directory, CancellationToken cancellationToken)
    {
        if (DataHolder.ReadServer(directory) is not var (server, key))
        {
            throw new CommandFailure($"No server runs on {directory}. Start one with 'busroot up --data {directory}'.");
        }

        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Http, Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        try
        {
            return (await client.GetFromJsonAsync("/api/v1/status", ApiJson.Default.StatusView, cancellationToken))!;
        }
        catch (Exception error) when (error is HttpRequestException or JsonException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new CommandFailure($"The server at {server.Http.Authority} does not answer ({error.Message}). It may have been killed, or be starting or stopping.");
        }
    }

    private static void Print(ParseResult parsed, StatusView status)
    {
        parsed.WriteLine($"busroot {status.Version}, {(status.Ready ? "ready" : "NOT READY")}, up {TimeSpan.FromSeconds(status.UptimeSeconds)}");
        if (status.Trouble is { } trouble)
        {
            parsed.WriteLine($"{"TROUBLE",-24}{Answer.Safe(trouble, 500)} Nothing is acknowledged until this is mended.");
        }

        foreach (var (name, address) in status.Listeners)
        {
            parsed.WriteLine($"{name,-24}{address}");
        }

        parsed.WriteLine($"{"persistence",-24}{status.Persistence}");
        parsed.WriteLine($"{"devices",-24}{status.Devices}");
        parsed.WriteLine($"{"rules",-24}{status.Rules}{(status.RuleProblems == 0 ? "" : $" ({status.RuleProblems} problems; 'busroot rules list' lists them)")}");
        parsed.WriteLine($"{"history",-24}{Kept(status.History)}");
        parsed.WriteLine($"{"unmapped devices",-24}{status.UnmappedDevices}{(status.UnmappedDevices == 0 ? "" : " ('busroot unmapped' lists them)")}");
        parsed.WriteLine($"{"quarantine",-24}{status.QuarantineOpen} open, {status.Quarantine.Entries} kept{(status.Quarantine.Dropped == 0 ? "" : $" ({status.Quarantine.Dropped} older ones dropped)")}");
        foreach (var (name, value) in status.Counters.OrderBy(counter => counter.Key, StringComparer.Ordinal))
        {
            parsed.WriteLine($"{name,-24}{value}");
        }
    }

    private static string Kept(HistoryTotals history)
    {
        var oldest = history.Oldest is { } time ? $", since {Answer.Show(time)}" : "";
        var damaged = history.Damaged == 0 ? "" : $"; {history.Damaged} parts cannot be read, the log of the server names them";
        return string.Create(CultureInfo.InvariantCulture, $"{history.Frames} frames, {history.StoredBytes / 1048576.0:0.0} MiB{oldest}{damaged}");
    }
}
