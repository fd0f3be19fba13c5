using Busroot.Transformer.Rules;

namespace Busroot.Rules.Tests;

/// <summary>The rules this repository ships.</summary>
internal static class RuleLibrary
{
    public static string Directory { get; } = Path.Combine(AppContext.BaseDirectory, "rules");

    public static RuleSet Rules { get; } = RuleSet.Load(Directory);

    public static RuleExample Example(string ruleId, string description) =>
        Rules.Find(ruleId)!.Examples.Single(example => example.Description == description);
}
