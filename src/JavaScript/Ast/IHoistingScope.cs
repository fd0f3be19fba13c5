namespace Acornima.Ast;

/// <summary>A body that <c>var</c> declarations are hoisted to.</summary>
public interface IHoistingScope : INode;
