namespace Acornima.Ast;

/// <summary>What may stand inside a destructuring pattern.</summary>
public interface IDestructuringPatternElement : INode;
