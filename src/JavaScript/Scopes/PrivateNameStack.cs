namespace Acornima;

/// <summary>The private names of the classes around the current token, and the uses still waiting for their declaration.</summary>
internal sealed class PrivateNameStack
{
    private readonly List<ClassNames> _classes = [];

    public int Depth => _classes.Count;

    public void Reset() => _classes.Clear();

    public void Open() => _classes.Add(new ClassNames());

    /// <summary>Ends the innermost class; uses it does not resolve go to the class around it.</summary>
    /// <returns>The first use no class resolves, when there is no class around it; else null.</returns>
    public (string Name, int At)? Close()
    {
        var closed = _classes[^1];
        _classes.RemoveAt(_classes.Count - 1);
        foreach (var use in closed.Uses ?? [])
        {
            if (closed.Declared?.ContainsKey(use.Name) == true)
            {
                continue;
            }

            if (_classes.Count == 0)
            {
                return use;
            }

            (_classes[^1].Uses ??= []).Add(use);
        }

        return null;
    }

    /// <summary>Declares a name in the innermost class.</summary>
    /// <returns><see langword="false"/> when it is taken; a getter and a setter of the same staticness share one.</returns>
    public bool TryDeclare(string name, PrivateForm form)
    {
        var declared = _classes[^1].Declared ??= new Dictionary<string, PrivateForm>(ByReference.Instance);
        if (!declared.TryGetValue(name, out var existing))
        {
            declared[name] = form;
            return true;
        }

        var accessors = PrivateForm.Getter | PrivateForm.Setter;
        var pairs = (existing & accessors) != 0 && (form & accessors) != 0 && (existing & form & accessors) == 0
            && (existing & PrivateForm.Static) == (form & PrivateForm.Static);
        declared[name] = existing | form;
        return pairs;
    }

    /// <summary>Notes a use.</summary>
    /// <returns><see langword="false"/> when there is no class that could declare it.</returns>
    public bool TryUse(string name, int at)
    {
        if (_classes.Count == 0)
        {
            return false;
        }

        (_classes[^1].Uses ??= []).Add((name, at));
        return true;
    }

    private sealed class ClassNames
    {
        public Dictionary<string, PrivateForm>? Declared { get; set; }

        public List<(string Name, int At)>? Uses { get; set; }
    }
}
