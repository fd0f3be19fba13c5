namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>One node of a graph: a node of the file, or its copy within one instance of a subflow.</summary>
/// <param name="Key">The id; within a subflow, the ids of the instances around it and a slash before it.</param>
/// <param name="Source">What was saved.</param>
/// <param name="Environment">The values that <c>env</c> finds here before it would look at the process: group, subflow instance, subflow, tab.</param>
internal sealed record GraphNode(string Key, FlowNode Source, IReadOnlyDictionary<string, EnvironmentValue> Environment)
{
    /// <summary>Keys of what stands behind each output, as wired: links, junctions and the borders of subflows included.</summary>
    public List<List<string>> Wired { get; } = [];

    /// <summary>What messages of each output reach, pass-through nodes left out, in the order of the wires.</summary>
    public List<List<GraphNode>> Outputs { get; } = [];

    public string Type => Source.Type;

    /// <summary>The groups around it on its tab, from the inside out.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The instance of a subflow it lies in; null on a tab.</summary>
    public GraphNode? Instance { get; init; }

    /// <summary>What its key has before its own id.</summary>
    public string Prefix => Key[..^Source.Id.Length];

    public bool Equals(GraphNode? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
}

/// <summary>One value of <c>env</c> on a tab, group or subflow.</summary>
/// <param name="Value">As typed.</param>
/// <param name="Type">str, num, bool, json, bin, env or cred.</param>
internal readonly record struct EnvironmentValue(string Value, string Type);
