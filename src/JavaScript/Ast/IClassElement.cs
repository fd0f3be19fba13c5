namespace Acornima.Ast;

/// <summary>An element of a class body.</summary>
public interface IClassElement : INode
{
    /// <summary>Whether it belongs to the constructor.</summary>
    bool Static { get; }
}
