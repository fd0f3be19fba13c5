using Busroot.Server.Administration;
using Busroot.Server.Hosting;
using Busroot.Server.Rules;
using Busroot.Storage;
using Busroot.Storage.Rules;
using Microsoft.Extensions.Logging.Abstractions;

namespace Busroot.Server.Commands;

/// <summary>Reaches the rules of a data directory: through its server when one runs, else by reading the rules directory as a start would.</summary>
internal sealed class RuleAccess : IDisposable
{
    private readonly IDisposable _owned;

    private RuleAccess(IRuleAdministration administration, IDisposable owned)
    {
        Administration = administration;
        _owned = owned;
    }

    /// <summary>Does the work.</summary>
    public IRuleAdministration Administration { get; }

    /// <summary>Finds the way.</summary>
    /// <param name="data">The data directory, as written.</param>
    /// <param name="rules">The rules directory for when no server runs; null for the default.</param>
    /// <exception cref="CommandFailure">There is no such data directory, or its server does not answer.</exception>
    /// <exception cref="StorageException">The directory cannot be used.</exception>
    public static RuleAccess Open(string data, string? rules)
    {
        var directory = Path.GetFullPath(data);
        if (!Directory.Exists(directory))
        {
            throw new CommandFailure($"There is no data directory {directory}. Name it with --data; 'busroot up' makes one.");
        }

        try
        {
            var state = ServerState.Open(directory);
            var store = new RuleRevisionStore(state.Database);
            var live = new LiveRules(rules ?? ServerArguments.DefaultRules(), store, TimeProvider.System, NullLogger<LiveRules>.Instance);
            return new RuleAccess(new LocalRules(live, store, state.Registry, state.History, new StoppedPipeline(state.Readings)), state);
        }
        catch (StorageException error) when (error.Fault == StorageFault.InUse && DataAccess.ReadServer(directory) is var (server, key))
        {
            var remote = new RemoteRules(server.Http, key);
            return new RuleAccess(remote, remote);
        }
    }

    /// <summary>Finds the revision a person means.</summary>
    /// <param name="kept">The revisions of the rule, newest first.</param>
    /// <param name="ruleId">The rule.</param>
    /// <param name="text">A number, or the beginning of a revision's hash.</param>
    /// <exception cref="CommandFailure">It is none of them.</exception>
    public static RevisionView Pick(IReadOnlyList<RevisionView> kept, string ruleId, string text) =>
        kept.FirstOrDefault(revision => $"{revision.Number}" == text)
        ?? kept.FirstOrDefault(revision => text.Length >= 4 && revision.Revision?.StartsWith(text, StringComparison.OrdinalIgnoreCase) == true)
        ?? throw new CommandFailure($"Rule {ruleId} has no revision {text}; 'busroot rules revisions {ruleId}' lists those that are kept. Name one by its number, or by at least 4 digits of its hash.");

    public void Dispose() => _owned.Dispose();
}
