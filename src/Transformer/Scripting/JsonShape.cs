using System.Text;
using Jint.Native;

namespace Busroot.Transformer.Scripting;

/// <summary>The names of an object's members so far, as a step on the way to the shape that all objects with these names share.</summary>
/// <remarks>Devices send the same names in the same order for ever: the way is found by comparing bytes, and no name becomes a text again.</remarks>
internal sealed class JsonShape
{
    private const int MostBelow = 32;

    private readonly JsonShape? _before;
    private readonly byte[] _name;
    private readonly List<JsonShape> _below = [];
    private JsObjectLayout? _layout;

    private JsonShape(JsonShape? before, byte[] name)
    {
        _before = before;
        _name = name;
        Name = JsString.Create(Encoding.UTF8.GetString(name));
        Count = before is null ? 0 : before.Count + 1;

        // A layout holds its names in the order they came; an engine enumerates indexes first, and a name counts once.
        IsRegular = before is null || (before.IsRegular && name.Length > 0 && !char.IsAsciiDigit((char)name[0]) && Count <= 64 && !before.Has(name));
    }

    public JsString Name { get; }

    public int Count { get; }

    /// <summary>Whether an object with these names can be made from a layout.</summary>
    public bool IsRegular { get; }

    public JsObjectLayout Layout => _layout ??= new JsObjectLayout(Names());

    public static JsonShape Empty() => new(null, []);

    /// <summary>The step after the next name; null when too many different names have followed here.</summary>
    /// <param name="name">UTF-8.</param>
    /// <param name="made">Counts the steps that had to be made.</param>
    public JsonShape? Next(ReadOnlySpan<byte> name, ref int made)
    {
        foreach (var shape in _below)
        {
            if (name.SequenceEqual(shape._name))
            {
                return shape;
            }
        }

        if (_below.Count == MostBelow)
        {
            return null;
        }

        made++;
        var next = new JsonShape(this, name.ToArray());
        _below.Add(next);
        return next;
    }

    private bool Has(ReadOnlySpan<byte> name)
    {
        for (var shape = this; shape._before is not null; shape = shape._before)
        {
            if (name.SequenceEqual(shape._name))
            {
                return true;
            }
        }

        return false;
    }

    private string[] Names()
    {
        var names = new string[Count];
        for (var shape = this; shape._before is not null; shape = shape._before)
        {
            names[shape.Count - 1] = shape.Name.ToString();
        }

        return names;
    }
}
