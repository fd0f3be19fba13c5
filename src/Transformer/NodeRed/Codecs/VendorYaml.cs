using System.Text;
using System.Text.Json;
using Busroot.Transformer.Rules;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Busroot.Transformer.NodeRed.Codecs;

/// <summary>Reads the YAML of The Things Network's device repository: one document, plain values as YAML 1.2's core schema has them.</summary>
/// <remarks>
/// Cost: an alias is its anchor's value, not a copy, and counts as much as that, so that aliases of aliases end at the limit. Why the library's events and not its
/// object model: decision 12.
/// </remarks>
internal sealed class VendorYaml
{
    private const int Deepest = 32; // as JSON files
    private const int MostValues = 100_000;
    private const string StandardTags = "tag:yaml.org,2002:";

    private readonly Parser _events;
    private readonly Dictionary<AnchorName, (SourceNode Node, int Values)> _anchors = [];
    private int _values;

    private VendorYaml(string text) => _events = new Parser(new StringReader(text));

    /// <summary>Reads a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="log">Gains where and why it is no such YAML.</param>
    /// <returns>Null when it is none.</returns>
    public static SourceNode? Parse(SourceText source, ProblemLog log)
    {
        var reader = new VendorYaml(Encoding.UTF8.GetString(source.Bytes));
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException fault)
        {
            log.Add(PositionOf(fault.Start), $"not valid YAML: {fault.Message}");
        }
        catch (Exception) // the boundary of the library: for some texts its scanner throws what is no YamlException
        {
            log.Add(PositionOf(reader._events.Current?.End ?? Mark.Empty), "not valid YAML from here on");
        }

        return null;
    }

    private SourceNode ReadDocument()
    {
        _events.Consume<StreamStart>();
        if (!_events.TryConsume<DocumentStart>(out _))
        {
            throw Refused(_events.Current!, "the file is empty");
        }

        var root = ReadNode(depth: 0);
        _events.Consume<DocumentEnd>();
        return _events.Accept<StreamEnd>(out _) ? root : throw Refused(_events.Current!, "a second document begins; keep one");
    }

    private SourceNode ReadNode(int depth)
    {
        var (first, before) = (_events.Current!, _values);
        Count(1, first);
        if (depth > Deepest)
        {
            throw Refused(first, $"values are nested more than {Deepest} deep");
        }

        var node = first switch
        {
            AnchorAlias alias => ReadAlias(alias),
            Scalar scalar => ReadScalar(scalar),
            SequenceStart start => ReadSequence(start, depth),
            MappingStart start => ReadMapping(start, depth),
            _ => throw Refused(first, "a value is missing"),
        };
        if (first is NodeEvent { Anchor.IsEmpty: false } named)
        {
            _anchors[named.Anchor] = (node, _values - before);
        }

        return node;
    }

    private SourceNode ReadAlias(AnchorAlias alias)
    {
        _events.MoveNext();
        if (!_anchors.TryGetValue(alias.Value, out var named))
        {
            throw Refused(alias, $"no value before this one, or around it, is called &{alias.Value}");
        }

        Count(named.Values, alias);
        return named.Node;
    }

    private SourceNode ReadScalar(Scalar scalar)
    {
        _events.MoveNext();
        var isText = !scalar.IsPlainImplicit && (scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific || TagOf(scalar) == "str");
        var (kind, number) = isText ? (JsonValueKind.String, 0) : YamlScalar.Resolve(scalar.Value);
        return new SourceNode { Kind = kind, At = PositionOf(scalar.Start), Text = kind == JsonValueKind.String ? scalar.Value : "", Number = number };
    }

    private SourceNode ReadSequence(SequenceStart start, int depth)
    {
        CheckTag(start, "seq");
        var node = new SourceNode { Kind = JsonValueKind.Array, At = PositionOf(start.Start) };
        _events.MoveNext();
        while (!_events.TryConsume<SequenceEnd>(out _))
        {
            node.Items.Add(ReadNode(depth + 1));
        }

        return node;
    }

    private SourceNode ReadMapping(MappingStart start, int depth)
    {
        CheckTag(start, "map");
        var node = new SourceNode { Kind = JsonValueKind.Object, At = PositionOf(start.Start) };
        var names = new HashSet<string>(StringComparer.Ordinal);
        _events.MoveNext();
        while (!_events.TryConsume<MappingEnd>(out _))
        {
            var key = _events.Current as Scalar ?? throw Refused(_events.Current!, "a key is a text");
            _events.MoveNext();
            if (key is { Value: "<<", IsPlainImplicit: true })
            {
                throw Refused(key, "merging with << is not read; write the members out");
            }

            node.Members.Add(names.Add(key.Value)
                ? new SourceMember(key.Value, PositionOf(key.Start), ReadNode(depth + 1))
                : throw Refused(key, $"\"{key.Value}\" is given twice; keep one"));
        }

        return node;
    }

    private void Count(int values, ParsingEvent at)
    {
        _values += values;
        if (_values > MostValues)
        {
            throw Refused(at, $"there are more than {MostValues} values, those that aliases repeat included");
        }
    }

    private static void CheckTag(NodeEvent node, string expected)
    {
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific && node.Tag.Value != StandardTags + expected)
        {
            throw Refused(node, $"the tag {node.Tag.Value} is not read; leave it out");
        }
    }

    private static string TagOf(Scalar scalar) =>
        scalar.Tag.Value.StartsWith(StandardTags, StringComparison.Ordinal) && scalar.Tag.Value[StandardTags.Length..] is "str" or "int" or "float" or "bool" or "null"
            ? scalar.Tag.Value[StandardTags.Length..]
            : throw Refused(scalar, $"the tag {scalar.Tag.Value} is not read; leave it out");

    private static YamlException Refused(ParsingEvent at, string why) => new(at.Start, at.End, why);

    private static SourcePosition PositionOf(in Mark mark) => new((int)mark.Line, (int)mark.Column);
}
