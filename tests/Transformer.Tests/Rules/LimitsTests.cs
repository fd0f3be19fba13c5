using Busroot.Transformer.Scripting;
using Busroot.Transformer.Tests.Scripting;

namespace Busroot.Transformer.Tests.Rules;

/// <summary>What a rule says in <c>limits</c>: it can lower the service's, one by one, and never raise them.</summary>
public class LimitsTests
{
    [Theory]
    [InlineData("\"statements\": 100", "for (let i = 0; i < 200; i++) ;", "StatementLimit: ")]
    [InlineData("\"memory\": 65536", "const a = []; for (let i = 0; i < 20000; i++) a.push({ i })", "MemoryLimit: ")]
    [InlineData("\"publications\": 1", "return [{ signals: { rssi: 1 } }, { station: 'a', signals: { rssi: 2 } }]", "OutputLimit: ")]
    [InlineData("\"state\": 10", "device.state.text = 'longer than ten bytes'", "StateLimit: ")]
    public void A_lowered_limit_holds_for_its_rule_alone(string limit, string body, string outcome)
    {
        using var lane = new ScriptFiles();

        lane.Run(ScriptFiles.Body(body, more: $"\"limits\": {{ {limit} }},")).Should().StartWith(outcome);
        lane.Run(ScriptFiles.Body(body)).Should().NotStartWith(outcome);
    }

    [Fact]
    public void A_lowered_time_holds_for_its_rule_alone()
    {
        var (lowered, usual) = (ScriptFiles.Body("for (let i = 0; i < 20; i++) ;", more: "\"limits\": { \"time\": \"5ms\" },"), ScriptFiles.Body("for (let i = 0; i < 20; i++) ;"));
        using var lane = new ScriptFiles(new TickingTime(TimeSpan.FromMilliseconds(1)));

        lane.Run(lowered).Should().StartWith("TimeLimit: ").And.Contain("the run took longer than 5 ms");
        lane.Run(usual).Should().StartWith("ignored");
    }

    [Theory]
    [InlineData("\"time\": \"10001ms\"", "\"time\" is a text from \"1ms\" to the service's limit, \"10000ms\"; a rule can only lower it")]
    [InlineData("\"time\": \"0.5ms\"", "\"time\" is a text from \"1ms\" to the service's limit, \"10000ms\"; a rule can only lower it")]
    [InlineData("\"time\": \"fast\"", "\"time\" is a text from \"1ms\" to the service's limit, \"10000ms\"; a rule can only lower it")]
    [InlineData("\"statements\": 100001", "\"statements\" is a whole number from 100 to the service's limit, 100000; a rule can only lower it")]
    [InlineData("\"statements\": 99", "\"statements\" is a whole number from 100 to the service's limit, 100000; a rule can only lower it")]
    [InlineData("\"memory\": 8388609", "\"memory\" is a whole number from 65536 to the service's limit, 8388608; a rule can only lower it")]
    [InlineData("\"publications\": 101", "\"publications\" is a whole number from 1 to the service's limit, 100; a rule can only lower it")]
    [InlineData("\"publications\": 1.5", "\"publications\" is a whole number from 1 to the service's limit, 100; a rule can only lower it")]
    [InlineData("\"state\": 65537", "\"state\" is a whole number from 0 to the service's limit, 65536; a rule can only lower it")]
    [InlineData("\"state\": \"1KB\"", "\"state\" is a whole number from 0 to the service's limit, 65536; a rule can only lower it")]
    public void A_limit_that_is_raised_or_none_is_a_problem_at_its_place(string limit, string problem)
    {
        var name = limit.Split(':')[0];
        var column = "{ \"limits\": { ".Length + name.Length + ": ".Length + 1;

        RuleFiles.Problems($"{{ \"limits\": {{ {limit} }},\n  \"description\": \"a test\", \"payload\": \"json\", \"kind\": \"mapping\", \"mapping\": {{ \"rssi\": \"a\" }} }}")
            .Should().Equal($"a/b/rule.json:1:{column}: {problem}");
    }

    [Fact]
    public void A_limit_nobody_knows_is_a_problem() =>
        RuleFiles.Problems(RuleFiles.RuleJson("{ \"rssi\": \"a\" }", more: "\"limits\": { \"tim\": \"5ms\" },"))
            .Should().ContainSingle().Which.Should().Contain("unknown key \"tim\"; did you mean \"time\"?");

    [Fact]
    public void The_service_s_limits_bound_what_a_rule_may_ask_for()
    {
        using var files = new RuleFiles();
        files.With("a/b/rule.json", RuleFiles.RuleJson("{ \"rssi\": \"a\" }", more: "\"limits\": { \"statements\": 5000 },"));

        files.Load(ScriptLimits.Default with { Statements = 5000 }).Problems.Should().BeEmpty();
        files.Load(ScriptLimits.Default with { Statements = 4999 }).Problems.Should().ContainSingle().Which.Message.Should().Contain("from 100 to the service's limit, 4999");
    }
}
