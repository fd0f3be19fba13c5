using System.Globalization;
using System.Text;
using System.Text.Json;
using Busroot.Transformer.Signals;
using FsCheck;
using FsCheck.Fluent;

namespace Busroot.Transformer.Tests.Signals;

public class SignalBufferTests
{
    [Fact]
    public void Signals_are_written_in_canonical_order()
    {
        var set = new SignalSet();
        set.TrySet(SignalKey.Rssi, -65);
        set.TrySet(SignalKey.ProductionCompleteGood, 5);

        Written(set).Should().Be("""{"production_complete_good":5,"rssi":-65}""");
    }

    [Fact]
    public void An_empty_set_adds_nothing()
    {
        var buffer = new SignalBuffer();

        buffer.Add(null, new SignalSet());

        buffer.Count.Should().Be(0);
    }

    [Fact]
    public void Numbers_come_back_as_they_went_in() =>
        Prop.ForAll<NormalFloat>(number =>
        {
            var value = Math.Abs(number.Get);
            var set = new SignalSet();
            set.TrySet(SignalKey.ElectricalKwh, value);
            using var document = JsonDocument.Parse(Written(set));
            return document.RootElement.GetProperty("electrical_kwh").GetDouble() == value;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(-0.0, "0")]
    [InlineData(15774.45, "15774.45")]
    [InlineData(4294967295.0, "4294967295")]
    [InlineData(999999999999999.0, "999999999999999")]
    [InlineData(double.MaxValue, "1.7976931348623157E+308")]
    [InlineData(double.Epsilon, "5E-324")]
    public void Numbers_are_written_in_their_shortest_form(double value, string text)
    {
        var set = new SignalSet();
        set.TrySet(SignalKey.ElectricalKwh, value);

        Written(set).Should().Be($$"""{"electrical_kwh":{{text}}}""");
    }

    [Fact]
    public void Publications_stay_readable_while_the_buffer_grows()
    {
        var buffer = new SignalBuffer();
        var set = new SignalSet();
        for (var i = 0; i < 1000; i++)
        {
            set.Clear();
            set.TrySet(SignalKey.ProductionCountGood, i);
            buffer.Add(i % 2 == 0 ? null : "ST-01", set);
        }

        buffer.Count.Should().Be(1000);
        for (var i = 0; i < 1000; i++)
        {
            buffer[i].Station.Should().Be(i % 2 == 0 ? null : "ST-01");
            Encoding.UTF8.GetString(buffer.GetPayload(buffer[i])).Should().Be(string.Create(CultureInfo.InvariantCulture, $$"""{"production_count_good":{{i}}}"""));
        }
    }

    [Fact]
    public void A_cleared_buffer_is_empty()
    {
        var buffer = new SignalBuffer();
        var set = new SignalSet();
        set.TrySet(SignalKey.Productive, 1);
        buffer.Add(null, set);

        buffer.Clear();

        buffer.Count.Should().Be(0);
        var beyond = () => buffer[0];
        beyond.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_full_set_of_the_longest_numbers_fits()
    {
        var set = new SignalSet();
        foreach (var key in Enum.GetValues<SignalKey>())
        {
            set.TrySet(key, key switch { SignalKey.Productive => 1, SignalKey.Rssi => -123.45678901234567, _ => 1.2345678901234567E-300 });
        }

        using var document = JsonDocument.Parse(Written(set));
        document.RootElement.EnumerateObject().Should().HaveCount(8);
    }

    private static string Written(SignalSet set)
    {
        var buffer = new SignalBuffer();
        buffer.Add(null, set);
        return Encoding.UTF8.GetString(buffer.GetPayload(buffer[0]));
    }
}
