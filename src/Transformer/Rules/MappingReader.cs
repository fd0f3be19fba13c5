using System.Collections.Immutable;
using System.Text.Json;
using Busroot.Transformer.Mapping;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Rules;

/// <summary>Reads the <c>mapping</c> of rule.json.</summary>
internal sealed class MappingReader(ProblemLog log, ImmutableDictionary<string, VariableValue> variables)
{
    private static readonly string[] Known = ["path", "first", "not", "scale", "round", "map", "default", "expr"];
    private static readonly string[] Later = ["delta"];
    private static readonly string[] FanOut = ["stations", "each", "station"];

    /// <summary>The variables that some path or number refers to.</summary>
    public HashSet<string> UsedVariables { get; } = new(StringComparer.Ordinal);

    public ImmutableArray<SignalTemplate> Read(IReadOnlyList<SourceMember> members)
    {
        var signals = ImmutableArray.CreateBuilder<SignalTemplate>();
        foreach (var member in members)
        {
            if (FanOut.Contains(member.Name))
            {
                log.Add(member.At, $"\"{member.Name}\" is not supported yet by this version; remove it, or the rule cannot run");
            }
            else if (!SignalContract.TryParse(member.Name, out var key))
            {
                var hint = ObjectReader.Hint(member.Name, SignalContract.Names, $"; the signals are {string.Join(", ", SignalContract.Names)}");
                log.Add(member.At, $"\"{member.Name}\" is not a signal{hint}");
            }
            else if (signals.Any(other => other.Key == key))
            {
                log.Add(member.At, $"\"{member.Name}\" is {SignalContract.Names[(int)key]} again; keep one");
            }
            else if (ReadSignal(key, member) is { } signal)
            {
                signals.Add(signal);
            }
        }

        WarnOfPairs(members, signals);
        return signals.ToImmutable();
    }

    private SignalTemplate? ReadSignal(SignalKey key, SourceMember member)
    {
        if (member.Value.Kind == JsonValueKind.String)
        {
            return new SignalTemplate(key, member.At, [ReadPath(member.Value)], [], null, null, null, null);
        }

        if (member.Value.Kind != JsonValueKind.Object)
        {
            log.Add(member.Value.At, $"a signal is made from a path such as \"c1\", or from an object with \"path\", not from {member.Value.Described}");
            return null;
        }

        var entry = ObjectReader.Open(member.Value, "a signal", Known, Later, log)!;
        var expression = ReadExpression(entry);
        var scale = Number(entry.Find("scale"));
        var round = Number(entry.Find("round"));
        if (scale is { Variable: null, Constant: 0 })
        {
            log.Add(scale.At, "\"scale\" is a factor other than 0");
        }

        return new SignalTemplate(
            key, member.At, ReadPaths(entry), [.. entry.Items("not").Select(Number).OfType<NumberTemplate>()], scale, round,
            ReadMap(key, entry, isFinal: scale is null && round is null), DefaultNumber(key, entry.Find("default")), expression);
    }

    private ExpressionTemplate? ReadExpression(ObjectReader entry)
    {
        if (entry.Find("expr") is not { } node)
        {
            return null;
        }

        if (entry.Find("path") is not null || entry.Find("first") is not null)
        {
            log.Add(node.At, "\"expr\" stands instead of \"path\" and \"first\"; keep one");
        }
        else if (node.Kind != JsonValueKind.String)
        {
            log.Add(node.At, $"an expression is a text such as \"payload.wh / 1000\", not {node.Described}");
        }
        else
        {
            return new ExpressionTemplate(node.Text, node.At);
        }

        return null;
    }

    private ImmutableArray<Template> ReadPaths(ObjectReader entry)
    {
        var path = entry.Find("path");
        var first = entry.Find("first");
        if ((path is null) == (first is null) && entry.Find("expr") is null)
        {
            log.Add(entry.At, path is null ? "a signal needs \"path\", or \"first\" with several" : "\"path\" and \"first\" exclude each other; keep one");
            return [];
        }

        var nodes = path is null ? entry.Items("first") : [path];
        if (first is { Kind: JsonValueKind.Array, Items.Count: 0 })
        {
            log.Add(first.At, "\"first\" lists at least one path");
        }

        return [.. nodes.Select(ReadPath)];
    }

