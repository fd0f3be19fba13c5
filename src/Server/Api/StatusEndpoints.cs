using Busroot.Broker.Identity;
using Busroot.Broker.Persistence;
using Busroot.Server.Hosting;
using Busroot.Server.Pipeline;
using Busroot.Storage;
using Busroot.Storage.History;
using Busroot.Storage.Quarantine;
using Busroot.Transformer.Rules;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Busroot.Server.Api;

internal static class StatusEndpoints
{
    public static void MapStatus(this IEndpointRouteBuilder api) => api.MapGet("/status", Status);

    /// <summary>For a supervisor: live while the process answers, ready while the broker takes connections. Without a login, so without details.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithMetadata(new NeedsNoLogin());

        health.MapGet("/live", () => TypedResults.Text("live\n"));
        health.MapGet("/ready", Ready);
    }

    private static ContentHttpResult Ready(IBrokerHost broker, ServerOptions options)
    {
        var persistence = options.Persistence == PersistenceMode.Durable ? "" : $" (persistence is {options.PersistenceText})";
        var answer = $"{(broker.IsReady ? "ready" : "not ready")}{Explain(broker.Trouble?.Fault)}{persistence}\n";
        return TypedResults.Text(answer, statusCode: broker.IsReady ? 200 : 503);
    }

    // The kind only: whoever asks has no login, and the log has the file and the cause.
    private static string Explain(StorageFault? trouble) => trouble switch
    {
        null => "",
        StorageFault.DiskFull => ": the disk is full. Nothing is acknowledged until there is room",
        StorageFault.NotWritable => ": the database cannot be written. Nothing is acknowledged until it can",
        StorageFault.Damaged => ": the database is damaged. Nothing is acknowledged",
        _ => ": storing fails. Nothing is acknowledged until it works; the log says why",
    };

    private static Ok<StatusView> Status(
        ServerStart start, ServerOptions options, TimeProvider time, IBrokerHost broker, Registry registry, RuleSet rules, HistoryStore history, QuarantineStore quarantine) =>
        TypedResults.Ok(new StatusView(
            ServerVersion.Text,
            start.At,
            (long)(time.GetUtcNow() - start.At).TotalSeconds,
            broker.IsReady,
            options.PersistenceText,
            broker.Addresses.ToDictionary(listener => listener.Name, listener => listener.EndPoint.ToString()),
            registry.DeviceCount,
            rules.Rules.Length,
            rules.Problems.Length,
            broker.Trouble?.Message,
            history.Totals,
            history.Totals.Unmapped == 0 ? 0 : history.Unmapped().Count,
            quarantine.Count().Sum(count => count.Entries),
            quarantine.Totals,
            broker.Counters));
}
