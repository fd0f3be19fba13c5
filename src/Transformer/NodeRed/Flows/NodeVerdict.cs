namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>What became of a node of a flow, from best to worst.</summary>
public enum NodeVerdict
{
    /// <summary>Nothing of it is needed: a comment, a tab, configuration of Node-RED, or switched off.</summary>
    LeftOut,

    /// <summary>Does what it did.</summary>
    Runs,

    /// <summary>Works, with a difference that its author should know.</summary>
    RunsChanged,

    /// <summary>Does not work in a rule; messages end there.</summary>
    Cannot,
}
