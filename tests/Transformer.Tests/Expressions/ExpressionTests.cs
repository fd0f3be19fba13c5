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
    [InlineData("payload.none.deeper", null)] // JavaScript throws here; it costs the signal, not the message
    [InlineData("payload.none * 2", null)]
    [InlineData("payload.neg", null)]
    [InlineData("payload.a / 0", null)]
    [InlineData("payload.regs", null)]
    [InlineData("payload.n", null)]
    [InlineData("payload.a + payload.b", null)] // joins texts: only the script engine does
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
    [InlineData("payload.regs.length")]
    [InlineData("payload.text.trim()")]
    [InlineData("eval('1')")]
    [InlineData("x = 1")]
    [InlineData("payload.a ** 2")]
    [InlineData("payload.a == 3")]
    [InlineData("payload.t ?? payload.a || 1")]
    [InlineData("'it\\\\'s'")]
    [InlineData("010")]
    [InlineData("")]
    public void What_is_not_covered_is_a_problem_at_load_at_its_line_and_column(string expression)
    {
        var problems = RuleFiles.Problems(RuleFiles.RuleJson($$"""{ "production_count_good": { "expr": "{{expression}}" } }"""));

        problems.Should().ContainSingle().Which.Should().MatchRegex(@"rule\.json:\d+:\d+: ");
    }

    [Fact]
    public void A_deeply_nested_expression_is_refused_and_not_followed()
    {
        var nested = new string('(', 100_000) + "1" + new string(')', 100_000);

        RuleFiles.Problems(RuleFiles.RuleJson($$"""{ "rssi": { "expr": "{{nested}}" } }""")).Should().ContainSingle();
    }
}
