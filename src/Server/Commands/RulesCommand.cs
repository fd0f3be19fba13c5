using System.CommandLine;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Commands;

/// <summary><c>busroot rules</c>: checks, tests, tries and imports rules without a server, and shows and rolls back those of one.</summary>
internal static class RulesCommand
{
    public static Command Create() => new ExampleCommand(
        "rules", "Check, try and import rules without a server; see and roll back what runs in one.", "busroot rules test", "busroot rules list", "busroot rules rollback arduino/opta-dau 3")
        {
            Test(), Check(), RulesTryCommand.Create(), RulesBacktestCommand.Create(), RulesListCommand.Create(), RulesRevisionsCommand.Create(), RulesDiffCommand.Create(), RulesRollbackCommand.Create(),
            RulesImportCommand.Create(), RulesSchemaCommand.CreateSchema(), RulesSchemaCommand.CreateTypes(),
        };

    private static Command Test()
    {
        var (what, command) = Command("test", "Run the examples of the rules; exit code 1 when one fails.", "busroot rules test rules/arduino/opta-dau");
        command.SetAction(parsed =>
        {
            var rules = Load(parsed, parsed.GetValue(what));
            var failed = rules.Problems.Count;
            var passed = 0;
            foreach (var rule in rules.Rules)
            {
                if (rule.Examples.IsEmpty)
                {
                    parsed.WriteLine($"{rule.Id}: no examples");
                }

                foreach (var result in ExampleRunner.Run(rule))
                {
                    passed += result.Passed ? 1 : 0;
                    failed += result.Passed ? 0 : 1;
                    Print(parsed, rule, result);
                }
            }

            parsed.WriteLine($"{passed} examples of {rules.Rules.Count} rules passed, {failed} {(failed == 1 ? "problem" : "problems")}.");
            return failed == 0 ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static Command Check()
    {
        var (what, command) = Command("check", "List every problem in the rules, as file:line:column; exit code 1 when there is one.", "busroot rules check rules");
        command.SetAction(parsed =>
        {
            var rules = Load(parsed, parsed.GetValue(what));
            parsed.WriteLine($"{rules.Rules.Count} rules can run, {rules.Problems.Count} {(rules.Problems.Count == 1 ? "problem" : "problems")}.");
            return rules.Problems.Count == 0 ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static (Argument<string?> What, Command Command) Command(string verb, string description, string example)
    {
        var what = new Argument<string?>("DIR|RULE")
        {
            Description = "A rules directory, the folder of one rule, or the id of a rule such as arduino/opta-dau. Without it: ./rules, else the rules shipped with the program.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        return (what, new ExampleCommand(verb, description, example) { what });
    }

    private static RuleSelection Load(ParseResult parsed, string? what)
    {
        var selection = RuleSelection.Find(what);
        foreach (var problem in selection.Problems)
        {
            parsed.WriteLine(selection.Show(problem));
        }

        foreach (var warning in selection.Warnings)
        {
            parsed.WriteLine($"{selection.Show(warning)} (warning)");
        }

        return selection;
    }

    private static void Print(ParseResult parsed, Rule rule, ExampleResult result)
    {
        if (result.Passed)
        {
            parsed.WriteLine($"ok      {rule.Id}: {result.Description}");
            return;
        }

        parsed.WriteLine($"FAILED  {rule.Id}: {result.Description} (examples.json:{result.At.Line}:{result.At.Column})");
        parsed.WriteLine($"        {result.Difference}");
        parsed.WriteLine($"        expected {result.Expected}");
        parsed.WriteLine($"        got      {result.Actual}");
    }
}
