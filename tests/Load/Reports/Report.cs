using System.Globalization;
using Busroot.Load.Cases;
using Busroot.Load.Generator;
using Busroot.Load.Servers;

namespace Busroot.Load.Reports;

/// <summary>Writes results as a Markdown page.</summary>
internal static class Report
{
    /// <summary>The whole page: machine, commit, command, table.</summary>
    public static string Page(IReadOnlyList<CaseResult> results, string command, DateTimeOffset at) => $"""
        # The broker beside Mosquitto, {at:yyyy-MM-dd}

        {Machine()}; commit {Sources.Commit()}; peer {(MosquittoServer.Program is null ? "not installed" : MosquittoServer.Version)}.
        Load average when it began: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}.

            {command}

        {Table(results)}
        """;

    /// <summary>The table: medians, with the least and the most in brackets.</summary>
    public static string Table(IReadOnlyList<CaseResult> results)
    {
        string[] head =
        [
            "| case | busroot | /s | p50 / p99 ms | Mosquitto | /s | p50 / p99 ms | ratio | goal | |",
            "|---|---|---|---|---|---|---|---|---|---|",
        ];
        return string.Join('\n', head.Concat(results.Select(Row)));
    }

    /// <summary>One measurement in a line.</summary>
    public static string Line(string system, Outcome outcome) => string.Create(CultureInfo.InvariantCulture,
        $"  {system,-10} {outcome.PerSecond,10:0}/s {outcome.CpuMicroseconds,8:0.00} us CPU, p50 {outcome.MedianMilliseconds:0.000} p99 {outcome.P99Milliseconds:0.000} ms, RSS {outcome.ResidentKib / 1024.0:0.0} MiB, {outcome.KibPerConnection:0.00} KiB each{(outcome.Fault is { } fault ? "; " + fault : "")}");

    private static string Row(CaseResult result)
    {
        var reached = result.IsReached switch { true => "reached", false => "**missed**", null => "no peer" };
        var faults = result.Ours.Concat(result.Peers).Select(outcome => outcome.Fault).OfType<string>().Distinct().ToList();
        return $"| {result.Case.Title} | {Columns(result.Case, result.Ours)} | {Columns(result.Case, result.Peers)} | {(result.Ratio is { } ratio ? Number(ratio) : "–")} | {Goal(result.Case)} | {string.Join("; ", faults.Prepend(reached))} |";
    }

    private static string Columns(LoadCase loadCase, IReadOnlyList<Outcome> outcomes)
    {
        if (outcomes.Count == 0)
        {
            return "– | – | –";
        }

        var values = outcomes.Select(loadCase.ValueOf).ToList();
        var value = $"{Number(CaseResult.Median(outcomes, loadCase.ValueOf))} ({Number(values.Min())}–{Number(values.Max())})";
        var perSecond = Thousands(CaseResult.Median(outcomes, outcome => outcome.PerSecond));
        var latency = loadCase.Measure is Measure.Cpu or Measure.Latency
            ? string.Create(CultureInfo.InvariantCulture, $"{CaseResult.Median(outcomes, o => o.MedianMilliseconds):0.000} / {CaseResult.Median(outcomes, o => o.P99Milliseconds):0.000}")
            : "–";
        return $"{value} | {perSecond} | {latency}";
    }

    private static string Goal(LoadCase loadCase)
    {
        var ratio = loadCase.GoalRatio is { } goal ? $"{(loadCase.Measure == Measure.Connects ? "≥" : "≤")} {Number(goal)} x" : null;
        var value = loadCase.GoalValue is { } most ? $"≤ {most.ToString("0", CultureInfo.InvariantCulture)}{(loadCase.Measure == Measure.Latency ? " ms" : "")}" : null;
        var p99 = loadCase.GoalP99 is { } latest ? $"p99 ≤ {latest.ToString("0.0", CultureInfo.InvariantCulture)} ms" : null;
        return string.Join(", ", new[] { ratio, value, p99 }.OfType<string>());
    }

    private static string Number(double value) => value.ToString(value >= 100 ? "#,0" : "0.00", CultureInfo.InvariantCulture);

    private static string Thousands(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Machine()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown CPU";
        return $"{Environment.ProcessorCount} x {model}, {Environment.OSVersion.VersionString}, .NET {Environment.Version}";
    }
}
