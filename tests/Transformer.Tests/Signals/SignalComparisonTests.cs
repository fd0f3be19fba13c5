using System.Text;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Tests.Signals;

public class SignalComparisonTests
{
    [Theory]
    [InlineData("""{"electrical_kwh":1.5}""", """{"electrical_kwh":1.5000005}""")]
    [InlineData("""{"rssi":-65,"productive":1}""", """{"productive":1,"rssi":-65}""")]
    [InlineData("""ST-1 {"rssi":-65}|ST-2 {"rssi":-66}""", """ST-2 {"rssi":-66}|ST-1 {"rssi":-65}""")]
    [InlineData("", "")]
    public void What_is_the_same_to_every_subscriber_is_no_difference(string was, string would) => Compare(was, would).Should().BeEmpty();

    [Theory]
    [InlineData("""{"electrical_kwh":1.5}""", """{"electrical_kwh":1.500002}""", "electrical_kwh: 1.5 -> 1.500002")]
    [InlineData("""{"rssi":-65,"productive":1}""", """{"rssi":-66}""", "productive: 1 -> nothing|rssi: -65 -> -66")]
    [InlineData("""{"rssi":-65}""", "", "rssi: -65 -> nothing")]
    [InlineData("""ST-1 {"rssi":-65}""", """{"rssi":-65}""", "ST-1 rssi: -65 -> nothing|rssi: nothing -> -65")]
    public void Each_signal_that_differs_is_named_with_both_values(string was, string would, string differences) =>
        Compare(was, would).Should().Equal(differences.Split('|'));

    [Fact]
    public void Within_a_topic_the_order_counts() =>
        Compare("""{"rssi":-1}|{"rssi":-2}""", """{"rssi":-2}|{"rssi":-1}""").Should().Equal("rssi: -1 -> -2", "rssi: -2 -> -1");

    private static IEnumerable<string> Compare(string was, string would) => SignalComparison.Between(Of(was), Of(would)).Select(difference => difference.ToString());

    private static PublishedSignals[] Of(string text) =>
    [
        .. text.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(' ') is [var station, var json]
            ? new PublishedSignals(station, Encoding.UTF8.GetBytes(json))
            : new PublishedSignals(null, Encoding.UTF8.GetBytes(one))),
    ];
}
