using System.Text;
using Busroot.Broker.Identity;
using Busroot.Server.Administration;
using Busroot.Server.Pipeline;
using Busroot.Storage.History;
using Busroot.Transformer;
using Busroot.Transformer.Rules;
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

        var rule = CandidateRule.Of(request.Rule, request.Files);
        using var comparison = new Comparison(rule, ContextOf(request.Device));
        foreach (var frame in Frames(request, cancellationToken).Take(request.Limit))
        {
            comparison.Run(frame);
        }

        return comparison.Result();
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
        private readonly List<ReadingDifference> _differences = [];
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
            var outcome = _runner.Apply(rule, InputFrom(frame), _output);
            var (was, would) = (ReadingResult.Of(frame), ReadingResult.Of(outcome, _output, first: 0));
            var verdict = was.Judge(would, out var differences);
            if (verdict == Verdict.Equal)
            {
                _equal++;
                return;
            }

            _failed += verdict == Verdict.Failed ? 1 : 0;
            _different += verdict == Verdict.Failed ? 0 : 1;
            if (_differences.Count < ShownDifferences)
            {
                _differences.Add(ReadingDifference.Of(device.Id, frame.At, frame.Payload.Span, was, would, differences) with { Sequence = frame.Sequence });
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
    }
}
