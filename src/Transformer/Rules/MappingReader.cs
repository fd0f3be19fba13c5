using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Busroot.Transformer.Mapping;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Rules;

/// <summary>Reads the <c>mapping</c> of rule.json.</summary>
internal sealed class MappingReader(ProblemLog log, ImmutableDictionary<string, VariableValue> variables)
{
    private static readonly string[] Known = ["path", "first", "not", "scale", "round", "map", "default", "expr", "delta"];
    private static readonly string[] FanOut = ["stations", "each", "station"];

    /// <summary>The variables that some path or number refers to.</summary>
    public HashSet<string> UsedVariables { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads the mapping.</summary>
    /// <returns>Null when the format has a problem.</returns>
    public MappingTemplate? Read(IReadOnlyList<SourceMember> members, PayloadFormat? format)
    {
        var groups = ImmutableArray.CreateBuilder<GroupTemplate>();
        if (ReadSignals([.. members.Where(member => !FanOut.Contains(member.Name))]) is { IsEmpty: false } own)
        {
            groups.Add(new GroupTemplate(null, own));
        }

        var each = Find(members, "each");
        var station = Find(members, "station");
        if (Find(members, "stations") is { } stations)
        {
            groups.AddRange(ReadStations(stations));
            if (each is not null)
            {
                log.Add(stations.At, "\"stations\" and \"each\" exclude each other; keep one");
            }
        }

        if ((each is null) != (station is null))
        {
            log.Add((each ?? station)!.At, each is null
                ? "\"station\" says where each element of \"each\" names its station; for stations known beforehand, write \"stations\""
                : "\"each\" needs \"station\": the path, within an element, to the name of its station");
        }

        return format is null ? null : new MappingTemplate(format, groups.ToImmutable(), each is null ? null : ReadPath(each.Value), station is null ? null : ReadPath(station.Value));
    }

    private static SourceMember? Find(IReadOnlyList<SourceMember> members, string name) => members.FirstOrDefault(member => member.Name == name);

    private IEnumerable<GroupTemplate> ReadStations(SourceMember stations)
    {
        if (stations.Value is not { Kind: JsonValueKind.Object, Members.Count: > 0 })
        {
            log.Add(stations.Value.At, $"\"stations\" is an object such as {{\"ST-01\": {{\"productive\": \"run1\"}}}} with at least one station, not {stations.Value.Described}");
            yield break;
        }

        ObjectReader.CheckRepeated(stations.Value, log);
        foreach (var member in stations.Value.Members)
        {
            if (member.Value is not { Kind: JsonValueKind.Object, Members.Count: > 0 })
            {
                log.Add(member.Value.At, $"a station has signals, such as {{\"productive\": \"run1\"}}, not {member.Value.Described}");
                continue;
            }

            ObjectReader.CheckRepeated(member.Value, log);
            var name = ReadPath(new SourceNode { Kind = JsonValueKind.String, Text = member.Name, At = member.At });
            yield return new GroupTemplate(name, ReadSignals(member.Value.Members));
        }
    }

    private ImmutableArray<SignalTemplate> ReadSignals(IReadOnlyList<SourceMember> members)
    {
        var signals = ImmutableArray.CreateBuilder<SignalTemplate>();
        foreach (var member in members)
        {
            if (!SignalContract.TryParse(member.Name, out var key))
            {
                var hint = ObjectReader.Hint(member.Name, SignalContract.Names.Concat(FanOut), $"; the signals are {string.Join(", ", SignalContract.Names)}");
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

        var entry = ObjectReader.Open(member.Value, "a signal", Known, [], log)!;
        var expression = ReadExpression(entry);
        var scale = Number(entry.Find("scale"));
        var round = Number(entry.Find("round"));
        if (scale is { Variable: null, Constant: 0 })
        {
            log.Add(scale.At, "\"scale\" is a factor other than 0");
        }

        return new SignalTemplate(
            key, member.At, ReadPaths(entry), [.. entry.Items("not").Select(Number).OfType<NumberTemplate>()], scale, round,
            ReadMap(key, entry, isFinal: scale is null && round is null), DefaultNumber(key, entry.Find("default")), expression, ReadDelta(key, entry));
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
            foreach (Match variable in Regex.Matches(node.Text, @"\bdevice\.variables\.([A-Za-z][A-Za-z0-9]*)"))
            {
                Use(variable.Groups[1].Value, node.At);
            }

            return new ExpressionTemplate(node.Text, node.At);
        }

        return null;
    }

    private DeltaTemplate? ReadDelta(SignalKey key, ObjectReader entry)
    {
        if (entry.Find("delta") is not { } node)
        {
            return null;
        }

        if (!SignalContract.IsIncrement(key))
        {
            log.Add(node.At, $"\"delta\" makes an increment of a running count; {SignalContract.Names[(int)key]} is none, the increments are {string.Join(
                ", ", Enum.GetValues<SignalKey>().Where(SignalContract.IsIncrement).Select(increment => SignalContract.Names[(int)increment]))}");
        }

        if (node.Kind == JsonValueKind.True)
        {
            return new DeltaTemplate(null, null, false);
        }

        return ObjectReader.Open(node, "\"delta\", when it is not true,", ["bits", "maxStep", "reset"], [], log) is { } delta
            ? new DeltaTemplate(Number(delta.Find("bits")), Number(delta.Find("maxStep")), delta.Word("reset", "count", "count", "skip") == "skip")
            : null;
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
