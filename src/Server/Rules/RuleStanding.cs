using System.Collections.Immutable;
using Busroot.Storage.Rules;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Rules;

/// <summary>How one rule stands: what runs, since when, and what is wrong with its folder.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Rule">What runs; null when nothing does.</param>
/// <param name="Live">The stored revision that runs; null when nothing does, and without a server for what would run after a start.</param>
/// <param name="Problems">What keeps the folder as it is now from taking effect; empty when what runs is what is in the folder.</param>
internal sealed record RuleStanding(string Id, Rule? Rule, RuleRevision? Live, ImmutableArray<RuleProblem> Problems);
