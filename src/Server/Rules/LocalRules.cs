using Busroot.Broker.Identity;
using Busroot.Server.Administration;
using Busroot.Server.Pipeline.Shadows;
using Busroot.Storage.History;
using Busroot.Storage.Rules;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Rules;

/// <summary>Does the work in this process, on the rules and the data directory it holds.</summary>
internal sealed class LocalRules(LiveRules rules, RuleRevisionStore store, Registry registry, HistoryStore history, IReadingPipeline pipeline) : IRuleAdministration
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

    public Task<ShadowView> StartShadowAsync(ShadowRequest request, string by, CancellationToken cancellationToken)
    {
        var shadows = Shadows();
        var live = rules.Standing(request.Rule ?? "")?.Rule ?? throw AdministrationException.NotFound("live rule", request.Rule ?? "without a name");
        var candidate = Candidate(request, live.Id);
        return candidate.Revision == live.Revision
            ? throw AdministrationException.Invalid([("rule", $"Rule {live.Id} runs this revision, {live.Revision}; there is nothing to compare.")])
            : Task.FromResult(ShadowView.Of(shadows.Start(candidate, live, new CandidateOrigin(request.Number, request.Folder), by)));
    }

    public Task<IReadOnlyList<ShadowView>> ShadowsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ShadowView>>([.. Shadows().All.Values.Select(shadow => ShadowView.Of(shadow) with { Differences = null })]);

    public Task<ShadowView> ShadowAsync(string ruleId, CancellationToken cancellationToken) =>
        Task.FromResult(ShadowView.Of(Shadows().All.GetValueOrDefault(ruleId) ?? throw AdministrationException.NotFound("shadow of rule", ruleId)));

    public Task<ShadowView> StopShadowAsync(string ruleId, string by, CancellationToken cancellationToken) =>
        Task.FromResult(ShadowView.Of(Shadows().Stop(ruleId, by) ?? throw AdministrationException.NotFound("shadow of rule", ruleId)));

    private Rule Candidate(ShadowRequest request, string ruleId) => (request.Number, request.Files) switch
    {
        ({ } number, null) => CandidateRule.Of(store.Load(ruleId, Known(ruleId, number).Number)),
        (null, { } files) => CandidateRule.Of(ruleId, files),
        _ => throw AdministrationException.Invalid([("number", "A candidate is either a revision, by its number, or files.")]),
    };

    private ShadowTable Shadows() => pipeline.Shadows ?? throw new AdministrationException(AdministrationFault.Unavailable,
        "No server runs on this data directory, so no readings arrive to run a candidate on. Start it with 'busroot up'; 'busroot rules backtest' runs on recorded readings.");

    private RuleRevision Known(string ruleId, long number) =>
        Kept(ruleId).FirstOrDefault(revision => revision.Number == number) ?? throw AdministrationException.NotFound($"revision of {ruleId}", $"{number}");

    private IReadOnlyList<RuleRevision> Kept(string ruleId) =>
        store.List(ruleId) is { Count: > 0 } kept ? kept : throw AdministrationException.NotFound("rule with revisions", ruleId);
}
