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

    public Task<RuleView> RollBackAsync(RollbackRequest request, string by, CancellationToken cancellationToken)
    {
        var revision = Known(request.Rule, request.Number);
        try
        {
            rules.RollBack(revision, by);
            return Task.FromResult(RuleView.Of(rules, registry).Single(view => view.Id == request.Rule));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw AdministrationException.Invalid([("rule", $"The folder of {request.Rule} in {Path.GetFullPath(rules.Directory)} cannot be written: {error.Message}")]);
        }
    }

    public Task<BacktestView> BacktestAsync(BacktestRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new Backtest(history, registry).Run(request, cancellationToken));

    public Task<SuggestionView> SuggestAsync(SuggestionRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new Suggestion(history, registry, rules.Current).For(request, cancellationToken));

    private RuleRevision Known(string ruleId, long number) =>
        Kept(ruleId).FirstOrDefault(revision => revision.Number == number) ?? throw AdministrationException.NotFound($"revision of {ruleId}", $"{number}");

    private IReadOnlyList<RuleRevision> Kept(string ruleId) =>
        store.List(ruleId) is { Count: > 0 } kept ? kept : throw AdministrationException.NotFound("rule with revisions", ruleId);
}
