using System.Collections.Concurrent;
using System.Collections.Immutable;
using Busroot.Transformer.Dedupe;
using Busroot.Transformer.Mapping;
using Busroot.Transformer.Matching;
using Busroot.Transformer.NodeRed.Codecs;
using Busroot.Transformer.NodeRed.Functions;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Scripting;

namespace Busroot.Transformer.Rules;

/// <summary>One revision of one rule, compiled.</summary>
/// <remarks>Threads: immutable; every lane may run it at the same time, each with its own <see cref="RuleRunner"/>.</remarks>
public sealed class Rule
{
    // More sets of site values than this are compiled per lane and device instead of being shared.
    private const int MostSharedPlans = 4096;

    private readonly ConcurrentDictionary<string, BoundPlan> _plans = new(StringComparer.Ordinal);

    internal Rule(RuleFile file, ScriptProgram? program)
    {
        Mapping = file.Mapping;
        DefaultPlan = file.DefaultPlan;
        Script = program is null ? null : new ScriptRule(program, file.Format!, file.Limits);
        Limits = file.Limits;
        NeedsScriptEngine = file.Mapping is { } mapping && mapping.Signals.Any(signal => signal.Expression is not null);
        Ignored = file.Ignored;
        Patterns = file.Patterns;
        Dedupe = file.Dedupe;
    }

    /// <summary>The folder below the rules directory with forward slashes, <c>arduino/opta-dau</c>.</summary>
    public required string Id { get; init; }

    /// <summary>First 12 hexadecimal digits of a SHA-256 over everything that decides what the rule does; examples and texts beside it do not count.</summary>
    public required string Revision { get; init; }

    /// <summary>One line for people.</summary>
    public required string Description { get; init; }

    /// <summary>The patterns over Device IDs as written; empty for a rule that is only assigned explicitly.</summary>
    public required ImmutableArray<string> Devices { get; init; }

    /// <summary>How it turns a payload into signals.</summary>
    public required RuleKind Kind { get; init; }

    /// <summary>What becomes of a reading it cannot read.</summary>
    public required ErrorAction OnError { get; init; }

    /// <summary>The site values it knows with their defaults; a device's record overrides them.</summary>
    public required ImmutableDictionary<string, VariableValue> Variables { get; init; }

    /// <summary>Its tests, in file order.</summary>
    public required ImmutableArray<RuleExample> Examples { get; init; }

    /// <summary>The limits of the service, which the rule's own may not exceed.</summary>
    internal ScriptLimits ServiceLimits { get; init; } = ScriptLimits.Default;

    /// <summary>The service's limits, lowered by the rule's own.</summary>
    internal ScriptLimits Limits { get; }

    /// <summary>Whether its mapping has expressions, some of which may be the script engine's.</summary>
    internal bool NeedsScriptEngine { get; }

    /// <summary>Whether rule.json has a mapping; always for kind mapping, for kind codec usually.</summary>
    internal bool HasMapping => Mapping is not null;

    /// <summary>The script; null for other kinds.</summary>
    internal ScriptRule? Script { get; }

    /// <summary>The Node-RED function; null for other kinds.</summary>
    internal FunctionRule? Function { get; init; }

    /// <summary>The codec; null for other kinds.</summary>
    internal CodecRule? Codec { get; init; }

    /// <summary>How readings that come twice are known; null when they all run.</summary>
    internal DedupeRule? Dedupe { get; }

    /// <summary>Under which name the keys of readings seen are in a device's state; no rule can be called so.</summary>
    internal string SeenId => field ??= Id + "#seen";

    /// <summary>The plan for a device without site values of its own; null for kinds without a mapping.</summary>
    internal BoundPlan? DefaultPlan { get; }

    /// <summary>The site values of a device that has none of its own.</summary>
    internal VariableTable DefaultVariables => field ??= new VariableTable(Variables);

    internal ImmutableArray<PlacedPattern> Patterns { get; }

    private MappingTemplate? Mapping { get; }

    /// <summary>Payloads that are no readings, trimmed; a small set, compared one by one.</summary>
    private ImmutableArray<byte[]> Ignored { get; }

    internal bool Ignores(ReadOnlySpan<byte> payload)
    {
        if (Ignored.IsEmpty)
        {
            return false;
        }

        payload = AsciiText.Trim(payload);
        foreach (var text in Ignored)
        {
            if (payload.SequenceEqual(text))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The plan for a device's site values: compiled once for all devices whose values are the same.</summary>
    internal BoundPlan PlanFor(ImmutableDictionary<string, VariableValue> overrides)
    {
        var variables = VariablesFor(overrides);
        var key = KeyOf(variables);
        if (_plans.TryGetValue(key, out var known))
        {
            return known;
        }

        var bound = Bind(variables);
        return _plans.Count < MostSharedPlans ? _plans.GetOrAdd(key, bound) : bound;
    }

    /// <summary>The rule's site values as a device's record overrides them.</summary>
    internal ImmutableDictionary<string, VariableValue> VariablesFor(ImmutableDictionary<string, VariableValue> overrides)
    {
        var variables = Variables;
        foreach (var (name, value) in overrides)
        {
            if (variables.ContainsKey(name)) // a record may hold values for other rules
            {
                variables = variables.SetItem(name, value);
            }
        }

        return variables;
    }

    // Lengths keep apart what is unset, empty, or holds what looks like another entry.
    private static string KeyOf(ImmutableDictionary<string, VariableValue> variables) =>
        string.Join(' ', variables.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => (entry.Key, Length: entry.Value.IsUnset ? -1 : entry.Value.ToString().Length, entry.Value))
            .Select(entry => $"{entry.Key}:{entry.Length}:{entry.Value}"));

    private BoundPlan Bind(ImmutableDictionary<string, VariableValue> variables)
    {
        var problems = new List<BindingProblem>();
        var plan = Mapping!.Bind(variables, problems);
        return problems is [var first, ..]
            ? new BoundPlan(plan, new RuleOutcome.Failed(RuleFault.InvalidVariable, $"the device's variables do not fit rule {Id}: {first.Message}", first.At))
            : new BoundPlan(plan, null);
    }
}

/// <summary>A pattern and where it stands in rule.json.</summary>
internal readonly record struct PlacedPattern(DevicePattern Pattern, SourcePosition At);

/// <summary>A rule compiled for some site values, or why that cannot be.</summary>
internal sealed record BoundPlan(MappingPlan Plan, RuleOutcome.Failed? Problem);
