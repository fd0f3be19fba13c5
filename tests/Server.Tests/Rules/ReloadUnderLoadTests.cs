using System.Globalization;
using Busroot.Server.Rules;
using Busroot.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Busroot.Server.Tests.Rules;

/// <summary>
/// A rule is edited every second while its devices send 5,000 readings a second; every third edit is broken first. BUSROOT_RELOAD_SECONDS=60 makes it the long form; what it
/// measured is in the test's output.
/// </summary>
public sealed class ReloadUnderLoadTests(ITestOutputHelper output) : IDisposable
{
    private const int BrokenEvery = 3;
    private static readonly int Edits = int.Parse(Environment.GetEnvironmentVariable("BUSROOT_RELOAD_SECONDS") ?? "4", CultureInfo.InvariantCulture);

    private readonly TemporaryDirectory _directory = new();
    private readonly List<TimeSpan> _untilLive = [];
    private readonly List<TimeSpan> _untilSaid = [];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task No_reading_is_lost_doubled_or_transformed_by_half_a_revision_while_a_rule_is_edited()
    {
        var rule = new MarkedRule(_directory.Rules);
        rule.Write(1);
        await using var server = await RunningServer.StartWholeAsync(_directory.Rules);
        await using var load = await MarkedLoad.StartAsync(server);

        await EditAsync(server, rule, load);
        await load.EndAsync();

        var signals = load.Received;
        signals.Should().OnlyContain(signal => signal.OfRuleJson == signal.OfRuleJs, "each reading is transformed by one revision, not by half of one");
        signals.Should().NotContain(signal => signal.OfRuleJs >= MarkedRule.Broken, "a broken edit never takes effect");
        foreach (var device in signals.GroupBy(signal => signal.Topic))
        {
            device.Select(signal => signal.Number).Should().Equal(Enumerable.Range(1, load.SentByEach), "none is lost, doubled or out of order");
            device.Select(signal => signal.OfRuleJs).Should().BeInAscendingOrder("a device does not go back to an earlier revision");
        }

        signals.Select(signal => signal.Topic).Distinct().Should().HaveCount(MarkedLoad.Devices);
        signals.Select(signal => signal.OfRuleJs).Distinct().Order().Should().Equal(Enumerable.Range(1, Edits + 1), "every sound edit takes effect while readings come");
        Report(load);
    }

    private async Task EditAsync(RunningServer server, MarkedRule rule, MarkedLoad load)
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        for (var marker = 2; marker <= Edits + 1; marker++)
        {
            await second.WaitForNextTickAsync();
            if (marker % BrokenEvery == 0)
            {
                var place = rule.Break(kind: marker / BrokenEvery);
                await MeasureAsync(_untilSaid, () => IsSaid(server, place));
                Standing(server).Rule!.Description.Should().Be(MarkedRule.Description(marker - 1), "what was in force stays in force");
            }

            rule.Write(marker);
            await MeasureAsync(_untilLive, () => load.LastMarker >= marker);
            Standing(server).Problems.Should().BeEmpty();
        }
    }

    // In the log, and in what 'rules list' shows.
    private static bool IsSaid(RunningServer server, string place) =>
        Standing(server).Problems.Any(problem => problem.ToString().Contains(place, StringComparison.Ordinal))
        && server.Log.Any(line => line.StartsWith("Error 4701", StringComparison.Ordinal) && line.Contains(place, StringComparison.Ordinal));

    private static RuleStanding Standing(RunningServer server) => server.Host.Services.GetRequiredService<LiveRules>().Standing(MarkedRule.Id)!;

    private static async Task MeasureAsync(List<TimeSpan> times, Func<bool> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        await Eventually.True(condition);
        times.Add(TimeProvider.System.GetElapsedTime(start));
    }

    private void Report(MarkedLoad load)
    {
        output.WriteLine($"{load.Received.Count} readings of {MarkedLoad.Devices} devices in {load.Elapsed.TotalSeconds:F1} s, {load.Received.Count / load.Elapsed.TotalSeconds:F0} a second; lost 0, doubled 0, out of order 0, of half a revision 0");
        output.WriteLine($"{_untilLive.Count} edits, written until a signal of theirs has come: {Shown(_untilLive)}");
        output.WriteLine($"{_untilSaid.Count} broken edits, written until the problem is in the log and in the list: {Shown(_untilSaid)}");
    }

    private static string Shown(List<TimeSpan> times) => times.Count == 0 ? "none"
        : $"median {times.Order().ElementAt(times.Count / 2).TotalMilliseconds:F0} ms, most {times.Max().TotalMilliseconds:F0} ms";
}
