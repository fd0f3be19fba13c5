using System.Collections.Immutable;
using System.Text;
using Busroot.Transformer.Signals;
namespace Busroot.Transformer.Tests.Expressions;

public class ExpressionTests
{
    private const string Payload =
        """{"a":3,"b":"12","n":null,"t":true,"f":false,"empty":"","text":"RUN ","regs":[1,34464,5.5],"o":{"x":7,"odd key.1":8},"hex":"0x1F","neg":-15000,"unit":"17 kWh"}""";

    [Theory]
    [InlineData("payload.a", "3")]
    [InlineData("payload.regs[0] * 65536 + payload.regs[1]", "100000")]
    [InlineData("payload['a'] + 1", "4")]
    [InlineData("payload.o[\"odd key.1\"]", "8")]
    [InlineData("payload?.a", "3")]
    [InlineData("1 + 2 * 3 - 4 / 2", "5")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("17 % 5", "2")]
    [InlineData("payload.b * 2", "24")]
    [InlineData("payload.b - 2", "10")]
    [InlineData("payload.t + 1", "2")]
    [InlineData("payload.n + 1", "1")]
    [InlineData("payload.empty * 1", "0")]
    [InlineData("Number(payload.hex)", "31")]
    [InlineData("parseInt(payload.b, 10)", "12")]
    [InlineData("parseInt(payload.unit)", "17")]
    [InlineData("parseInt(payload.hex, 16)", "31")]
    [InlineData("parseFloat('2.5e1x')", "25")]
    [InlineData("Math.max(payload.a, payload.regs[2], 1)", "5.5")]
    [InlineData("Math.min(4, payload.a)", "3")]
    [InlineData("Math.round(2.5)", "3")]
    [InlineData("Math.round(-2.5) + 3", "1")]
    [InlineData("Math.floor(payload.regs[2])", "5")]
    [InlineData("Math.abs(payload.neg)", "15000")]
    [InlineData("-payload.neg", "15000")]
    [InlineData("+payload.b", "12")]
    [InlineData("payload.regs[1] & 0xFF", "160")]
    [InlineData("(-1) >>> 28", "15")]
    [InlineData("1 << 4 | 1", "17")]
    [InlineData("payload.neg ^ payload.neg", "0")]
    [InlineData("~payload.a + 5", "1")]
    [InlineData("payload.text === 'RUN ' ? 1 : 0", "1")]
    [InlineData("payload.text === 'RUN' ? 1 : 0", "0")]
    [InlineData("payload.text !== 'STOP' ? 1 : 0", "1")]
    [InlineData("payload.a === '3' ? 1 : 0", "0")]
    [InlineData("payload.none === undefined ? 1 : 0", "1")]
    [InlineData("payload.none == null ? 1 : 0", "1")]
    [InlineData("payload.n != null ? 1 : 0", "0")]
    [InlineData("payload.none ?? 9", "9")]
    [InlineData("payload.n ?? payload.a", "3")]
    [InlineData("payload.empty || 4", "4")]
    [InlineData("payload.t && payload.a", "3")]
    [InlineData("payload.o && payload.regs ? 1 : 0", "1")]
    [InlineData("!payload.empty ? 1 : 0", "1")]
    [InlineData("payload.a > 2 && payload.a <= 3 ? 1 : 0", "1")]
    [InlineData("payload.b >= 12 ? 1 : 0", "1")]
    [InlineData("payload.none > 2 ? 1 : 0", "0")]
    [InlineData("payload.a ?.5 : 1", "0.5")]
    [InlineData("payload.f ? 1 : payload.n ? 2 : 3", "3")]
    [InlineData("payload.none?.deeper ?? 6", "6")]
    [InlineData("--payload.a", "2")] // not the opposite of the opposite
    [InlineData("payload.none?.deeper.still ?? 6", "6")]
    [InlineData("payload.empty.deeper ?? 6", "6")]
    [InlineData("payload.n?.deeper ?? 6", "6")]
    [InlineData("payload.n.deeper ?? 6", null)]
    [InlineData("payload.b[1] * 1", "2")]
    [InlineData("payload.none.deeper", null)] // JavaScript throws here; it costs the signal, not the message
    [InlineData("payload.none * 2", null)]
    [InlineData("payload.neg", null)]
    [InlineData("payload.a / 0", null)]
    [InlineData("payload.regs", null)]
    [InlineData("payload.n", null)]
    [InlineData("payload.a + payload.b", "312")] // joins texts: only the script engine does
    public void An_expression_gives_what_JavaScript_gives(string expression, string? number)
    {
        var rule = RuleFiles.Mapping($$"""{ "production_count_good": { "expr": "{{expression.Replace("\"", "\\\"", StringComparison.Ordinal)}}" } }""");

        RuleFiles.Run(rule, Payload).Should().Be(number is null ? "ignored: no signal in this payload" : $$"""{"production_count_good":{{number}}}""");
    }

