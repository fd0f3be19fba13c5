namespace Busroot.Transformer.Tests.Mapping;

public class VariablesTests
{
    private const string Declared = """ "variables": { "input": "c1", "scale": 1, "bad": null }, """;

    private const string Mapped = """
        { "production_complete_good": "${input}", "production_complete_bad": { "path": "${bad}", "default": 0 },
          "electrical_kwh": { "path": "meter.${input}", "scale": "${scale}", "not": ["${scale}"] } }
        """;

    [Fact]
    public void Defaults_apply_until_the_device_overrides_them()
    {
        var rule = RuleFiles.Mapping(Mapped, more: Declared);
        const string Payload = """{"c1":1,"c2":2,"meter":{"c1":10,"c2":20}}""";

        RuleFiles.Run(rule, Payload).Should().Be("""{"production_complete_good":1,"electrical_kwh":10}""");
        RuleFiles.Run(rule, Payload, variables: ("input", VariableValue.Of("c2"))).Should().Be("""{"production_complete_good":2,"electrical_kwh":20}""");
        RuleFiles.Run(rule, Payload, variables: ("scale", VariableValue.Of(0.5))).Should().Be("""{"production_complete_good":1,"electrical_kwh":5}""");
        RuleFiles.Run(rule, Payload, variables: ("scale", VariableValue.Of("0.5"))).Should().Be("""{"production_complete_good":1,"electrical_kwh":5}""");
        RuleFiles.Run(rule, Payload, variables: ("bad", VariableValue.Of("c2"))).Should().Be("""{"production_complete_good":1,"production_complete_bad":2,"electrical_kwh":10}""");
    }

    [Fact]
    public void An_unset_variable_leaves_out_the_signals_that_need_it_and_their_defaults()
    {
        var rule = RuleFiles.Mapping(Mapped, more: Declared);

        RuleFiles.Run(rule, """{"c1":1}""", variables: ("input", default)).Should().Be("ignored: no signal in this payload");
    }

    [Fact]
    public void A_device_may_hold_values_of_other_rules() =>
        RuleFiles.Run(RuleFiles.Mapping(Mapped, more: Declared), """{"c1":1}""", variables: ("other", VariableValue.Of(true))).Should()
            .Be("""{"production_complete_good":1}""");

    [Fact]
    public void A_value_that_does_not_fit_is_a_failure_that_names_the_variable_and_the_place()
    {
        var rule = RuleFiles.Mapping(Mapped, more: Declared);

        RuleFiles.Run(rule, "{}", variables: ("scale", VariableValue.Of("ten"))).Should()
            .Be("InvalidVariable: the device's variables do not fit rule a/b: variable \"scale\" is \"ten\"; a number is needed here");
        RuleFiles.Run(rule, "{}", variables: ("input", VariableValue.Of("c 1"))).Should()
            .Be("InvalidVariable: the device's variables do not fit rule a/b: path \"c 1\", character 2: ' ' cannot stand here; a name with such a character is written ['...']");
        RuleFiles.Run(rule, "{}", variables: ("input", VariableValue.Of(""))).Should().Contain("a path is empty");
    }

    [Fact]
    public void Devices_with_the_same_values_share_one_plan()
    {
        var rule = RuleFiles.Mapping(Mapped, more: Declared);
        var one = System.Collections.Immutable.ImmutableDictionary<string, VariableValue>.Empty.Add("input", VariableValue.Of("c2"));

        rule.PlanFor(one).Should().BeSameAs(rule.PlanFor(one.Add("other", VariableValue.Of(1))));
        rule.PlanFor(one).Should().NotBeSameAs(rule.PlanFor(one.SetItem("input", VariableValue.Of("c3"))));
        rule.PlanFor(one.SetItem("input", default)).Should().NotBeSameAs(rule.PlanFor(one.SetItem("input", VariableValue.Of(""))));
    }
}
