using System.Collections.Immutable;
using System.Text.Json;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>What a flows.json holds: an array of nodes, or that array as <c>flows</c> of an object, as the admin API and some exports have it.</summary>
/// <param name="Nodes">In file order.</param>
/// <param name="Problems">Where it is not what it should be; what could be read is among the nodes all the same.</param>
internal sealed record FlowsFile(ImmutableArray<FlowNode> Nodes, ImmutableArray<FlowProblem> Problems)
{
    /// <summary>Reads a file. Never throws, whatever the bytes.</summary>
    public static FlowsFile Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        var reading = new Reading(bytes);
        reading.Run();
        return new FlowsFile([.. reading.Nodes], [.. reading.Problems]);
    }

    private ref struct Reading(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
        private Utf8JsonReader _reader = new(bytes, new JsonReaderOptions { MaxDepth = 64 });
        private int _line = 1;
        private int _counted;

        public List<FlowNode> Nodes { get; } = [];

        public List<FlowProblem> Problems { get; } = [];

        public void Run()
        {
            try
            {
                _reader.Read();
                if (!ReadRoot())
                {
                    Problems.Add(new FlowProblem(new SourcePosition(1, 1), "a flows.json is an array of nodes, or an object with the array \"flows\"; export the flows from the editor's menu"));
                }

                _reader.Read(); // finds what follows the value
            }
            catch (Exception fault) when (fault is JsonException or InvalidOperationException) // the boundary of the base library's reader: it has no Try form
            {
                var at = (fault as JsonException)?.LineNumber is { } line ? new SourcePosition((int)line + 1, (int)((fault as JsonException)!.BytePositionInLine ?? 0) + 1) : new SourcePosition(1, 1);
                Problems.Add(new FlowProblem(at, _bytes.IsEmpty ? "the file is empty" : $"not valid JSON: {fault.Message.Split(" LineNumber")[0]} What comes before it was read."));
            }
        }

        private bool ReadRoot()
        {
            if (_reader.TokenType == JsonTokenType.StartArray)
            {
                ReadNodes();
                return true;
            }

            if (_reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            var found = false;
            while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
            {
                var isFlows = _reader.ValueTextEquals("flows"u8);
                _reader.Read();
                if (isFlows && _reader.TokenType == JsonTokenType.StartArray)
                {
                    ReadNodes();
                    found = true;
                }
                else
                {
                    _reader.Skip();
                }
            }

            return found;
        }

        private void ReadNodes()
        {
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            {
                var at = PositionOf((int)_reader.TokenStartIndex);
                if (_reader.TokenType != JsonTokenType.StartObject)
                {
                    Problems.Add(new FlowProblem(at, "a node is an object; this is something else, and is left out"));
                    _reader.Skip();
                    continue;
                }

                Add(JsonElement.ParseValue(ref _reader), at);
            }
        }

        private void Add(JsonElement fields, SourcePosition at)
        {
            if (!fields.IsReadable())
            {
                Problems.Add(new FlowProblem(at, "a text of this node has half a surrogate pair in it and cannot be read; the node is left out"));
                return;
            }

            var (id, type) = (fields.Text("id"), fields.Text("type"));
            if (id.Length == 0 || type.Length == 0)
            {
                Problems.Add(new FlowProblem(at, $"a node has \"id\" and \"type\"; this one has no {(id.Length == 0 ? "id" : "type")}, and is left out"));
            }
            else if (!_ids.Add(id))
            {
                Problems.Add(new FlowProblem(at, $"another node has the id {id} already; this one ({type}) is left out"));
            }
            else
            {
                Nodes.Add(new FlowNode(id, type, fields, at));
            }
        }

        // Nodes come in order, so lines are counted once over the whole file.
        private SourcePosition PositionOf(int offset)
        {
            _line += _bytes[_counted..offset].Count((byte)'\n');
            _counted = offset;
            return new SourcePosition(_line, offset - _bytes[..offset].LastIndexOf((byte)'\n'));
        }
    }
}

/// <summary>Something wrong with a flows.json that belongs to no node.</summary>
/// <param name="At">Where.</param>
/// <param name="Message">What, and what became of it.</param>
public readonly record struct FlowProblem(SourcePosition At, string Message);
