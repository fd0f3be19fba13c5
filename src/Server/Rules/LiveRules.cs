using System.Collections.Immutable;
using Busroot.Server.Administration;
using Busroot.Storage;
using Busroot.Storage.Rules;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;

namespace Busroot.Server.Rules;

/// <summary>The rules in force, kept in step with their directory: a folder that is well takes effect as a whole, one that is not leaves the revision before it.</summary>
/// <remarks>
/// The directory is the truth; the store remembers what is in force. A start goes on from there: its first look is like any other, and what
/// is broken, cannot be read or cannot be stored stays as it was. Without a server it tells what a start would do, and stores nothing. Threads: any; looks take turns, and what can be read is the outcome of the last one.
/// </remarks>
internal sealed class LiveRules
{
    private readonly string _directory;
    private readonly RuleRevisionStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ScriptLimits _limits;
    private readonly bool _serves;
    private readonly Lock _turn = new();
    private readonly Dictionary<string, CompiledFolder> _folders = new(StringComparer.Ordinal); // as they were looked at last
    private ImmutableDictionary<string, RuleStanding> _inForce = ImmutableDictionary<string, RuleStanding>.Empty; // what changes are compared with
    private ImmutableDictionary<string, RuleStanding> _standings = ImmutableDictionary<string, RuleStanding>.Empty;
    private ImmutableHashSet<RuleProblem> _said = [];
    private volatile RuleSet _current = RuleSet.Empty;
    private Action<RuleSet>? _changed;

