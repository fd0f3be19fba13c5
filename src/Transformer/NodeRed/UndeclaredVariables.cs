using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;

namespace Busroot.Transformer.NodeRed;

/// <summary>The variables a sloppy script makes by assigning to names it never declared; put aside while others run.</summary>
/// <remarks>
/// They become members of the engine's global object, as the language says, so that reading one that is not there yet throws and typeof does
/// not. Between runs they are taken off again: no other device and no other rule can see them.
/// </remarks>
internal sealed class UndeclaredVariables
{
    private readonly Dictionary<JsValue, JsValue> _values = [];

    public bool IsEmpty => _values.Count == 0;

    /// <summary>Puts them back before a run.</summary>
    public void Restore(ObjectInstance global)
    {
        foreach (var (name, value) in _values)
        {
            global.FastSetProperty(name, new PropertyDescriptor(value, writable: true, enumerable: true, configurable: true));
        }
    }

    /// <summary>Takes them off after a run.</summary>
    /// <param name="global">The global object.</param>
    /// <param name="names">Which there can be; null when nobody can foresee it.</param>
    /// <param name="builtIn">What the global object held before any script ran.</param>
    public void Save(ObjectInstance global, JsValue[]? names, HashSet<JsValue> builtIn)
    {
        _values.Clear();
        if (names is not null)
        {
            foreach (var name in names)
            {
                Save(global, name);
            }

            return;
        }

        foreach (var name in global.GetOwnPropertyKeys(Types.String | Types.Symbol))
        {
            if (!builtIn.Contains(name))
            {
                Save(global, name);
            }
        }
    }

    private void Save(ObjectInstance global, JsValue name)
    {
        var property = global.GetOwnProperty(name);
        if (ReferenceEquals(property, PropertyDescriptor.Undefined))
        {
            return;
        }

        // One with a getter is not kept: it could not be put back without running it, and nobody makes such a variable by assigning.
        if (!property.IsAccessorDescriptor())
        {
            _values[name] = property.Value ?? JsValue.Undefined;
        }

        global.Delete(name);
    }
}
