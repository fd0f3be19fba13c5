using System.Text;
using Busroot.Transformer.Suggestions;

namespace Busroot.Transformer.Tests.Suggestions;

public class MappingSuggestionTests
{
    [Fact]
    public void Fields_are_told_with_their_range_resets_and_sentinels()
    {
        var profile = Of("""{"m":{"kWh":10.5},"c1":3,"rssi":-60}""", """{"m":{"kWh":-1},"c1":0,"rssi":-61}""", """{"m":{"kWh":11},"c1":2,"rssi":-1}""", "not JSON");

        (profile.Payloads, profile.Readable).Should().Be((4, 3));
        profile.Fields.Select(field => field.Path).Should().Equal("m.kWh", "c1", "rssi");
        var energy = profile.Fields[0];
        (energy.Changes, energy.Drops, energy.IsCounter).Should().Be((1, 0, true));
        (energy.Minimum!.Value, energy.Maximum!.Value).Should().Be((10.5, 11.0));
        energy.Sentinels.Should().Equal(new Dictionary<double, int> { [-1] = 1 });
        profile.Fields[1].IsCounter.Should().BeFalse();
        profile.Fields[1].Drops.Should().Be(1);
    }

    [Fact]
    public void A_signal_is_suggested_with_its_reason_and_what_stands_for_no_value()
    {
        var signals = MappingSuggestion.For(Of(
            """{"m":{"kWh":10.5},"c1":3,"rssi":-60,"state":"RUN"}""", """{"m":{"kWh":-1},"c1":0,"rssi":-61,"state":"STOP"}""", """{"m":{"kWh":11},"c1":2,"rssi":-60,"state":"RUN"}"""));

        signals.Select(signal => (signal.Signal, signal.Mapping)).Should().BeEquivalentTo(
        [
            ("rssi", "\"rssi\""),
            ("electrical_kwh", """{ "path": "m.kWh", "not": [-1] }"""),
            ("production_complete_good", "\"c1\""),
            ("productive", """{ "path": "state", "map": { "RUN": 1, "STOP": 0 } }"""),
        ]);
        signals.Should().OnlyContain(signal => signal.Reason.Length > 0);
    }

    [Fact]
    public void One_quantity_is_not_suggested_twice()
    {
        var signals = MappingSuggestion.For(Of("""{"good_total":1,"good_step":1}""", """{"good_total":2,"good_step":0}""", """{"good_total":4,"good_step":2}"""));

        signals.Should().ContainSingle().Which.Signal.Should().Be("production_count_good");
    }

    private static PayloadProfile Of(params string[] payloads) => PayloadProfile.Of(payloads.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text)));
}
