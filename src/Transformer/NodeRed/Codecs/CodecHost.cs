using System.Runtime.CompilerServices;
using Busroot.Transformer.Scripting;
using Jint;
using Jint.Native;
using Jint.Runtime;

namespace Busroot.Transformer.NodeRed.Codecs;

/// <summary>One engine for the codecs of a lane.</summary>
/// <remarks>Owner: one runner; not thread-safe. Nothing of a run stays behind in it.</remarks>
internal sealed class CodecHost : IDisposable
{
    private readonly SloppyEngine _sloppy;
    private readonly HashSet<JsValue> _builtIn;
    private readonly UndeclaredVariables _undeclared = new();
    private readonly ConditionalWeakTable<CodecProgram, EntryPoints> _shared = [];
    private readonly JsValue _stringify;

    public CodecHost(ScriptLimits limits, TimeProvider time)
    {
        _sloppy = new SloppyEngine(limits, time);
        _sloppy.Close([]);
        _builtIn = [.. Engine.Global.GetOwnPropertyKeys(Types.String | Types.Symbol)];
        _stringify = Engine.Global.Get("JSON").AsObject().Get("stringify");
    }

    public Engine Engine => _sloppy.Engine;

    public JsonValues Json => _sloppy.Json;

    public void Begin(ScriptLimits limits, DateTimeOffset now) => _sloppy.Begin(limits, now);

    public void End(CodecProgram program)
    {
        _sloppy.End();
        _undeclared.Save(Engine.Global, program.Undeclared, _builtIn);
    }

    public bool TryDrain() => _sloppy.TryDrain();

    /// <summary>The functions of a codec.</summary>
    /// <param name="program">The codec.</param>
    /// <param name="context">What it finds under <c>context</c>; undefined when it keeps nothing.</param>
    public EntryPoints EntryPointsOf(CodecProgram program, JsValue context)
    {
        if (!program.IsShared || context is JsArray)
        {
            return Load(program, context);
        }

        if (!_shared.TryGetValue(program, out var known))
        {
            known = Load(program, context);
            RealmHardening.Freeze(known.Functions);
            _shared.Add(program, known);
        }

        return known;
    }

    /// <summary>JSON; null for what JSON cannot hold.</summary>
    public string? JsonOf(JsValue value) => _stringify.Call(JsValue.Undefined, [value]) is JsString text ? text.ToString() : null;

    public void Dispose() => _sloppy.Dispose();

    private EntryPoints Load(CodecProgram program, JsValue context)
    {
        var exports = new JsObject(Engine);
        var module = new JsObject(Engine);
        module.CreateDataProperty("exports", exports);
        var found = (JsArray)Engine.Call(program.Build(Engine), JsValue.Undefined, [exports, module, context]);
        return new EntryPoints(Function(found, 0), Function(found, 1), Function(found, 2), Function(found, 3), found.Get(JsNumber.Create(4)));
    }

    private static JsValue? Function(JsArray found, int index) => found.Get(JsNumber.Create(index)) is var value && value.IsCallable() ? value : null;
}

/// <summary>The functions a codec file gave.</summary>
internal sealed record EntryPoints(JsValue? DecodeUplink, JsValue? Decoder, JsValue? Decode, JsValue? NormalizeUplink, JsValue Functions);