    [Theory]
    [InlineData("payload.")]
    [InlineData("payload.a +")]
    [InlineData("(payload.a")]
    [InlineData("payload.a payload.b")]
    [InlineData("payload.t ?? payload.a || 1")]
    [InlineData("payload.t ?? payload.a && 1")]
    [InlineData("payload.a--payload.a")]
    [InlineData("010")]
    [InlineData("payload.a) + (payload.b")]
    [InlineData("1; 2")]
    [InlineData("return 1")]
    [InlineData("await payload.a")]
    [InlineData("")]
    public void What_is_no_expression_is_a_problem_at_load_at_its_line_and_column(string expression)
    {
        var problems = RuleFiles.Problems(RuleFiles.RuleJson($$"""{ "production_count_good": { "expr": "{{expression}}" } }"""));

        problems.Should().ContainSingle().Which.Should().MatchRegex(@"rule\.json:\d+:\d+: ");
    }

    [Theory]
    [InlineData("payload.regs.length", "2")]
    [InlineData("payload.text.trim().length", "6")]
    [InlineData("payload.regs.reduce((sum, next) => sum + next, 0)", "72")]
    [InlineData("(({ a, b }) => a * b)({ a: 2, b: 3 })", "6")]
    [InlineData("payload.missing?.deep?.deeper ?? 5", "5")]
    [InlineData("device.id.length", "12")]
    [InlineData("level(3).length + topic.length", "25")]
    [InlineData("at.getUTCFullYear() - 2000", "26")]
    [InlineData("text.length > 10 ? 1 : 0", "1")]
    [InlineData("bytes[0]", "123")]
    [InlineData("retain || dup ? 1 : qos", "0")]
    [InlineData("num('15774,45', { comma: true })", "15774.45")]
    [InlineData("round(valid(12.345, { not: [-1] }), 1)", "12.3")]
    [InlineData("reading.payload.regs[1]", "2")]
    [InlineData("eval('1')", null)]
    [InlineData("payload.missing.deep", null)]
    [InlineData("(() => { for (;;); })()", null)]
    [InlineData("[1]", null)]
    public void What_the_native_form_does_not_cover_is_the_script_engine_s(string expression, string? number)
    {
        var rule = RuleFiles.Mapping($$"""{ "production_count_good": { "expr": "{{expression}}" }, "rssi": { "expr": "0 - 65" } }""", more: "\"limits\": { \"statements\": 100 },");
        var output = new SignalBuffer();
        using var runner = new RuleRunner();

        for (var i = 0; i < 2; i++)
        {
            output.Clear();
            runner.Apply(rule, new RuleInput
            {
                Device = new DeviceContext("acme/press-1", "acme", null, ImmutableDictionary<string, VariableValue>.Empty),
                Topic = "busroot/v1/dau/acme/x"u8,
                Payload = """{"regs":[70,2],"text":" twelve ","wide":1}"""u8,
                At = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            }, output).Should().Be(RuleOutcome.Produced.Instance);

            var good = number is null ? "" : $"\"production_count_good\":{number},";
            Encoding.UTF8.GetString(output.GetPayload(output[0])).Should().Be($"{{{good}\"rssi\":-65}}");
        }
    }

    [Theory]
    [InlineData("\"text\"", "12.5 kWh", "num(payload, { unit: true })", "12.5")]
    [InlineData("\"csv\"", "1,2,3", "Number(payload[2]) + 1", "4")]
    [InlineData("{\"hex\":{\"fields\":{\"w\":{\"offset\":0,\"type\":\"u16\"}}}}", "0102", "payload.w * 2", "516")]
    public void An_expression_reads_every_format(string format, string payload, string expression, string number) =>
        RuleFiles.Run(RuleFiles.Mapping($$"""{ "production_count_good": { "expr": "{{expression}}" } }""", format), payload).Should().Be($$"""{"production_count_good":{{number}}}""");

    [Fact]
    public void A_deeply_nested_expression_is_refused_and_not_followed()
    {
        var nested = new string('(', 100_000) + "1" + new string(')', 100_000);

        RuleFiles.Problems(RuleFiles.RuleJson($$"""{ "rssi": { "expr": "{{nested}}" } }""")).Should().ContainSingle();
    }
}
