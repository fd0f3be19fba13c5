using System.Globalization;
using Busroot.Load.Generator;
using Busroot.Load.Servers;

namespace Busroot.Load.Cases;

/// <summary>One server under the same load for a long time.</summary>
internal static class Soak
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Runs it and prints a line a minute, then the sums.</summary>
    /// <param name="minutes">At least 2.</param>
    /// <param name="rate">Readings a second, of 100 devices.</param>
    /// <param name="output">Gets the lines.</param>
    /// <returns>Whether nothing was lost, doubled or out of order.</returns>
    public static bool Run(int minutes, int rate, TextWriter output)
    {
        var (server, _) = BusrootServer.Start(new ServerSetup());
        using (server)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"commit {Sources.Commit()}, {minutes} minutes at {rate} readings/s, QoS 1, durable, history on"));
            output.WriteLine("minute  signals/s  CPU us  p50 ms  p99 ms  resident MiB  files MiB");
            using var generator = new LoadGenerator(CaseList.Signals(qos: 1) with { Rate = rate, DurableSubscribers = true }, server);
            var minute = 0;
            var outcomes = generator.Run(WarmUp, Interval, minutes, outcome => output.WriteLine(Line(++minute, outcome, server.DataBytes)));
            output.WriteLine(Sums(outcomes));
            return outcomes[^1].Fault is null;
        }
    }

    /// <summary>The growth of memory: least squares over the second half, when everything that has a bound has had time to reach it.</summary>
    /// <returns>KiB a minute.</returns>
    private static double Slope(IReadOnlyList<Outcome> outcomes)
    {
        var settled = outcomes.Skip(outcomes.Count / 2).Select((outcome, minute) => (X: (double)minute, Y: (double)outcome.ResidentKib)).ToList();
        if (settled.Count < 2)
        {
            return 0;
        }

        var (x, y) = (settled.Average(point => point.X), settled.Average(point => point.Y));
        return settled.Sum(point => (point.X - x) * (point.Y - y)) / settled.Sum(point => (point.X - x) * (point.X - x));
    }

    private static string Line(int minute, Outcome outcome, long dataBytes) => string.Create(CultureInfo.InvariantCulture,
        $"{minute,6}  {outcome.PerSecond,9:0}  {outcome.CpuMicroseconds,6:0.0}  {outcome.MedianMilliseconds,6:0.0}  {outcome.P99Milliseconds,6:0.0}  {outcome.ResidentKib / 1024.0,12:0.0}  {dataBytes / 1048576.0,9:0}");

    private static string Sums(IReadOnlyList<Outcome> outcomes) => string.Create(CultureInfo.InvariantCulture,
        $"{outcomes.Sum(outcome => outcome.PerSecond * Interval.TotalSeconds):0} signals; {outcomes[^1].Fault ?? "nothing lost, doubled or out of order"}; p99 {CaseResult.Median(outcomes, outcome => outcome.P99Milliseconds):0.0} ms "
        + $"in the median minute, {outcomes.Max(outcome => outcome.P99Milliseconds):0.0} ms in the worst; memory grows by {Slope(outcomes):0} KiB a minute over the second half");
}
