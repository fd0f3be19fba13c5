namespace Busroot.Server.Rules;

/// <summary>What can be asked and done about rules: by this process, or through the API of the server that holds the data directory.</summary>
/// <remarks>Every call throws <see cref="Administration.AdministrationException"/> for what cannot be done, in words for the caller.</remarks>
internal interface IRuleAdministration
{
    Task<IReadOnlyList<RuleView>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The revisions of a rule that are kept, newest first.</summary>
    Task<IReadOnlyList<RevisionView>> RevisionsAsync(string ruleId, CancellationToken cancellationToken);

    /// <summary>The files of a revision.</summary>
    Task<IReadOnlyList<RuleFileView>> FilesAsync(string ruleId, long number, CancellationToken cancellationToken);

    /// <summary>Puts a revision's files back into the rule's folder and in force.</summary>
    /// <returns>How the rule stands then; with problems when it did not take effect.</returns>
    Task<RuleView> RollBackAsync(RollbackRequest request, string by, CancellationToken cancellationToken);

    /// <summary>Compares what a rule would make of recorded readings with what was published.</summary>
    Task<BacktestView> BacktestAsync(BacktestRequest request, CancellationToken cancellationToken);

    /// <summary>Has a candidate run beside a live rule; nothing of it is published.</summary>
    Task<ShadowView> StartShadowAsync(ShadowRequest request, string by, CancellationToken cancellationToken);

    /// <summary>The shadows there are, without their differences.</summary>
    Task<IReadOnlyList<ShadowView>> ShadowsAsync(CancellationToken cancellationToken);

    /// <summary>The shadow of one rule.</summary>
    Task<ShadowView> ShadowAsync(string ruleId, CancellationToken cancellationToken);

    /// <summary>Ends a shadow.</summary>
    /// <returns>How it compared in the end; nothing of it is kept.</returns>
    Task<ShadowView> StopShadowAsync(string ruleId, string by, CancellationToken cancellationToken);
}
