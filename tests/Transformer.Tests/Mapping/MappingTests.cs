namespace Busroot.Transformer.Tests.Mapping;

public class MappingTests
{
    [Theory]
    [InlineData("\"c1\"", """{"c1":5}""", "5")]
    [InlineData("\"c1\"", """{"c1":"5"}""", "5")]
    [InlineData("\"c1\"", """{"c1":" 0004321 "}""", "4321")]
    [InlineData("\"c1\"", """{"c1":"+1.23456E+03"}""", "1234.56")]
    [InlineData("\"c1\"", """{"c1":true}""", null)]
    [InlineData("\"c1\"", """{"c1":"5 kWh"}""", null)]
    [InlineData("\"c1\"", """{"c1":"0x10"}""", null)]
    [InlineData("\"c1\"", """{"c1":"nan"}""", null)]
    [InlineData("\"c1\"", """{"c1":"Infinity"}""", null)]
    [InlineData("\"c1\"", """{"c1":"1,5"}""", null)]
    [InlineData("\"c1\"", """{"c1":""}""", null)]
    [InlineData("\"c1\"", """{"c1":[5]}""", null)]
    [InlineData("\"c1\"", """{"c1":-5}""", null)] // below the signal's range
    [InlineData("""{ "path": "c1", "not": [65535, -1] }""", """{"c1":65535}""", null)]
    [InlineData("""{ "path": "c1", "not": [65535, -1] }""", """{"c1":"-1.0"}""", null)]
    [InlineData("""{ "path": "c1", "not": [0], "scale": 0.1 }""", """{"c1":25}""", "2.5")]
    [InlineData("""{ "path": "c1", "scale": 0.1, "round": 1 }""", """{"c1":3}""", "0.3")]
    [InlineData("""{ "path": "c1", "round": 0 }""", """{"c1":2.5}""", "3")]
    [InlineData("""{ "path": "c1", "scale": -1 }""", """{"c1":-5}""", "5")]
    [InlineData("""{ "path": "c1", "scale": 1e308 }""", """{"c1":1e10}""", null)]
    [InlineData("""{ "path": "c1", "default": 7 }""", """{"c1":3}""", "3")]
    [InlineData("""{ "path": "c1", "default": 7 }""", """{"c2":3}""", "7")]
    [InlineData("""{ "path": "c1", "default": 7 }""", """{"c1":"?"}""", "7")]
    [InlineData("""{ "path": "c1", "default": 7, "not": [3] }""", """{"c1":3}""", "7")]
    [InlineData("""{ "first": ["a", "b"] }""", """{"a":1,"b":2}""", "1")]
    [InlineData("""{ "first": ["a", "b"] }""", """{"b":2}""", "2")]
    [InlineData("""{ "first": ["a", "b"], "not": [1] }""", """{"a":1,"b":2}""", "2")]
    [InlineData("""{ "first": ["a", "b"] }""", """{"a":-1,"b":2}""", "2")]
    [InlineData("""{ "first": ["a", "b"] }""", """{"a":"x","b":"2"}""", "2")]
    [InlineData("""{ "path": "c1", "map": { "A": 1, "7": 2, "true": 3, "null": 4 } }""", """{"c1":"A"}""", "1")]
    [InlineData("""{ "path": "c1", "map": { "A": 1, "7": 2, "true": 3, "null": 4 } }""", """{"c1":"a"}""", null)]
    [InlineData("""{ "path": "c1", "map": { "A": 1, "7": 2, "true": 3, "null": 4 } }""", """{"c1":7.0}""", "2")]
    [InlineData("""{ "path": "c1", "map": { "A": 1, "7": 2, "true": 3, "null": 4 } }""", """{"c1":"7"}""", "2")]
    [InlineData("""{ "path": "c1", "map": { "A": 1, "7": 2, "true": 3, "null": 4 } }""", """{"c1":true}""", "3")]
    [InlineData("""{ "path": "c1", "map": { "A": 1, "7": 2, "true": 3, "null": 4 } }""", """{"c1":null}""", "4")]
    [InlineData("""{ "path": "c1", "map": { "A": 1, "7": 2, "true": 3, "null": 4 } }""", """{"c1":8}""", null)]
    [InlineData("""{ "path": "c1", "map": { "A": 1, "7": 2, "true": 3, "null": 4 } }""", """{"c2":8}""", null)]
    [InlineData("""{ "path": "c1", "map": { "7": 2 }, "scale": 10, "not": [7] }""", """{"c1":7}""", null)]
    [InlineData("""{ "path": "c1", "map": { "7": 2 }, "scale": 10 }""", """{"c1":7}""", "20")]
    public void A_value_becomes_a_number_or_nothing(string signal, string payload, string? number)
    {
        var rule = RuleFiles.Mapping($$"""{ "production_count_good": {{signal}} }""");

        RuleFiles.Run(rule, payload).Should().Be(number is null ? "ignored: no signal in this payload" : $$"""{"production_count_good":{{number}}}""");
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("0", "0")]
    [InlineData("1.0", "1")]
    [InlineData("true", "1")]
    [InlineData("false", "0")]
    [InlineData("\"ON\"", "1")]
    [InlineData("\"off\"", "0")]
    [InlineData("\"True\"", "1")]
    [InlineData("\"no\"", "0")]
    [InlineData("\"t\"", "1")]
    [InlineData("\"1\"", "1")]
    [InlineData("2", null)]
    [InlineData("-1", null)]
    [InlineData("\"RUN\"", null)]
    [InlineData("null", null)]
    public void Productive_understands_the_usual_words(string value, string? number)
    {
        var rule = RuleFiles.Mapping("""{ "productive": "run" }""");

        RuleFiles.Run(rule, $$"""{"run":{{value}}}""").Should().Be(number is null ? "ignored: no signal in this payload" : $$"""{"productive":{{number}}}""");
    }

