using System.CommandLine;

namespace Busroot.Server.Commands;

/// <summary>What the commands about rules in force take in the same words.</summary>
internal static class RuleOptions
{
    public static Argument<string> Rule() => new("RULE") { Description = "The id of a rule, such as arduino/opta-dau." };

    public static Option<string?> Directory() => new("--rules")
    {
        Description = "The rules directory, for when no server runs. Without it: the one the last server read, else ./rules, else the rules shipped with the program.",
        HelpName = "DIR",
    };
}
