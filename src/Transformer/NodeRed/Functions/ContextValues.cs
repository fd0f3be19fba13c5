using Busroot.Transformer.Scripting;
using Jint.Native;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>What a function keeps for one device under <c>context</c>, <c>flow</c> and <c>global</c>: live objects, stored as JSON after each run that looked at them.</summary>
/// <remarks>A failed run puts them back to what was stored; what JSON cannot hold, such as a function or a timer, is lost with that.</remarks>
internal sealed class ContextValues(DeviceScope scope)
{
    private JsObject? _root;
    private ReadOnlyMemory<byte> _stored; // what the objects were read from or written to last

    /// <summary>Whether the run may have changed something.</summary>
    public bool IsTouched { get; private set; }

    /// <summary>One of the three.</summary>
    /// <param name="name"><c>context</c>, <c>flow</c> or <c>global</c>.</param>
    public JsObject Of(JsString name)
    {
        if (!IsTouched && !_stored.Equals(scope.State?.Of(scope.Rule.Id) ?? default))
        {
            _root = null; // a person has changed it since
        }

        IsTouched = true;
        _root ??= Load();
        if (_root.Get(name) is JsObject values)
        {
            return values;
        }

        var made = new JsObject(scope.Instance.Host.Engine);
        _root.CreateDataProperty(name, made);
        return made;
    }

    /// <summary>Stores what a successful run left.</summary>
    /// <exception cref="InvalidStateException">It is too large, or holds itself.</exception>
    public void Save(ContextWriter writer)
    {
        if (IsTouched)
        {
            IsTouched = false;
            var json = writer.Write(_root!, scope.Rule.Function!.Limits.StateBytes);
            scope.State?.Keep(scope.Rule.Id, json);
            _stored = scope.State?.Of(scope.Rule.Id) ?? default;
        }
    }

    /// <summary>Lets go of what a failed run may have changed.</summary>
    public void Discard()
    {
        if (IsTouched)
        {
            IsTouched = false;
            _root = null;
        }
    }

    private JsObject Load()
    {
        var host = scope.Instance.Host;
        var stored = _stored = scope.State?.Of(scope.Rule.Id) ?? default;
        if (stored.IsEmpty)
        {
            return new JsObject(host.Engine);
        }

        return host.Json.TryRead(stored.Span, out var value, out var problem) && value is JsObject root
            ? root
            : throw new InvalidStateException($"what is stored as this device's context is not a JSON object ({problem ?? "it is another value"}); delete the entry to start anew");
    }
}