    [Fact]
    public void An_invalid_value_drops_its_signal_only()
    {
        var rule = RuleFiles.Mapping("""{ "production_complete": "c1", "rssi": "rssi", "electrical_kwh": "kwh" }""");

        RuleFiles.Run(rule, """{"c1":2,"rssi":-1000,"kwh":"?"}""").Should().Be("""{"production_complete_good":2}""");
    }

    [Fact]
    public void Increments_of_a_retained_message_do_not_count()
    {
        var rule = RuleFiles.Mapping("""{ "production_complete_good": "n", "production_complete_bad": "n", "electrical_kwh_interval": "n", "electrical_kwh": "kwh" }""");

        RuleFiles.Run(rule, """{"n":3,"kwh":7}""", retain: true).Should().Be("""{"electrical_kwh":7}""");
        RuleFiles.Run(rule, """{"n":3}""", retain: true).Should().StartWith("ignored: only increments");
        RuleFiles.Run(rule, """{"x":3}""", retain: true).Should().Be("ignored: no signal in this payload");
    }

    [Fact]
    public void A_text_payload_is_one_value()
    {
        var rule = RuleFiles.Mapping("""{ "production_count_good": "$" }""", "\"text\"");

        RuleFiles.Run(rule, "1523\r\n").Should().Be("""{"production_count_good":1523}""");
        RuleFiles.Run(rule, "nan").Should().Be("ignored: no signal in this payload");
        RuleFiles.Run(rule, "").Should().Be("ignored: no signal in this payload");
    }

    [Fact]
    public void A_csv_row_with_decimal_commas_is_read()
    {
        var rule = RuleFiles.Mapping(
            """{ "production_count_good": "[2]", "production_count_bad": "[3]", "electrical_kwh": "[4]", "productive": "[5]" }""",
            """{ "csv": { "separator": ";", "decimalComma": true } }""");

        RuleFiles.Run(rule, "2024-03-01 14:05:00;PRESS1;1234;12;15774,45;1\r\n").Should()
            .Be("""{"production_count_good":1234,"production_count_bad":12,"productive":1,"electrical_kwh":15774.45}""");
        RuleFiles.Run(rule, "x;x;1.234;12;15.774,45;1").Should().Be("""{"production_count_bad":12,"productive":1}""");
    }

    [Fact]
    public void A_register_dump_is_read_through_its_field_table()
    {
        var rule = RuleFiles.Mapping(
            """{ "electrical_kwh": "kwh", "productive": "run" }""",
            """
            { "hex": { "fields": {
                "kwh": { "offset": 3, "type": "i64", "scale": 0.001, "not": ["0x7FFFFFFFFFFFFFFF", -1] },
                "run": { "offset": -1, "type": "u8", "bit": 4 } } } }
            """);

        RuleFiles.Run(rule, "010308000000000012D6872BD0").Should().Be("""{"productive":1,"electrical_kwh":1234.567}""");
        RuleFiles.Run(rule, "010308FFFFFFFFFFFFFFFFD453").Should().Be("""{"productive":1}""");
        RuleFiles.Run(rule, "01 8").Should().StartWith("InvalidPayload: not valid hex");
    }

    [Fact]
    public void Raw_bytes_are_read_through_their_field_table()
    {
        var rule = RuleFiles.Mapping("""{ "electrical_kwh": "kwh" }""", """{ "binary": { "fields": { "kwh": { "offset": 3, "type": "f32", "order": "CDAB" } } } }""");

        RuleFiles.Run(rule, Convert.FromHexString("03030451EC449ABB91")).Should().Be("""{"electrical_kwh":1234.56}""");
        RuleFiles.Run(rule, Convert.FromHexString("030304")).Should().Be("ignored: no signal in this payload");
    }
}
