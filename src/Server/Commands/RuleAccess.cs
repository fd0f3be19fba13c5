using System.CommandLine;
using Busroot.Server.Hosting;
using Busroot.Server.Rules;
using Busroot.Storage.Rules;
using Microsoft.Extensions.Logging.Abstractions;

namespace Busroot.Server.Commands;

/// <summary>Reaches the rules of a data directory: through its server when one runs, else by reading the rules directory as a start would, and putting nothing in force.</summary>
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

    /// <summary>Finds the way, as <see cref="DataHolder"/> does; without a server it says on standard error which rules are looked at.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="data">The data directory.</param>
    /// <param name="rules">The rules directory for when no server runs; null for a command that is about none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="CommandFailure">There is no such data directory, or its server does not answer.</exception>
    /// <exception cref="Storage.StorageException">The directory cannot be used.</exception>
    public static Task<RuleAccess> OpenAsync(ParseResult parsed, Option<string> data, Option<string?>? rules, CancellationToken cancellationToken) => DataHolder.FindAsync(
        parsed.GetRequiredValue(data), create: false,
        state => Opened(state, rules is null ? null : parsed.GetValue(rules), rules is null ? TextWriter.Null : parsed.InvocationConfiguration.Error),
        Served, cancellationToken);

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

    private static RuleAccess Opened(ServerState state, string? rules, TextWriter notes)
    {
        var store = new RuleRevisionStore(state.Database, RevisionLimits.None);
        var known = store.LoadDirectory();
        var directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(rules ?? known ?? ServerArguments.DefaultRules()));
        notes.WriteLine($"No server runs; this is about the rules in {directory}.{(known is null || known == directory ? "" : $" The last server read those in {known}.")}");
        var live = new LiveRules(directory, store, TimeProvider.System, NullLogger<LiveRules>.Instance, serves: false);
        return new RuleAccess(new LocalRules(live, store, state.Registry, state.History), state);
    }

    private static RuleAccess Served(ServerFile server, string key)
    {
        var remote = new RemoteRules(server.Http, key);
        return new RuleAccess(remote, remote);
    }
}