    /// <summary>Reads the directory and puts its rules in force.</summary>
    /// <param name="directory">The rules directory.</param>
    /// <param name="store">Where what is in force is kept.</param>
    /// <param name="time">Says when a revision went live.</param>
    /// <param name="log">Hears of changes and problems.</param>
    /// <param name="limits">What scripts may take; the defaults when null.</param>
    /// <param name="serves">False when no readings run through the rules: nothing goes live, and what would has no revision yet.</param>
    /// <exception cref="StorageException">What was in force before cannot be read, or the directory cannot be remembered.</exception>
    public LiveRules(string directory, RuleRevisionStore store, TimeProvider time, ILogger<LiveRules> log, ScriptLimits? limits = null, bool serves = true)
    {
        _directory = directory;
        _store = store;
        _time = time;
        _log = log;
        _limits = limits ?? ScriptLimits.Default;
        _serves = serves;
        if (serves)
        {
            store.SaveDirectory(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
        }

        foreach (var (revision, source) in store.LoadInForce())
        {
            var folder = CompiledFolder.Of(source, _limits); // its examples passed when it went live
            _folders.Add(source.Id, folder);
            _inForce = _inForce.Add(source.Id, new RuleStanding(source.Id, folder.Rule, revision, []));
        }

        Look(Environment.UserName);
    }

    /// <summary>Whether readings run through these rules.</summary>
    public bool Serves => _serves;

    /// <summary>The rules directory.</summary>
    public string Directory => _directory;

    /// <summary>The rules in force with all problems and warnings of the directory.</summary>
    public RuleSet Current => _current;

    /// <summary>How each rule stands that has a folder, or runs, by ID.</summary>
    public IReadOnlyList<RuleStanding> Standings => [.. Volatile.Read(ref _standings).Values.OrderBy(standing => standing.Id, StringComparer.Ordinal)];

    /// <summary>How one rule stands; null when there is none of that name.</summary>
    public RuleStanding? Standing(string ruleId) => Volatile.Read(ref _standings).GetValueOrDefault(ruleId);

    /// <summary>Names who is told of the rules in force, now and whenever they change.</summary>
    public void TellOfChanges(Action<RuleSet> changed)
    {
        lock (_turn)
        {
            _changed = changed;
            changed(_current);
        }
    }

    /// <summary>Compares the directory with what is in force and puts in force what is well.</summary>
    /// <param name="by">Who is noted for what goes live.</param>
    /// <returns>False when files changed under the look, or could not be stored: look again soon.</returns>
    public bool Look(string by)
    {
        lock (_turn)
        {
            var problems = new List<RuleProblem>();
            var (isSettled, gone) = ReadFolders(problems);
            var options = RuleChoice.Settle(_folders.Values.Where(folder => !gone.Contains(folder.Source.Id)).Select(Option));
            var (stored, trouble) = Store(options, gone, by);
            TakeOver(trouble is null ? options : Unchanged(gone, trouble), stored, problems);
            return isSettled && trouble is null;
        }
    }

    /// <summary>Puts the files of an earlier revision into the folder, after keeping what is there, and in force.</summary>
    /// <param name="to">A stored revision of a rule.</param>
    /// <param name="by">Who is noted for it.</param>
    /// <returns>How the rule stands then. Its problems say why the revision is not in force, unless the folder was being changed: then the next look takes it.</returns>
    /// <exception cref="AdministrationException">The revision is not kept any more, or a file that is there cannot be read; nothing was changed.</exception>
    /// <exception cref="StorageException">What is there cannot be kept; nothing was changed.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public RuleStanding RollBack(RuleRevision to, string by)
    {
        lock (_turn)
        {
            var source = _store.Load(to.RuleId, to.Number);
            if (source.IsEmpty)
            {
                throw AdministrationException.NotFound($"revision of {to.RuleId}", $"{to.Number}"); // newer ones have just taken its room
            }

            KeepPresent(to.RuleId, by);
            RuleFolderFiles.Replace(_directory, source);
            Look(by);
            return Standing(to.RuleId) ?? new RuleStanding(to.RuleId, null, null, []);
        }
    }

    private void KeepPresent(string ruleId, string by)
    {
        var present = Read(ruleId);
        if (RuleSource.FileNames.FirstOrDefault(name => present.FaultOf(name) is not null) is { } lost)
        {
            throw AdministrationException.Invalid([("rule", $"{ruleId}/{lost} cannot be kept before it is replaced: {present.FaultOf(lost)}. Move it away; nothing was changed.")]);
        }

        if (!present.IsEmpty && _store.List(ruleId).All(known => known.Digest != present.Digest))
        {
            _store.Keep(present, CompiledFolder.Of(present, _limits).Rule?.Revision ?? "", _time.GetUtcNow(), by);
        }
    }

    /// <returns>Not settled when a folder changed while it was read; it stands as before then. And the folders that are not there any more.</returns>
    private (bool IsSettled, HashSet<string> Gone) ReadFolders(List<RuleProblem> problems)
    {
        var isSettled = true;
        var found = RuleDirectory.Find(_directory, problems);
        foreach (var id in found)
        {
            var source = Read(id);
            if (_folders.GetValueOrDefault(id)?.Source.Digest == source.Digest)
            {
                continue;
            }

            var compiled = CompiledFolder.Of(source, _limits).Tried(_limits);
            if (Read(id).Digest == source.Digest)
            {
                _folders[id] = compiled;
            }
            else
            {
                isSettled = false; // half of it may be of the edit before
            }
        }

        // What cannot be read is not gone: a share that is away must not take the rules with it.
        return (isSettled, [.. _folders.Keys.Except(found).Where(id => !problems.Exists(problem => IsWithin(id, problem.File)))]);
    }

    private RuleSource Read(string id) => RuleSource.Read(_directory, id, _store.Limits.FileBytes);

    private static bool IsWithin(string id, string folder) => folder.Length == 0 || id == folder || id.StartsWith(folder + "/", StringComparison.Ordinal);

    private RuleOption Option(CompiledFolder folder)
    {
        var id = folder.Source.Id;
        var before = _inForce.GetValueOrDefault(id);
        var wanted = before is { Rule: not null } && before.Live?.Digest == folder.Source.Digest ? before.Rule : folder.Rule; // an edit that was taken back is none
        return new RuleOption(id, wanted, before?.Rule, wanted is null ? folder.Problems : []);
    }

    /// <returns>What was stored; or nothing, and why.</returns>
    private (Dictionary<string, RuleRevision> Stored, string? Trouble) Store(IReadOnlyList<RuleOption> options, HashSet<string> gone, string by)
    {
        try
        {
            var changes = options.Where(option => option.IsChange).Select(option => (_folders[option.Id].Source, option.Running!.Revision)).ToList();
            var stored = _serves ? _store.PutInForce(changes, gone, _time.GetUtcNow(), by) : [];
            foreach (var id in gone)
            {
                _folders.Remove(id);
            }

            return (stored.ToDictionary(revision => revision.RuleId, StringComparer.Ordinal), null);
        }
        catch (StorageException error)
        {
            return ([], error.Message);
        }
    }

    /// <summary>What was in force, and why what was to change it does not.</summary>
    private List<RuleOption> Unchanged(HashSet<string> gone, string why) => [.. _folders.Values.Select(Option).Select(option =>
        option.IsChange || gone.Contains(option.Id)
            ? option.Refused(new RuleProblem(option.Id, 0, 0, $"the change cannot be stored and does not take effect yet; it is tried again: {why}"))
            : option)];

    private void TakeOver(List<RuleOption> options, Dictionary<string, RuleRevision> stored, List<RuleProblem> problems)
    {
        var before = _inForce;
        var after = options.Select(option => new RuleStanding(
            option.Id, option.Running,
            option.Running is null ? null : option.IsChange ? stored.GetValueOrDefault(option.Id) : before[option.Id].Live,
            option.Problems)).ToImmutableDictionary(standing => standing.Id, StringComparer.Ordinal);
        var set = RuleSet.Of(
            after.Values.Select(standing => standing.Rule).OfType<Rule>(),
            problems.Concat(after.Values.SelectMany(standing => standing.Problems)).OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line),
            _folders.OrderBy(folder => folder.Key, StringComparer.Ordinal).SelectMany(folder => folder.Value.Warnings));
        var hasChanged = !set.Rules.SequenceEqual(_current.Rules);
        Volatile.Write(ref _standings, after);
        _inForce = _serves ? after : before;
        _current = set;
        if (hasChanged)
        {
            _changed?.Invoke(set);
        }

        Report(before, after, set);
    }

