using System.Text;
using Busroot.Server.Commands;
using Busroot.Storage.History;
using Busroot.Transformer;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;

namespace Busroot.Server.Rules;

/// <summary>Runs a rule on one recorded reading after the other and counts where it gives something else than was published.</summary>
internal sealed class BacktestComparison(Rule rule, DeviceContext device) : IDisposable
{
    private const int ShownDifferences = 20;
    private const int ShownPayload = 400;

    private readonly RuleRunner _runner = new();
    private readonly SignalBuffer _output = new();
    private readonly DeviceState _state = new();
    private readonly List<BacktestDifference> _differences = [];
    private int _equal;
    private int _different;
    private int _failed;

    /// <summary>Readings that were run.</summary>
    public int Readings => _equal + _different + _failed;

    /// <summary>Runs the next reading of the device.</summary>
    public void Run(StoredFrame frame)
    {
        while (_runner.NextDue is { } due && due <= frame.At && _runner.TryRunDue(due, _output, out _))
        {
            _output.Clear();
        }

        _output.Clear();
        var outcome = _runner.Apply(rule, InputFrom(frame), _output);
        var would = Signals().ToList();
        if (IsEqual(frame, outcome, would))
        {
            _equal++;
            return;
        }

        var fails = outcome is RuleOutcome.Failed;
        _failed += fails ? 1 : 0;
        _different += fails ? 0 : 1;
        if (_differences.Count < ShownDifferences)
        {
            _differences.Add(new BacktestDifference(frame.Sequence, frame.At, MessageText.Payload(frame.Payload.Span, ShownPayload), Was(frame), Would(outcome, would)));
        }
    }

    /// <summary>What came of it so far.</summary>
    /// <param name="more">Whether there are readings it was not run on.</param>
    public BacktestView Result(bool more) => new(rule.Revision, Readings, _equal, _different, _failed, more, _differences);

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

    private IEnumerable<Publication> Signals() =>
        Enumerable.Range(0, _output.Count).Select(i => new Publication(_output[i].Station, _output.GetPayload(_output[i]).ToArray()));

    private static IEnumerable<Publication> Signals(StoredFrame frame) => frame.Signals.Select(signals => new Publication(signals.Station, signals.Json));

    // Topics have no order among each other, so neither have stations; what goes to one of them has.
    private static bool IsEqual(StoredFrame frame, RuleOutcome outcome, List<Publication> would) => (outcome, frame.Outcome) switch
    {
        (RuleOutcome.Produced, FrameOutcome.Produced) => would.OrderBy(one => one.Station, StringComparer.Ordinal)
            .SequenceEqual(Signals(frame).OrderBy(one => one.Station, StringComparer.Ordinal)),
        (RuleOutcome.Failed, FrameOutcome.Failed) => true,
        (RuleOutcome.Ignored, FrameOutcome.Ignored or FrameOutcome.Unmapped) => true,
        _ => false,
    };

    private static string Was(StoredFrame frame) => frame.Outcome switch
    {
        FrameOutcome.Produced => Shown(Signals(frame)),
        FrameOutcome.Failed => $"failed: {frame.Error}",
        FrameOutcome.Unmapped => "nothing (no rule served the device)",
        _ => Nothing(frame.Error),
    };

    private static string Would(RuleOutcome outcome, List<Publication> would) => outcome switch
    {
        RuleOutcome.Failed { At: { } at } failed => $"failed at line {at.Line}, column {at.Column}: {failed.Message}",
        RuleOutcome.Failed failed => $"failed: {failed.Message}",
        RuleOutcome.Ignored ignored => Nothing(ignored.Reason),
        _ => Shown(would),
    };

    private static string Nothing(string? why) => why is null ? "nothing" : $"nothing ({why})";

    private static string Shown(IEnumerable<Publication> signals) => string.Join(", ", signals.Select(one => one.ToString()));

    private sealed record Publication(string? Station, ReadOnlyMemory<byte> Json)
    {
        public bool Equals(Publication? other) => other is not null && Station == other.Station && SignalComparison.AreEqual(Json.Span, other.Json.Span);

        public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Station ?? "");

        public override string ToString() => (Station is null ? "" : $"{Station}: ") + Encoding.UTF8.GetString(Json.Span);
    }
}
