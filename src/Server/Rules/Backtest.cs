using Busroot.Broker.Identity;
using Busroot.Server.Administration;
using Busroot.Server.Pipeline;
using Busroot.Storage.History;
using Busroot.Transformer;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;

namespace Busroot.Server.Rules;

/// <summary>Runs a rule over the recorded readings of a device, from an empty state, publishes nothing, and compares with what was published.</summary>
/// <remarks>
/// Native signals, redeliveries and replays are left out: no rule ran on them, or not for the first time. What a Node-RED function publishes by a timer
/// is no reading and is not compared.
/// </remarks>
internal sealed class Backtest(HistoryStore history, Registry registry)
{
    private const int Page = 1000;
    private const int MostReadings = 100_000;

    /// <summary>Runs it.</summary>
    /// <exception cref="AdministrationException">The rule has problems, a field cannot be accepted, or there is no such device.</exception>
    /// <exception cref="Storage.StorageException">The history cannot be read.</exception>
    /// <remarks>Threads: any; never one of the pipeline's. Cost: some microseconds a reading, and reading the history.</remarks>
    public BacktestView Run(BacktestRequest request, CancellationToken cancellationToken)
    {
        var problems = Problems(request).ToList();
        if (problems.Count > 0)
        {
            throw AdministrationException.Invalid(problems);
        }

        using var comparison = new BacktestComparison(Compile(request), ContextOf(request.Device));
        foreach (var frame in Frames(request, cancellationToken))
        {
            if (comparison.Readings == request.Limit)
            {
                return comparison.Result(more: true);
            }

            comparison.Run(frame);
        }

        return comparison.Result(more: false);
    }

    private static IEnumerable<(string Field, string Problem)> Problems(BacktestRequest request)
    {
        if (request.Limit is < 1 or > MostReadings)
        {
            yield return ("limit", $"A backtest runs on 1 to {MostReadings} readings.");
        }

        if (!DeviceId.TryParse(request.Device, out _, out var why))
        {
            yield return ("device", why);
        }

        if (string.IsNullOrEmpty(request.Rule))
        {
            yield return ("rule", "Name the rule, such as acme/press; problems of its files are told with it.");
        }

        var names = request.Files?.Select(file => file?.Name).ToList() ?? [];
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Count || !names.TrueForAll(name => name is not null && RuleSource.FileNames.Contains(name)))
        {
            yield return ("files", $"A rule is made of {string.Join(", ", RuleSource.FileNames)}, each at most once.");
        }
    }

    private static Rule Compile(BacktestRequest request)
    {
        var files = request.Files ?? [];
        var source = RuleSource.Of(request.Rule, files.Select(file => new KeyValuePair<string, ReadOnlyMemory<byte>>(file.Name, file.Bytes)));
        var folder = CompiledFolder.Of(source, ScriptLimits.Default);
        return folder.Rule ?? throw AdministrationException.Invalid(folder.Problems.Select(problem => ("files", problem.ToString())));
    }

    private DeviceContext ContextOf(string deviceId)
    {
        var record = registry.TryFind(deviceId, out var found) ? found : null; // a device that was removed may have history
        if (record is null && history.Read(new HistoryQuery { DeviceId = deviceId, Limit = 1 }).Count == 0)
        {
            throw AdministrationException.NotFound("device", deviceId);
        }

        return new DeviceContext(deviceId, deviceId.Split('/')[0], record?.Name, record?.Variables.ToVariableValues() ?? []);
    }

    private IEnumerable<StoredFrame> Frames(BacktestRequest request, CancellationToken cancellationToken)
    {
        var query = new HistoryQuery { DeviceId = request.Device, From = request.Since, Limit = Page, OldestFirst = true };
        while (history.Read(query) is { Count: > 0 } page)
        {
            foreach (var frame in page.Where(frame => !frame.Native && frame.Outcome != FrameOutcome.Duplicate && frame.ReplayOf == 0))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return frame;
            }

            query = query with { After = page[^1].Sequence };
        }
    }
}
