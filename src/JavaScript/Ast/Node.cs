namespace Acornima.Ast;

/// <summary>The base of every node of the tree.</summary>
/// <remarks>Threads: a finished tree is immutable but for <see cref="UserData"/>, which belongs to whoever set it.</remarks>
public abstract class Node : INode
{
    private int _start;
    private int _end;
    private SourceLocation _location;

    /// <summary>Creates a node that has no place in a source text yet.</summary>
    /// <param name="type">The kind of node.</param>
    protected Node(NodeType type)
    {
        Type = type;
    }

    /// <inheritdoc/>
    public NodeType Type { get; }

    /// <summary>The offset of the first character, in UTF-16 units.</summary>
    public int Start => _start;

    /// <summary>The offsets of the first character and of the one behind the last, in UTF-16 units.</summary>
    public Range Range => new(_start, _end);

    /// <summary>The same place as lines (from 1) and columns (from 0).</summary>
    public SourceLocation Location
    {
        get => _location;
        init => _location = value;
    }

    /// <summary><see cref="Location"/> without a copy.</summary>
    public ref readonly SourceLocation LocationRef => ref _location;

    /// <summary>Anything the consumer of the tree wants to keep with the node; never set by the parser.</summary>
    public object? UserData { get; set; }

    /// <summary>The children in source order, without the absent ones.</summary>
    public ChildNodes ChildNodes => new(this);

    internal int End => _end;

    /// <summary>What the parser must still know about an expression when it turns out to be a pattern.</summary>
    internal NodeMarks Marks { get; set; }

    internal bool Parenthesized => (Marks & NodeMarks.Parenthesized) != 0;

    internal void Place(int start, int end, Position from, Position to, string? sourceFile)
    {
        _start = start;
        _end = end;
        _location = new SourceLocation(from, to, sourceFile);
    }

    internal void PlaceLike(Node other)
    {
        _start = other._start;
        _end = other._end;
        _location = other._location;
    }

    /// <summary>Enumerates the children of a node from outside this library; null for none.</summary>
    /// <returns>The children in source order, or null.</returns>
    protected virtual IEnumerator<Node>? GetChildNodes() => null;

    internal IEnumerator<Node>? ForeignChildNodes() => GetChildNodes();

    internal virtual Node? NextChildNode(ref ChildNodes.Enumerator next) => next.FromForeign(this);

    /// <summary>Calls the visitor's method for this kind of node.</summary>
    /// <param name="visitor">The visitor.</param>
    /// <returns>What that method returns.</returns>
    protected internal abstract object? Accept(AstVisitor visitor);
}
