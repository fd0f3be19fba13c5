using System.Collections.Immutable;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Signals;

namespace Busroot.Rules.Tests;

public class ExamplesTests
{
    public static TheoryData<string, string> Examples()
    {
        var data = new TheoryData<string, string>();
        foreach (var rule in RuleLibrary.Rules.Rules)
        {
            foreach (var example in rule.Examples)
            {
                data.Add(rule.Id, example.Description);
            }
        }

        return data;
    }

    [Fact]
    public void Every_rule_of_the_library_loads_without_a_problem_or_a_warning()
    {
        RuleLibrary.Rules.Problems.Should().BeEmpty();
        RuleLibrary.Rules.Warnings.Should().BeEmpty();
        RuleLibrary.Rules.Rules.Should().NotBeEmpty().And.OnlyContain(rule => rule.Examples.Length > 0);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_example_gives_what_it_says(string rule, string example)
    {
        var result = ExampleRunner.Run(RuleLibrary.Rules.Find(rule)!, RuleLibrary.Example(rule, example));

        result.Difference.Should().BeNull();
        result.Passed.Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_example_fails_when_any_of_its_expectations_is_changed(string rule, string example)
    {
        var original = RuleLibrary.Example(rule, example);
        foreach (var changed in Mutations(original))
        {
            ExampleRunner.Run(RuleLibrary.Rules.Find(rule)!, changed).Passed.Should().BeFalse($"{changed.Messages[^1].Expect} is not what it gives");
        }
    }

    private static IEnumerable<RuleExample> Mutations(RuleExample example)
    {
        for (var i = 0; i < example.Messages.Length; i++)
        {
            var message = example.Messages[i];
            foreach (var expectation in Mutations(message.Expect))
            {
                yield return example with { Messages = example.Messages.SetItem(i, message with { Expect = expectation }) };
            }
        }
    }

    private static IEnumerable<ExampleExpectation> Mutations(ExampleExpectation expectation)
    {
        if (expectation is not ExampleExpectation.Publications publications)
        {
            yield return new ExampleExpectation.Error("a message nobody writes");
            yield return new ExampleExpectation.Publications([]);
            yield break;
        }

        yield return new ExampleExpectation.Error("");
        yield return new ExampleExpectation.Publications(publications.Expected.Add(Publication(SignalKey.Rssi, -99)));
        for (var i = 0; i < publications.Expected.Length; i++)
        {
            var expected = publications.Expected[i];
            yield return Change(i, expected with { Station = "ST-99" });
            foreach (var (key, value) in expected.Signals)
            {
                yield return Change(i, expected with { Signals = expected.Signals.SetItem(key, value + 0.001) });
                yield return Change(i, expected with { Signals = expected.Signals.Remove(key) });
            }

            foreach (var missing in Enum.GetValues<SignalKey>().Where(key => !expected.Signals.ContainsKey(key)))
            {
                yield return Change(i, expected with { Signals = expected.Signals.Add(missing, 0) });
            }
        }

        ExampleExpectation.Publications Change(int index, ExpectedPublication publication) => new(publications.Expected.SetItem(index, publication));
    }

    private static ExpectedPublication Publication(SignalKey key, double value) =>
        new(null, ImmutableSortedDictionary<SignalKey, double>.Empty.Add(key, value));
}
