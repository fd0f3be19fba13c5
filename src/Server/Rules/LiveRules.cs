using System.Collections.Immutable;
using Busroot.Storage;
using Busroot.Storage.Rules;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;

namespace Busroot.Server.Rules;

/// <summary>The rules in force, kept in step with their directory: a folder that is well takes effect as a whole, one that is not leaves the revision before it.</summary>
/// <remarks>
/// The directory is the truth; the store remembers what was in force. Threads: any; looks take turns, and what can be read is the outcome
/// of the last one.
/// </remarks>
internal sealed class LiveRules
{
    private readonly string _directory;
    private readonly RuleRevisionStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ScriptLimits _limits;
    private readonly Lock _turn = new();
    private readonly Dictionary<string, CompiledFolder> _folders = new(StringComparer.Ordinal); // as they were looked at last
    private Dictionary<string, RuleRevision> _stored; // what was live when the server last ran; empty after the first look
    private ImmutableDictionary<string, RuleStanding> _standings = ImmutableDictionary<string, RuleStanding>.Empty;
    private ImmutableHashSet<RuleProblem> _said = [];
    private volatile RuleSet _current = RuleSet.Empty;
    private Action<RuleSet>? _changed;
    private string? _trouble;

    /// <summary>Reads the directory and puts its rules in force.</summary>
    /// <exception cref="StorageException">What was in force before cannot be read.</exception>
    public LiveRules(string directory, RuleRevisionStore store, TimeProvider time, ILogger<LiveRules> log, ScriptLimits? limits = null)
    {
        _directory = directory;
        _store = store;
        _time = time;
        _log = log;
        _limits = limits ?? ScriptLimits.Default;
        _stored = new(store.LoadLive(), StringComparer.Ordinal);
        Look(Environment.UserName);
        _stored = [];
    }

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
            var isSettled = ReadFolders(problems);
            var options = RuleChoice.Settle(_folders.Values.Select(Option));
            if (!TryStore(options, by, out var stored))
            {
                return false;
            }

            TakeOver(options, stored, problems);
            return isSettled;
        }
    }

    /// <summary>Puts the files of an earlier revision into the folder, after keeping what is there, and in force.</summary>
    /// <param name="to">A stored revision of a rule.</param>
    /// <param name="by">Who is noted for it.</param>
    /// <returns>How the rule stands then; its problems say why it did not take effect, if so.</returns>
    /// <exception cref="StorageException">What is there cannot be kept; nothing was changed.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public RuleStanding RollBack(RuleRevision to, string by)
    {
        lock (_turn)
        {
            var source = _store.Load(to.RuleId, to.Number);
            var present = RuleSource.Read(_directory, to.RuleId);
            if (!present.IsEmpty && _store.List(to.RuleId).All(known => known.Digest != present.Digest))
            {
                _store.Append([(present, CompiledFolder.Of(present, _limits).Rule?.Revision ?? "")], _time.GetUtcNow(), by, wentLive: false);
            }

            RuleFolderFiles.Replace(_directory, source);
            Look(by);
            return Standing(to.RuleId)!;
        }
    }

    /// <returns>False when a folder changed while it was read; it stands as before then.</returns>
    private bool ReadFolders(List<RuleProblem> problems)
    {
        var isSettled = true;
        var found = RuleDirectory.Find(_directory, problems);
        foreach (var id in found)
        {
            var source = RuleSource.Read(_directory, id);
            if (_folders.GetValueOrDefault(id)?.Source.Digest == source.Digest)
            {
                continue;
            }

            var compiled = CompiledFolder.Of(source, _limits);
            compiled = _stored.GetValueOrDefault(id)?.Digest == source.Digest ? compiled : compiled.Tried(_limits); // it passed when it went live
            if (RuleSource.Read(_directory, id).Digest == source.Digest)
            {
                _folders[id] = compiled;
            }
            else
            {
                isSettled = false; // half of it may be of the edit before
            }
        }

        // What cannot be read is not gone: a share that is away must not take the rules with it.
        foreach (var id in _folders.Keys.Except(found).Where(id => !problems.Exists(problem => problem.File.Length == 0 || id.StartsWith(problem.File, StringComparison.Ordinal))).ToList())
        {
            _folders.Remove(id);
        }

        return isSettled;
    }

    private RuleOption Option(CompiledFolder folder)
    {
        var id = folder.Source.Id;
        var established = _standings.GetValueOrDefault(id)?.Rule;
        if (established is null && _stored.TryGetValue(id, out var stored))
        {
            established = stored.Digest == folder.Source.Digest ? folder.Rule : CompiledFolder.Of(_store.Load(id, stored.Number), _limits).Rule;
        }

        var live = _standings.GetValueOrDefault(id)?.Live ?? _stored.GetValueOrDefault(id);
        var wanted = established is not null && live?.Digest == folder.Source.Digest ? established : folder.Rule; // an edit that was taken back is none
        return new RuleOption(id, wanted, established, wanted is null ? folder.Problems : []);
    }

    private bool TryStore(IReadOnlyList<RuleOption> options, string by, out Dictionary<string, RuleRevision> stored)
    {
        stored = [];
        try
        {
            var changes = options.Where(option => option.IsChange).Select(option => (_folders[option.Id].Source, option.Running!.Revision)).ToList();
            stored = _store.Append(changes, _time.GetUtcNow(), by, wentLive: true).ToDictionary(revision => revision.RuleId, StringComparer.Ordinal);
            _trouble = null;
            return true;
        }
        catch (StorageException error)
        {
            if (_trouble != error.Message)
            {
                RuleLog.CannotStore(_log, error.Message);
            }

            _trouble = error.Message;
            return false;
        }
    }

    private void TakeOver(List<RuleOption> options, Dictionary<string, RuleRevision> stored, List<RuleProblem> problems)
    {
        var before = _standings;
        var after = options.Select(option => new RuleStanding(
            option.Id, option.Running,
            option.Running is null ? null : stored.GetValueOrDefault(option.Id) ?? before.GetValueOrDefault(option.Id)?.Live ?? _stored.GetValueOrDefault(option.Id),
            option.Problems)).ToImmutableDictionary(standing => standing.Id, StringComparer.Ordinal);
        var set = RuleSet.Of(
            after.Values.Select(standing => standing.Rule).OfType<Rule>(),
            problems.Concat(after.Values.SelectMany(standing => standing.Problems)).OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line),
            _folders.OrderBy(folder => folder.Key, StringComparer.Ordinal).SelectMany(folder => folder.Value.Warnings));
        var hasChanged = !set.Rules.SequenceEqual(_current.Rules);
        Volatile.Write(ref _standings, after);
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
