using Jint;
using Jint.Native;
using Jint.Native.Object;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>One <c>setTimeout</c> or <c>setInterval</c> of one device; the value the function holds is this object.</summary>
internal sealed class DeviceTimer(Engine engine, DeviceScope scope, JsValue callback, JsValue[] arguments, TimeSpan delay, bool repeats) : ObjectInstance(engine)
{
    /// <summary>Whose it is.</summary>
    public DeviceScope Scope { get; } = scope;

    /// <summary>The ID of the message that started it.</summary>
    public JsValue MessageId { get; } = scope.MessageId;

    public JsValue Callback { get; } = callback;

    public JsValue[] Arguments { get; } = arguments;

    public TimeSpan Delay { get; } = delay;

    public bool Repeats { get; } = repeats;

    /// <summary>False once it has fired for the last time or was cleared.</summary>
    public bool IsActive { get; set; } = true;
}
