using Busroot.Broker.Identity;
using Busroot.Server.Administration;
using Busroot.Storage.History;
using Busroot.Storage.Rules;

namespace Busroot.Server.Rules;

/// <summary>Does the work in this process, on the rules and the data directory it holds.</summary>
internal sealed class LocalRules(LiveRules rules, RuleRevisionStore store, Registry registry, HistoryStore history) : IRuleAdministration
{
    public Task<IReadOnlyList<RuleView>> ListAsync(CancellationToken cancellationToken) => Task.FromResult(RuleView.Of(rules, registry));

    public Task<IReadOnlyList<RevisionView>> RevisionsAsync(string ruleId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RevisionView>>([.. Kept(ruleId).Select(revision => RevisionView.Of(revision, rules.Standing(ruleId)?.Live))]);

    public Task<IReadOnlyList<RuleFileView>> FilesAsync(string ruleId, long number, CancellationToken cancellationToken) =>
        Task.FromResult(RuleFileView.Of(store.Load(ruleId, Known(ruleId, number).Number)));

    public Task<RollbackView> RollBackAsync(RollbackRequest request, string by, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(request.Rule))
        {
            throw AdministrationException.Invalid([("rule", "Name the rule that is to be rolled back, such as acme/press.")]);
        }

        var revision = Known(request.Rule, request.Number);
        try
        {
            var standing = rules.RollBack(revision, by);
            var view = RuleView.Of(rules, registry).FirstOrDefault(view => view.Id == request.Rule) ?? RuleView.Of(standing, devices: 0, standing.Problems);
            return Task.FromResult(new RollbackView(view, rules.Serves ? Waits(standing, revision) : "no server runs; what is in the folder takes effect when one starts"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw AdministrationException.Invalid([("rule", $"The folder of {request.Rule} in {Path.GetFullPath(rules.Directory)} cannot be written: {error.Message}")]);
        }
    }

    public Task<BacktestView> BacktestAsync(BacktestRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new Backtest(history, registry).Run(request, cancellationToken));

    private static string? Waits(RuleStanding standing, RuleRevision wanted) =>
        standing.Live?.Digest == wanted.Digest ? null
        : standing.Problems.IsEmpty ? "the folder was being changed; the server reads it again in a moment"
        : standing.Rule is { } rule ? $"revision {rule.Revision} stays in force until the problems of the rule are mended"
        : "nothing is in force until the problems of the rule are mended";

    private RuleRevision Known(string ruleId, long number) =>
        Kept(ruleId).FirstOrDefault(revision => revision.Number == number) ?? throw AdministrationException.NotFound($"revision of {ruleId}", $"{number}");

    private IReadOnlyList<RuleRevision> Kept(string ruleId) =>
        store.List(ruleId) is { Count: > 0 } kept ? kept : throw AdministrationException.NotFound("rule with revisions", ruleId);
}
