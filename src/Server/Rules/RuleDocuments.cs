using System.Text;
using Busroot.Broker.Identity;
using Busroot.Storage.Rules;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Rules;

/// <summary>A rule, as the API and the command line show it.</summary>
/// <param name="Id">The rule; or, for what is wrong with no rule, the folder or link that cannot be read, <c>.</c> for the rules directory.</param>
/// <param name="Kind">mapping, script, function or codec; absent when nothing runs.</param>
/// <param name="Description">Its author's line.</param>
/// <param name="Revision">What runs; absent when nothing does.</param>
/// <param name="Number">The number of that revision among those of the rule; absent for what takes effect when a server starts.</param>
/// <param name="Since">When it went live.</param>
/// <param name="By">Who saw to that.</param>
/// <param name="Devices">Registered devices it serves.</param>
/// <param name="Problems">What keeps the folder as it is now from taking effect, or devices from getting the rule, as <c>file:line:column: message</c>.</param>
internal sealed record RuleView(
    string Id, string? Kind, string? Description, string? Revision, long? Number, DateTimeOffset? Since, string? By, int Devices, IReadOnlyList<string> Problems)
{
    public static RuleView Of(RuleStanding standing, int devices, IEnumerable<RuleProblem> problems) => new(
        standing.Id, standing.Rule?.Kind.ToString().ToLowerInvariant(), standing.Rule?.Description, standing.Rule?.Revision, standing.Live?.Number, standing.Live?.At,
        standing.Live?.By, devices, [.. problems.Select(problem => problem.ToString())]);

    /// <summary>Every rule, with how many registered devices it serves, and everything that is wrong.</summary>
    /// <remarks>Cost: finds the rule of every device, about a microsecond each.</remarks>
    public static IReadOnlyList<RuleView> Of(LiveRules rules, Registry registry)
    {
        var set = rules.Current;
        var served = registry.Devices.Select(device => set.RuleFor(device.Id.ToString(), device.RuleId)?.Id).OfType<string>().CountBy(id => id).ToDictionary(StringComparer.Ordinal);
        var standings = rules.Standings.ToDictionary(standing => standing.Id, StringComparer.Ordinal);
        var problems = set.Problems.ToLookup(problem => Subject(problem.File, standings), StringComparer.Ordinal);
        return [.. standings.Keys.Union(problems.Select(group => group.Key)).Order(StringComparer.Ordinal).Select(id =>
            Of(standings.GetValueOrDefault(id) ?? new RuleStanding(id, null, null, []), served.GetValueOrDefault(id), problems[id]))];
    }

    // A problem is of a file in a rule's folder, of the folder itself, or of something above rules.
    private static string Subject(string file, Dictionary<string, RuleStanding> rules) =>
        rules.ContainsKey(file) ? file
        : Path.GetDirectoryName(file) is { } folder && rules.ContainsKey(folder) ? folder
        : file.Length == 0 ? "." : file;
}

/// <summary>A revision that is kept.</summary>
/// <param name="Number">Counts the revisions of the rule.</param>
/// <param name="Revision">Hash of what decides what the rule does; absent for files that made no rule.</param>
/// <param name="At">When it went live, or was kept.</param>
/// <param name="By">Who.</param>
/// <param name="WentLive">False for files that were only kept because a rollback replaced them.</param>
/// <param name="Live">Whether it is what runs now.</param>
internal sealed record RevisionView(long Number, string? Revision, DateTimeOffset At, string By, bool WentLive, bool Live)
{
    public static RevisionView Of(RuleRevision revision, RuleRevision? live) =>
        new(revision.Number, revision.Revision.Length == 0 ? null : revision.Revision, revision.At, revision.By, revision.WentLive, revision.Number == live?.Number);
}

/// <summary>What the folder of a rule is to hold again.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Number">The number of a revision that is kept.</param>
internal sealed record RollbackRequest(string Rule, long Number);

/// <summary>What came of a rollback; the files of the revision are in the folder.</summary>
/// <param name="Rule">How the rule stands then.</param>
/// <param name="Waits">Why the revision is not in force, in words; absent when it is.</param>
internal sealed record RollbackView(RuleView Rule, string? Waits);

/// <summary>The text of a rule's files.</summary>
/// <param name="Name">Such as <c>rule.json</c>.</param>
/// <param name="Text">Its text; bytes that are no UTF-8 are shown as such.</param>
internal sealed record RuleFileView(string Name, string Text)
{
    public static IReadOnlyList<RuleFileView> Of(RuleSource source) =>
        [.. source.Files.Select(file => new RuleFileView(file.Key, Encoding.UTF8.GetString(file.Value.Span)))];
}
