using Busroot.Server.Commands;
using Busroot.Transformer.Signals;

namespace Busroot.Server.Rules;

/// <summary>A reading of which a rule would make something else, for people.</summary>
/// <param name="Device">The device that sent it.</param>
/// <param name="At">When it arrived.</param>
/// <param name="Payload">What the device sent; of a long one the beginning.</param>
/// <param name="Was">What came of it.</param>
/// <param name="Would">What would come of it.</param>
/// <param name="Signals">The signals that differ when both publish, such as <c>rssi: -65 -> -66</c>.</param>
internal sealed record ReadingDifference(string Device, DateTimeOffset At, string Payload, string Was, string Would, IReadOnlyList<string> Signals)
{
    private const int ShownPayload = 400;
    private const int ShownResult = 2000; // a rule may publish a hundred objects
    private const int ShownSignals = 20;

    /// <summary>Its number in the history; null for one that is not stored yet.</summary>
    public long? Sequence { get; init; }

    /// <summary>Puts into words how two results differ.</summary>
    public static ReadingDifference Of(
        string device, DateTimeOffset at, ReadOnlySpan<byte> payload, ReadingResult was, ReadingResult would, IReadOnlyList<SignalDifference> signals) =>
        new(device, at, MessageText.Payload(payload, ShownPayload), Cut(was), Cut(would), [.. signals.Take(ShownSignals).Select(signal => signal.ToString())]);

    private static string Cut(ReadingResult result) => result.ToString() is { Length: > ShownResult } text ? text[..ShownResult] + "…" : result.ToString();
}
