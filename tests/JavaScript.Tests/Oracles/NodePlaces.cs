using Acornima;
using Acornima.Ast;

namespace Busroot.JavaScript.Tests.Oracles;

/// <summary>Checks what acorn's tree does not tell: that lines and columns say the same as offsets, and that children are enumerated in order.</summary>
internal sealed class NodePlaces
{
    private readonly List<int> _lineStarts = [0];

    public NodePlaces(string source)
    {
        for (var i = 0; i < source.Length; i++)
        {
            // ECMAScript §12.3: a line ends at LF, CR, CR LF, U+2028 and U+2029.
            if (source[i] is '\n' or '\u2028' or '\u2029' || (source[i] == '\r' && (i + 1 == source.Length || source[i + 1] != '\n')))
            {
                _lineStarts.Add(i + 1);
            }
        }
    }

    /// <returns>The first fault of the tree, or null.</returns>
    public string? FaultIn(Node node)
    {
        if (node.Location.Start != PositionOf(node.Range.Start) || node.Location.End != PositionOf(node.Range.End))
        {
            return $"{node.Type} {node.Range} says {node.Location}";
        }

        var from = node.Range.Start;
        foreach (var child in node.ChildNodes)
        {
            if (child.Range.Start < from || child.Range.End > node.Range.End)
            {
                return $"{child.Type} {child.Range} is out of order or outside {node.Type} {node.Range}";
            }

            from = child.Range.Start;
            if (FaultIn(child) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private Position PositionOf(int offset)
    {
        var found = _lineStarts.BinarySearch(offset);
        var line = found >= 0 ? found : ~found - 1;
        return Position.From(line + 1, offset - _lineStarts[line]);
    }
}
