using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Busroot.Transformer.Mapping;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Rules;

/// <summary>Reads one signal of a mapping: where its value is, and what is made of it.</summary>
internal sealed class SignalReader(ProblemLog log, TemplateReader templates)
{
    private static readonly string[] Known = ["path", "first", "not", "scale", "round", "map", "default", "expr", "delta"];

    /// <summary>Reads a signal.</summary>
    /// <param name="key">Which.</param>
    /// <param name="member">Its name and what stands there.</param>
    /// <returns>Null when it is neither a path nor an object.</returns>
    public SignalTemplate? Read(SignalKey key, SourceMember member)
    {
        if (member.Value.Kind == JsonValueKind.String)
        {
            return new SignalTemplate(key, member.At, [templates.ReadPath(member.Value)!], [], null, null, null, null);
        }

        if (member.Value.Kind != JsonValueKind.Object)
        {
            log.Add(member.Value.At, $"a signal is made from a path such as \"c1\", or from an object with \"path\", not from {member.Value.Described}");
            return null;
        }

        var entry = ObjectReader.Open(member.Value, "a signal", Known, [], log)!;
        var expression = ReadExpression(entry);
        var scale = templates.Number(entry.Find("scale"));
        var round = templates.Number(entry.Find("round"));
        if (scale is { Variable: null, Constant: 0 })
        {
            log.Add(scale.At, "\"scale\" is a factor other than 0");
        }

        return new SignalTemplate(
            key, member.At, ReadPaths(entry), [.. entry.Items("not").Select(templates.Number).OfType<NumberTemplate>()], scale, round,
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
                templates.Use(variable.Groups[1].Value, node.At);
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
            ? new DeltaTemplate(templates.Number(delta.Find("bits")), templates.Number(delta.Find("maxStep")), delta.Word("reset", "count", "count", "skip") == "skip")
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

        return [.. nodes.Select(templates.ReadPath).OfType<Template>()];
    }

    private NumberTemplate? DefaultNumber(SignalKey key, SourceNode? node) =>
        key == SignalKey.Productive && node?.Kind is JsonValueKind.True or JsonValueKind.False
            ? new NumberTemplate(node.Kind == JsonValueKind.True ? 1 : 0, null, node.At)
            : templates.Number(node);

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
        if (Encoding.UTF8.GetByteCount(member.Name) > SlotTable.LongestText)
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
}
