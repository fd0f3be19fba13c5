using System.Text;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Tests.Signals;

public class SignalComparisonTests
{
    [Theory]
    [InlineData("""{"productive":1}""", """{"productive":1}""")]
    [InlineData("""{"productive":1,"rssi":-65}""", """{ "rssi": -65.0, "productive": true }""")]
    [InlineData("""{"electrical_kwh":0.3}""", """{"electrical_kwh":0.30000000000000004}""")]
    [InlineData("""{"electrical_kwh":1.5}""", """{"electrical_kwh":1.500001}""")]
    [InlineData("""{"production_count_good":5}""", """{"production_count":5}""")]
    public void The_same_signals_are_equal_however_they_are_written(string one, string other)
    {
        AreEqual(one, other).Should().BeTrue();
        AreEqual(other, one).Should().BeTrue();
    }

    [Theory]
    [InlineData("""{"productive":1}""", """{"productive":0}""")]
    [InlineData("""{"electrical_kwh":1.5}""", """{"electrical_kwh":1.500002}""")]
    [InlineData("""{"productive":0}""", """{"rssi":0}""")]
    [InlineData("""{"productive":0}""", """{"productive":0,"rssi":0}""")]
    [InlineData("""{"productive":0}""", "no signals")]
    [InlineData("""{"productive":0}""", "")]
    public void Another_number_another_signal_or_one_more_makes_a_difference(string one, string other)
    {
        AreEqual(one, other).Should().BeFalse();
        AreEqual(other, one).Should().BeFalse();
    }

    private static bool AreEqual(string one, string other) => SignalComparison.AreEqual(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
