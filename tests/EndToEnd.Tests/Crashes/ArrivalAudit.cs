namespace Busroot.EndToEnd.Tests.Crashes;

/// <summary>Compares what devices published with what subscribers received.</summary>
internal sealed class ArrivalAudit
{
    public int LostAtQos1 { get; private set; }

    public int RepeatedAtQos1 { get; private set; }

    public int LostAtQos2 { get; private set; }

    public int RepeatedAtQos2 { get; private set; }

    /// <summary>Every signal at least once, in order as far as it is new, and a second time only from another run of the server.</summary>
    public void CheckAtLeastOnce(LedgerDevice device, LedgerSubscriber subscriber)
    {
        var signals = subscriber.Received[device.Login.Signals];
        var first = signals.DistinctBy(signal => signal.Number).ToList();
        LostAtQos1 += device.Published - first.Count;
        RepeatedAtQos1 += signals.Count - first.Count;
        CheckOrder(device, first);
        signals.Should().OnlyContain(signal => signal.Count == signal.Number);
        signals.GroupBy(signal => signal.Number).Should().OnlyContain(
            same => same.Select(signal => signal.Run).Distinct().Count() == same.Count(), "only a kill makes a signal of {0} come again", device.Login.User);
    }

    /// <summary>Every signal once, in order.</summary>
    public void CheckExactlyOnce(LedgerDevice device, LedgerSubscriber subscriber)
    {
        var signals = subscriber.Received[device.Login.Signals];
        var numbers = signals.Select(signal => signal.Number).ToHashSet();
        LostAtQos2 += device.Published - numbers.Count;
        RepeatedAtQos2 += signals.Count - numbers.Count;
        CheckOrder(device, signals);
        signals.Should().OnlyContain(signal => signal.Count == signal.Number);
    }

    private static void CheckOrder(LedgerDevice device, IEnumerable<Signal> signals) =>
        signals.Select(signal => signal.Number).Should().Equal(Enumerable.Range(1, device.Published), "these are the readings of {0}", device.Login.User);
}
