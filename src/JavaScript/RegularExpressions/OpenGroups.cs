namespace Acornima.RegularExpressions;

/// <summary>What may follow a group's closing parenthesis depends on how it was opened.</summary>
internal enum GroupKind
{
    Plain,
    Lookahead,
    Lookbehind,
}

/// <summary>The groups around the current place, outermost first, with the whole pattern as an implied one below them.</summary>
internal sealed class OpenGroups
{
    private Frame[] _frames = [new Frame(GroupKind.Plain, Opened: -1, AlternativeFrom: -1)];

    private readonly record struct Frame(GroupKind Kind, int Opened, int AlternativeFrom);

    /// <summary>Groups open now; the pattern itself is not counted.</summary>
    public int Depth { get; private set; }

    public void Open(GroupKind kind, int position)
    {
        Depth++;
        if (Depth == _frames.Length)
        {
            Array.Resize(ref _frames, Math.Max(16, Depth * 2));
        }

        _frames[Depth] = new Frame(kind, position, position);
    }

    public GroupKind Close() => _frames[Depth--].Kind;

    /// <summary>A bar was read at <paramref name="position"/>: what came before it in this group excludes what comes after.</summary>
    public void NextAlternative(int position) => _frames[Depth] = _frames[Depth] with { AlternativeFrom = position };

    /// <summary>Whether something at <paramref name="earlier"/> and something here can take part in the same match.</summary>
    /// <remarks>
    /// They can unless a bar of the innermost group that holds both stands between them. That group is the deepest one still open
    /// that was opened before <paramref name="earlier"/>. Cost: logarithmic in the depth. Source: ECMAScript 2025, MightBothParticipate.
    /// </remarks>
    public bool CanJoin(int earlier)
    {
        int low = 0, high = Depth;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_frames[middle].Opened < earlier)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return _frames[low].AlternativeFrom < earlier;
    }
}
