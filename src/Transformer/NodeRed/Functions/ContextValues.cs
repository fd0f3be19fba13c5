using Busroot.Transformer.Scripting;
using Jint.Native;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>What a function keeps for one device under <c>context</c>, <c>flow</c> and <c>global</c>: live objects, stored as JSON after each run that looked at them.</summary>
/// <remarks>A failed run puts them back to what they were before; what JSON cannot hold, such as a function or a timer, is lost with that.</remarks>
internal sealed class ContextValues(DeviceScope scope)
{
    private JsObject? _root;
    private byte[]? _unstored; // what runs left while a message that is under way keeps it from being stored

    /// <summary>Whether the run may have changed something.</summary>
    public bool IsTouched { get; private set; }

    /// <summary>One of the three.</summary>
    /// <param name="name"><c>context</c>, <c>flow</c> or <c>global</c>.</param>
    public JsObject Of(JsString name)
    {
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

    /// <summary>Keeps what a successful run left.</summary>
    /// <param name="writer">Makes JSON of it.</param>
    /// <param name="isStored">False while a message is under way whose reading is not answered.</param>
    /// <exception cref="InvalidStateException">It is too large, or holds itself.</exception>
    public void Save(ContextWriter writer, bool isStored)
    {
        if (IsTouched)
        {
            IsTouched = false;
            Keep(writer.Write(_root!, scope.Rule.Function!.Limits.StateBytes), isStored);
        }
        else if (_unstored is { } unstored)
        {
            Keep(unstored, isStored);
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

    /// <summary>Lets go of all that is not stored: a message failed that earlier runs were part of.</summary>
    public void DiscardUnstored()
    {
        IsTouched |= _unstored is not null;
        _unstored = null;
        Discard();
    }

    private void Keep(ReadOnlySpan<byte> json, bool isStored)
    {
        if (isStored)
        {
            scope.State?.Keep(scope.Rule.Id, json);
            _unstored = null;
        }
        else
        {
            _unstored = json.ToArray();
        }
    }

    private JsObject Load()
    {
        var host = scope.Instance.Host;
        var kept = _unstored ?? scope.State?.Of(scope.Rule.Id) ?? default;
        if (kept.IsEmpty)
        {
            return new JsObject(host.Engine);
        }

        return host.Json.TryRead(kept.Span, out var value, out var problem) && value is JsObject root
            ? root
            : throw new InvalidStateException($"what is stored as this device's context is not a JSON object ({problem ?? "it is another value"}); delete the entry to start anew");
    }
}
