namespace Acornima;

/// <summary>Is told of every node once it is complete, children first.</summary>
/// <param name="node">The node. Some are discarded again, when an expression turns out to be a pattern.</param>
/// <param name="context">Valid during the call only.</param>
public delegate void OnNodeHandler(Ast.Node node, in OnNodeContext context);
