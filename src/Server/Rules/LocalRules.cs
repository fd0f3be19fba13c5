using Busroot.Broker.Identity;
using Busroot.Server.Administration;
using Busroot.Storage.History;
using Busroot.Storage.Rules;

namespace Busroot.Server.Rules;

/// <summary>Does the work in this process, on the rules and the data directory it holds.</summary>
/// <param name="rules">The rules in force. To ask for them without a server puts in force what the rules directory holds, so it is left to what needs it.</param>
/// <param name="store">The revisions that are kept.</param>
/// <param name="registry">The devices.</param>
/// <param name="history">What they have sent.</param>
internal sealed class LocalRules(Lazy<LiveRules> rules, RuleRevisionStore store, Registry registry, HistoryStore history) : IRuleAdministration
{
    public Task<IReadOnlyList<RuleView>> ListAsync(CancellationToken cancellationToken) => Task.FromResult(RuleView.Of(rules.Value, registry));

    public Task<IReadOnlyList<RevisionView>> RevisionsAsync(string ruleId, CancellationToken cancellationToken)
    {
        var live = rules.Value.Standing(ruleId)?.Live; // first: to look may keep another revision
        return Task.FromResult<IReadOnlyList<RevisionView>>([.. Kept(ruleId).Select(revision => RevisionView.Of(revision, live))]);
    }

    public Task<IReadOnlyList<RuleFileView>> FilesAsync(string ruleId, long number, CancellationToken cancellationToken) =>
        Task.FromResult(RuleFileView.Of(store.Load(ruleId, Known(ruleId, number).Number)));

    public Task<RuleView> RollBackAsync(RollbackRequest request, string by, CancellationToken cancellationToken)
    {
        var revision = Known(request.Rule, request.Number);
        try
        {
            rules.Value.RollBack(revision, by);
            return Task.FromResult(RuleView.Of(rules.Value, registry).Single(view => view.Id == request.Rule));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw AdministrationException.Invalid([("rule", $"The folder of {request.Rule} in {Path.GetFullPath(rules.Value.Directory)} cannot be written: {error.Message}")]);
        }
    }

    public Task<BacktestView> BacktestAsync(BacktestRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new Backtest(history, registry).Run(request, cancellationToken));

    private RuleRevision Known(string ruleId, long number) =>
        Kept(ruleId).FirstOrDefault(revision => revision.Number == number) ?? throw AdministrationException.NotFound($"revision of {ruleId}", $"{number}");

    private IReadOnlyList<RuleRevision> Kept(string ruleId) =>
        store.List(ruleId) is { Count: > 0 } kept ? kept : throw AdministrationException.NotFound("rule with revisions", ruleId);
}
