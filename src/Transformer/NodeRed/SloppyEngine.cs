using Busroot.Transformer.Scripting;
using Jint;
using Jint.Native;

namespace Busroot.Transformer.NodeRed;

/// <summary>An engine for sloppy scripts: what is built in is frozen, the global object is open, and one run at a time is held to limits.</summary>
/// <remarks>Owner: one runner; not thread-safe. Cost: 300 to 400 KB and some milliseconds, which is why the rules of a lane share one. See docs/decisions/0008.</remarks>
internal sealed class SloppyEngine : IDisposable
{
    private readonly EngineBounds _bounds;

    /// <summary>Makes an engine whose built-in objects are bounded but not frozen yet: see <see cref="Close"/>.</summary>
    public SloppyEngine(ScriptLimits limits, TimeProvider time)
    {
        Limits = limits;
        _bounds = new EngineBounds(limits, time);
        _bounds.Options.Strict = false;
        Engine = new Engine(_bounds.Options);
        Json = new JsonValues(Engine);
    }

    public Engine Engine { get; }

    public ScriptLimits Limits { get; }

    public JsonValues Json { get; }

    /// <summary>Adds global names of ours and freezes all that is there.</summary>
    public void Close(IEnumerable<KeyValuePair<string, JsValue>> globals)
    {
        foreach (var (name, value) in globals)
        {
            Engine.SetValue(name, value);
        }

        RealmHardening.ApplyWithOpenGlobal(Engine, Limits);
        _bounds.EndSetUp();
    }

    /// <inheritdoc cref="EngineBounds.Begin"/>
    public void Begin(ScriptLimits limits, DateTimeOffset now) => _bounds.Begin(limits, now);

    public void End() => _bounds.End();

    /// <inheritdoc cref="EngineBounds.Check"/>
    public void Check() => _bounds.Check();

    /// <inheritdoc cref="EngineBounds.TryDrain"/>
    public bool TryDrain() => EngineBounds.TryDrain(Engine);

    public void Dispose() => Engine.Dispose();
}
