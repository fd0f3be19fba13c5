namespace Acornima;

/// <summary>The labels around the current statement, within the innermost function, and whether a loop or switch is around it.</summary>
internal sealed class LabelStack
{
    private readonly List<Label> _labels = [];
    private int _base;
    private int _loops;
    private int _switches;

    public bool InLoop => _loops > 0;

    public bool InLoopOrSwitch => _loops + _switches > 0;

    /// <summary>Hides everything outside, as a function does.</summary>
    public (int Base, int Loops, int Switches) Hide()
    {
        var hidden = (_base, _loops, _switches);
        (_base, _loops, _switches) = (_labels.Count, 0, 0);
        return hidden;
    }

    public void Show((int Base, int Loops, int Switches) hidden) => (_base, _loops, _switches) = hidden;

    public void Reset()
    {
        _labels.Clear();
        (_base, _loops, _switches) = (0, 0, 0);
    }

    /// <summary>Opens a label.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="start">Where the label starts.</param>
    /// <param name="bodyStart">Where the statement behind the colon starts.</param>
    public void Push(string name, int start, int bodyStart) => _labels.Add(new Label(name, start, bodyStart, IsLoop: false));

    public void Pop() => _labels.RemoveAt(_labels.Count - 1);

    /// <summary>Enters a loop; the labels that lead up to it without anything between are its own, for <c>continue</c> to name.</summary>
    /// <param name="start">Where the loop starts.</param>
    public void EnterLoop(int start)
    {
        _loops++;
        for (var at = _labels.Count - 1; at >= _base && _labels[at].BodyStart == start; at--)
        {
            start = _labels[at].Start;
            _labels[at] = _labels[at] with { IsLoop = true };
        }
    }

    public void LeaveLoop() => _loops--;

    public void EnterSwitch() => _switches++;

    public void LeaveSwitch() => _switches--;

    /// <summary>Looks a label up.</summary>
    /// <returns>Null when there is none of that name, else whether it names a loop.</returns>
    public bool? FindLoop(string name)
    {
        for (var at = _labels.Count - 1; at >= _base; at--)
        {
            if (ReferenceEquals(_labels[at].Name, name))
            {
                return _labels[at].IsLoop;
            }
        }

        return null;
    }

    private readonly record struct Label(string Name, int Start, int BodyStart, bool IsLoop);
}
