using System.Text;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Tests.Signals;

public class NativeSignalsTests
{
    [Theory]
    [InlineData("""{"rssi":-65,"production_complete":5}""", """{"production_complete_good":5,"rssi":-65}""")]
    [InlineData("""{"production_count":12.4}""", """{"production_count_good":12.4}""")]
    [InlineData("""{"productive":true}""", """{"productive":1}""")]
    [InlineData("""{"productive":false}""", """{"productive":0}""")]
    [InlineData(""" { "productive" : 1.0 } """, """{"productive":1}""")]
    [InlineData("""{"electrical_kwh":1.577445e4}""", """{"electrical_kwh":15774.45}""")]
    [InlineData("""{"rss\u0069":-0}""", """{"rssi":0}""")]
    public void Valid_signals_leave_in_canonical_form(string payload, string published) => Check(payload).Should().Be(published);

    [Theory]
    [InlineData("", "InvalidPayload: the payload is empty; expected a JSON object of signals")]
    [InlineData("{}", "InvalidPayload: the object has no signal; at least one is needed")]
    [InlineData("[1]", "InvalidPayload: signals are one flat JSON object such as {\"productive\":1}; this is \"[1]\"")]
    [InlineData("5", "InvalidPayload: signals are one flat JSON object such as {\"productive\":1}; this is \"5\"")]
    [InlineData("""{"rssi":-65""", "InvalidPayload: not valid JSON at byte 11*")]
    [InlineData("""{"rssi":nan}""", "InvalidPayload: not valid JSON at byte 9*")]
    [InlineData("""{"rssi":-65}{"rssi":-66}""", "InvalidPayload: not valid JSON at byte 12*")]
    [InlineData("""{"rssi":-65,"rssi":-66}""", "InvalidPayload: rssi is given twice, by its name or its alias; send it once")]
    [InlineData("""{"production_count":1,"production_count_good":1}""", "InvalidPayload: production_count_good is given twice*")]
    [InlineData("""{"rsi":-65}""", "UnknownSignal: \"rsi\" is not a signal; did you mean \"rssi\"?")]
    [InlineData("""{"line_speed":4}""", "UnknownSignal: \"line_speed\" is not a signal; the signals are production_complete_good, *")]
    [InlineData("""{"rssi":45}""", "InvalidValue: rssi is 45; expected a number of dBm from -200 to 20")]
    [InlineData("""{"rssi":null}""", "InvalidValue: rssi is null; expected a number of dBm from -200 to 20")]
    [InlineData("""{"rssi":"-65"}""", "InvalidValue: rssi is the text \"-65\"; expected a number*")]
    [InlineData("""{"productive":2}""", "InvalidValue: productive is 2; expected 0 or 1 (true and false are accepted)")]
    [InlineData("""{"electrical_kwh":true}""", "InvalidValue: electrical_kwh is true; expected a number of at least 0")]
    [InlineData("""{"electrical_kwh":1e999}""", "InvalidValue: electrical_kwh is 1e999; expected a number of at least 0")]
    [InlineData("""{"electrical_kwh":{"a":1}}""", "InvalidValue: electrical_kwh is an object*")]
    [InlineData("""{"\ud800":1}""", "InvalidPayload: not valid JSON*")]
    public void Invalid_signals_are_refused_with_the_key_the_value_and_what_is_expected(string payload, string message) => Check(payload).Should().Match(message);

    private static string Check(string payload)
    {
        var output = new SignalBuffer();
        var device = new DeviceContext("acme/press-1", "acme", null, []);
        var outcome = new RuleRunner().CheckNative(new RuleInput { Device = device, Payload = Encoding.UTF8.GetBytes(payload) }, output);
        if (outcome is RuleOutcome.Failed failed)
        {
            output.Count.Should().Be(0);
            return $"{failed.Fault}: {failed.Message}";
        }

        return Encoding.UTF8.GetString(output.GetPayload(output[0]));
    }
}
