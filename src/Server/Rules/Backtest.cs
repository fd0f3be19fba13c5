using System.Text;
using Busroot.Broker.Identity;
using Busroot.Server.Administration;
using Busroot.Server.Commands;
using Busroot.Server.Pipeline;
using Busroot.Storage.History;
using Busroot.Transformer;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;

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
    private const int ShownDifferences = 20;

    /// <summary>Runs it.</summary>
    /// <exception cref="AdministrationException">The rule has problems, or a field cannot be accepted.</exception>
    /// <exception cref="Storage.StorageException">The history cannot be read.</exception>
    /// <remarks>Threads: any; never one of the pipeline's. Cost: some microseconds a reading, and reading the history.</remarks>
    public BacktestView Run(BacktestRequest request, CancellationToken cancellationToken)
    {
        if (request.Limit is < 1 or > MostReadings)
        {
            throw AdministrationException.Invalid([("limit", $"A backtest runs on 1 to {MostReadings} readings.")]);
        }

        var rule = Compile(request);
        using var comparison = new Comparison(rule, ContextOf(request.Device));
        foreach (var frame in Frames(request, cancellationToken).Take(request.Limit))
        {
            comparison.Run(frame);
        }

        return comparison.Result();
    }

    private static Rule Compile(BacktestRequest request)
    {
        var source = RuleSource.Of(request.Rule, request.Files.Select(file => new KeyValuePair<string, ReadOnlyMemory<byte>>(file.Name, file.Bytes)));
        var folder = CompiledFolder.Of(source, ScriptLimits.Default);
        return folder.Rule ?? throw AdministrationException.Invalid(folder.Problems.Select(problem => ("files", problem.ToString())));
    }

    private DeviceContext ContextOf(string deviceId)
    {
        if (!DeviceId.TryParse(deviceId, out _, out var why))
        {
            throw AdministrationException.Invalid([("device", why)]);
        }

        var record = registry.TryFind(deviceId, out var found) ? found : null; // a device that was removed may have history
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

    private sealed class Comparison(Rule rule, DeviceContext device) : IDisposable
    {
        private readonly RuleRunner _runner = new();
        private readonly SignalBuffer _output = new();
        private readonly DeviceState _state = new();
        private readonly List<BacktestDifference> _differences = [];
        private int _equal;
        private int _different;
        private int _failed;

        public void Run(StoredFrame frame)
        {
            while (_runner.NextDue is { } due && due <= frame.At && _runner.TryRunDue(due, _output, out _))
            {
                _output.Clear();
            }

            _output.Clear();
            var outcome = _runner.ApplyToItsEnd(rule, InputFrom(frame), _output);
            var (was, would) = (Was(frame), Would(outcome));
            var fails = outcome is RuleOutcome.Failed;
            if (was == would || (fails && frame.Outcome == FrameOutcome.Failed))
            {
                _equal++;
                return;
            }

            _failed += fails ? 1 : 0;
            _different += fails ? 0 : 1;
            if (_differences.Count < ShownDifferences)
            {
                _differences.Add(new BacktestDifference(frame.Sequence, frame.At, MessageText.Payload(frame.Payload.Span, 400), was, would));
            }
        }

        public BacktestView Result() => new(rule.Revision, _equal + _different + _failed, _equal, _different, _failed, _differences);

        public void Dispose() => _runner.Dispose();

        private RuleInput InputFrom(StoredFrame frame) => new()
        {
            Device = device,
            Topic = Encoding.UTF8.GetBytes(frame.Topic),
            Payload = frame.Payload.Span,
            At = frame.At,
            Retain = frame.Retain,
            Dup = frame.Dup,
            Backlog = frame.Backlog,
            Qos = frame.Qos,
            State = _state,
        };

        private static string Was(StoredFrame frame) => frame.Outcome switch
        {
            FrameOutcome.Produced => Shown(frame.Signals.Select(signals => (signals.Station, Encoding.UTF8.GetString(signals.Json.Span)))),
            FrameOutcome.Failed => $"failed: {frame.Error}",
            _ => "nothing",
        };

        private string Would(RuleOutcome outcome) => outcome switch
        {
            RuleOutcome.Produced => Shown(Enumerable.Range(0, _output.Count).Select(i => (_output[i].Station, Encoding.UTF8.GetString(_output.GetPayload(_output[i]))))),
            RuleOutcome.Failed failed => $"failed: {failed.Message}",
            _ => "nothing",
        };

        private static string Shown(IEnumerable<(string? Station, string Json)> signals) =>
            string.Join(", ", signals.Select(entry => entry.Station is null ? entry.Json : $"{entry.Station}: {entry.Json}"));
    }
}
