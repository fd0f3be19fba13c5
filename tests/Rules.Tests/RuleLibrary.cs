using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;

namespace Busroot.Rules.Tests;

/// <summary>The rules this repository ships.</summary>
internal static class RuleLibrary
{
    public static string Directory { get; } = Path.Combine(AppContext.BaseDirectory, "rules");

    /// <summary>No run of a test is stopped because the machine has other things to do.</summary>
    public static ScriptLimits Patient { get; } = ScriptLimits.Default with { Time = TimeSpan.FromSeconds(10), RegexTime = TimeSpan.FromSeconds(10) };

    public static RuleSet Rules { get; } = RuleSet.Load(Directory, Patient);

    public static RuleExample Example(string ruleId, string description) =>
        Rules.Find(ruleId)!.Examples.Single(example => example.Description == description);
}
