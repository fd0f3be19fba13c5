using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace Busroot.Transformer.Scripting;

/// <summary>Typed arrays and buffers that cannot be made larger than an array may be.</summary>
/// <remarks>The engine's limit for arrays does not cover them. Buffers that grow are not to be had: nothing a rule does needs one.</remarks>
internal sealed class BoundedBuffers(Engine engine, ScriptLimits limits)
{
    private static readonly string[] Constructors =
    [
        "ArrayBuffer", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array",
        "Float16Array", "Float32Array", "Float64Array",
    ];

    public void Install()
    {
        var buffers = engine.Global.Get(JsString.Create("ArrayBuffer")).AsObject().Get(JsString.Create("prototype")).AsObject();
        foreach (var growing in (string[])["transfer", "transferToFixedLength", "resize"])
        {
            buffers.Delete(JsString.Create(growing));
        }

        foreach (var name in Constructors)
        {
            var key = JsString.Create(name);
            if (engine.Global.Get(key) is ObjectInstance constructor)
            {
                var bounded = engine.Advanced.CreateProxy(constructor, new Guard(engine, limits, name));
                var prototype = constructor.Get(JsString.Create("prototype")).AsObject();
                prototype.FastSetProperty(JsString.Create("constructor"), new PropertyDescriptor(bounded, writable: true, enumerable: false, configurable: true));
                engine.Global.FastSetProperty(key, new PropertyDescriptor(bounded, writable: true, enumerable: false, configurable: true));
            }
        }
    }

    private sealed class Guard(Engine engine, ScriptLimits limits, string name) : ProxyHandler
    {
        // Null lets the constructor itself go on.
        public override ObjectInstance? Construct(ObjectInstance target, JsValue[] arguments, JsValue newTarget)
        {
            var first = arguments.At(0);
            if (name == "ArrayBuffer" && arguments.At(1) is not JsUndefined)
            {
                throw new JavaScriptException(engine.Intrinsics.TypeError, "a buffer that can be resized is not available to rules");
            }

            if (first is ObjectInstance && first is not (JsArray or JsTypedArray or JsArrayBuffer))
            {
                throw new JavaScriptException(engine.Intrinsics.TypeError, $"{name} is made of a number, an array, a buffer or a typed array; write [...items] for others");
            }

            if (first.IsPrimitive() && !first.IsSymbol() && TypeConverter.ToNumber(first) > limits.ArrayLength)
            {
                throw new ScriptLimitException(RuleFault.MemoryLimit, string.Create(
                    CultureInfo.InvariantCulture, $"{name} would have {first} elements; the limit is {limits.ArrayLength}"));
            }

            return null;
        }
    }
}
