using System.Collections.Immutable;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Rules;

/// <summary>A rule folder that may change what is in force.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Wanted">What its files make; null when they make no rule that passes its examples.</param>
/// <param name="Established">What has been in force; null when nothing has. The same object as <paramref name="Wanted"/> when nothing changes.</param>
/// <param name="Problems">Why <paramref name="Wanted"/> is null.</param>
internal sealed record RuleOption(string Id, Rule? Wanted, Rule? Established, ImmutableArray<RuleProblem> Problems)
{
    /// <summary>What is to run: what is wanted, if that can be, else what was there before.</summary>
    public Rule? Running { get; init; } = Wanted ?? Established;

    /// <summary>True when what is to run has not been in force before.</summary>
    public bool IsChange => Running is not null && !ReferenceEquals(Running, Established);

    /// <summary>Gives up the change.</summary>
    public RuleOption Refused(RuleProblem why) => this with { Running = Established, Problems = Problems.Add(why) };
}