    private void Report(ImmutableDictionary<string, RuleStanding> before, ImmutableDictionary<string, RuleStanding> after, RuleSet set)
    {
        var isFirst = _changed is null; // the line that tells of the start has the count
        foreach (var standing in after.Values.Where(standing => !isFirst && standing.Live is not null && standing.Live != before.GetValueOrDefault(standing.Id)?.Live))
        {
            RuleLog.RuleWentLive(_log, standing.Id, standing.Live!.Revision, standing.Live.Number);
        }

        foreach (var id in before.Where(standing => standing.Value.Rule is not null && !after.ContainsKey(standing.Key)).Select(standing => standing.Key))
        {
            RuleLog.RuleRemoved(_log, id);
        }

        foreach (var standing in after.Values.Where(standing => standing.Problems.IsEmpty && before.GetValueOrDefault(standing.Id)?.Problems.IsEmpty == false))
        {
            RuleLog.Mended(_log, standing.Id);
        }

        foreach (var problem in set.Problems.Where(problem => !_said.Contains(problem)))
        {
            Say(problem, after);
        }

        _said = [.. set.Problems];
    }

    private void Say(RuleProblem problem, ImmutableDictionary<string, RuleStanding> standings)
    {
        if (standings.Values.FirstOrDefault(standing => standing.Rule is not null && standing.Problems.Contains(problem)) is { } kept)
        {
            RuleLog.ChangeRefused(_log, kept.Id, kept.Rule!.Revision, problem.ToString());
        }
        else
        {
            ServerLog.RuleLeftOut(_log, problem.ToString());
        }
    }
}