    private Template ReadPath(SourceNode node)
    {
        if (node.Kind != JsonValueKind.String)
        {
            log.Add(node.At, $"a path is a text such as \"c1\" or \"$.meter[0].kwh\", not {node.Described}");
            return new Template("$", node.At);
        }

        var template = new Template(node.Text, node.At);
        if (template.IsUnclosed)
        {
            log.Add(node.At, $"\"{node.Text}\": a variable is written ${{name}}; the closing brace is missing");
        }
        else
        {
            template.Names.ToList().ForEach(name => Use(name, node.At));
        }

        return template;
    }

    private NumberTemplate? Number(SourceNode? node)
    {
        if (node is { Kind: JsonValueKind.Number } && double.IsFinite(node.Number))
        {
            return new NumberTemplate(node.Number, null, node.At);
        }

        if (node is { Kind: JsonValueKind.String } && new Template(node.Text, node.At).OnlyName is { } name)
        {
            Use(name, node.At);
            return new NumberTemplate(0, name, node.At);
        }

        if (node is not null)
        {
            log.Add(node.At, $"a number, or a variable such as \"${{kwhScale}}\", is needed here, not {node.Described}");
        }

        return null;
    }

    private NumberTemplate? DefaultNumber(SignalKey key, SourceNode? node) =>
        key == SignalKey.Productive && node?.Kind is JsonValueKind.True or JsonValueKind.False
            ? new NumberTemplate(node.Kind == JsonValueKind.True ? 1 : 0, null, node.At)
            : Number(node);

    private ImmutableArray<KeyValuePair<string, double>>? ReadMap(SignalKey key, ObjectReader entry, bool isFinal)
    {
        if (entry.Find("map") is not { } map)
        {
            return null;
        }

        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, double>>();
        foreach (var member in entry.Members("map"))
        {
            if (ReadMapped(key, member, isFinal) is { } number)
            {
                entries.Add(KeyValuePair.Create(member.Name.Trim(), number));
            }
        }

        if (map is { Kind: JsonValueKind.Object, Members.Count: 0 })
        {
            log.Add(map.At, "\"map\" lists at least one value");
        }

        return entries.ToImmutable();
    }

    private double? ReadMapped(SignalKey key, SourceMember member, bool isFinal)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(member.Name) > SlotTable.LongestText)
        {
            log.Add(member.At, $"a value in \"map\" has at most {SlotTable.LongestText} bytes");
        }

        double? number = member.Value.Kind switch
        {
            JsonValueKind.Number => member.Value.Number,
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            _ => null,
        };
        if (number is not { } value || (isFinal && !SignalContract.Allows(key, value)) || !double.IsFinite(value))
        {
            log.Add(member.Value.At, $"{SignalContract.Names[(int)key]} can never be {member.Value.Described}; expected {SignalContract.Expectation(key)}");
            return null;
        }

        return value;
    }

    private void Use(string name, SourcePosition at)
    {
        UsedVariables.Add(name);
        if (!variables.ContainsKey(name))
        {
            var hint = ObjectReader.Hint(name, variables.Keys, "; add it there with a default, or null");
            log.Add(at, $"variable \"{name}\" is not declared under \"variables\"{hint}");
        }
    }

    private void WarnOfPairs(IReadOnlyList<SourceMember> members, IReadOnlyList<SignalTemplate> signals)
    {
        Warn(SignalKey.ProductionCompleteGood, SignalKey.ProductionCountGood, "new units and a running count; they would be counted twice");
        Warn(SignalKey.ProductionCompleteBad, SignalKey.ProductionCountBad, "new units and a running count; they would be counted twice");
        Warn(SignalKey.ElectricalKwh, SignalKey.ElectricalKwhInterval, "a meter reading and the kWh of an interval; they would be counted twice");

        void Warn(SignalKey one, SignalKey other, string what)
        {
            if (members.Count > 0 && signals.Any(signal => signal.Key == one) && signals.FirstOrDefault(signal => signal.Key == other) is { } second)
            {
                log.Warn(second.At, $"{SignalContract.Names[(int)one]} and {SignalContract.Names[(int)other]} for one station are {what}");
            }
        }
    }
}
