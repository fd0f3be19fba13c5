using System.Text;
using System.Text.Json;
using Busroot.Transformer.Signals;
using NJsonSchema;

namespace Busroot.Transformer.Tests.Signals;

public class SignalContractTests
{
    private static readonly double[] Numbers = [-1e300, -201, -200, -65, -1, -1e-9, 0, 1e-9, 0.5, 1, 1.5, 2, 20, 20.000001, 21, 4294967296, 1e300];

    [Fact]
    public async Task The_compiled_check_judges_as_the_schema_does()
    {
        var schema = await Schema();
        foreach (var payload in Payloads())
        {
            var errors = schema.Validate(payload);

            Accepts(payload).Should().Be(errors.Count == 0, $"the schema says {string.Join("; ", errors)} of {payload}");
        }
    }

    [Fact]
    public async Task The_schema_names_the_signals_and_their_aliases_and_nothing_else()
    {
        var schema = await Schema();

        schema.Properties.Keys.Should().BeEquivalentTo(SignalContract.Names.Concat(SignalContract.Aliases.Keys));
    }

    [Fact]
    public void Each_alias_stands_for_its_signal()
    {
        foreach (var (alias, key) in SignalContract.Aliases)
        {
            SignalContract.TryParse(alias, out var found).Should().BeTrue();
            found.Should().Be(key);
        }
    }

    [Fact]
    public void Each_name_stands_for_the_signal_at_its_place()
    {
        foreach (var key in Enum.GetValues<SignalKey>())
        {
            SignalContract.TryParse(SignalContract.Names[(int)key], out var found).Should().BeTrue();
            found.Should().Be(key);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("RSSI")]
    [InlineData("rssi ")]
    [InlineData("line_speed")]
    public void Other_names_are_no_signals(string name) => SignalContract.TryParse(name, out _).Should().BeFalse();

    [Fact]
    public void Nothing_that_is_not_finite_is_allowed()
    {
        foreach (var key in Enum.GetValues<SignalKey>())
        {
            SignalContract.Allows(key, double.NaN).Should().BeFalse();
            SignalContract.Allows(key, double.PositiveInfinity).Should().BeFalse();
            SignalContract.Allows(key, double.NegativeInfinity).Should().BeFalse();
        }
    }

    private static async Task<JsonSchema> Schema()
    {
        using var reader = new StreamReader(SignalContract.OpenSchema());
        return await JsonSchema.FromJsonAsync(await reader.ReadToEndAsync());
    }

    private static IEnumerable<string> Payloads()
    {
        string[] names = [.. SignalContract.Names, .. SignalContract.Aliases.Keys, "line_speed", "PRODUCTIVE"];
        string[] values = [.. Numbers.Select(number => JsonSerializer.Serialize(number)), "true", "false", "null", "\"5\"", "\"\"", "[]", "[1]", "{}"];
        yield return "{}";
        foreach (var name in names)
        {
            foreach (var value in values)
            {
                yield return $$"""{"{{name}}":{{value}}}""";
                yield return $$"""{"electrical_kwh_interval":0.5,"{{name}}x":1,"{{name}}":{{value}}}""";
            }

            foreach (var other in names.Where(other => other != name))
            {
                yield return $$"""{"{{name}}":1,"{{other}}":1}""";
            }
        }
    }

    private static bool Accepts(string payload)
    {
        var device = new DeviceContext("acme/press-1", "acme", null, []);
        var outcome = new RuleRunner().CheckNative(new RuleInput { Device = device, Payload = Encoding.UTF8.GetBytes(payload) }, new SignalBuffer());
        return outcome is RuleOutcome.Produced;
    }
}
