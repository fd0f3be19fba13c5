using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace Busroot.Transformer.Scripting;

/// <summary><c>Array.prototype.flat</c> that stops at the longest array a rule may make. Source: ECMA-262 §23.1.3.13, for arrays.</summary>
internal sealed class BoundedFlat(Engine engine, ScriptLimits limits)
{
    public void Install(ObjectInstance arrayPrototype)
    {
        var flat = new ClrFunction(engine, "flat", (self, arguments) =>
        {
            var depth = arguments.At(0) is JsUndefined ? 1 : TypeConverter.ToIntegerOrInfinity(arguments[0]);
            var items = new List<JsValue>();
            var steps = 0;
            Add(self as JsArray ?? throw new JavaScriptException(engine.Intrinsics.TypeError, "flat is a function of arrays"), depth, items, ref steps);
            return new JsArray(engine, [.. items]);
        });
        arrayPrototype.FastSetProperty(JsString.Create("flat"), new PropertyDescriptor(flat, writable: true, enumerable: false, configurable: true));
    }

    private void Add(JsArray array, double depth, List<JsValue> items, ref int steps)
    {
        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new ScriptLimitException(RuleFault.RecursionLimit, "flat was given arrays that are nested too deeply");
        }

        for (var i = 0u; i < array.Length; i++)
        {
            if (++steps > limits.ArrayLength)
            {
                throw new ScriptLimitException(RuleFault.MemoryLimit, $"flat would make an array of more than {limits.ArrayLength} elements");
            }

            var key = JsNumber.Create((double)i);
            if (!array.HasProperty(key))
            {
                continue;
            }

            var item = array.Get(key);
            if (depth > 0 && item is JsArray inner)
            {
                Add(inner, depth - 1, items, ref steps);
            }
            else
            {
                items.Add(item);
            }
        }
    }
}
