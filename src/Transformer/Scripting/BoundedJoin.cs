using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace Busroot.Transformer.Scripting;

/// <summary><c>Array.prototype.join</c> that stops at the longest text a rule may make; <c>toString</c> of arrays uses it too.</summary>
/// <remarks>Source: ECMA-262 §23.1.3.18. An array that holds itself counts as empty there, as engines have it.</remarks>
internal sealed class BoundedJoin(Engine engine, ScriptLimits limits)
{
    private static readonly JsString LengthName = JsString.Create("length");

    private readonly List<JsValue> _joining = [];

    public void Install(ObjectInstance arrayPrototype)
    {
        var join = new ClrFunction(engine, "join", (self, arguments) => Join(self, arguments.Length > 0 ? arguments[0] : JsValue.Undefined));
        var toLocaleString = new ClrFunction(engine, "toLocaleString", (self, _) => Join(self, JsValue.Undefined));
        arrayPrototype.FastSetProperty(JsString.Create("join"), new PropertyDescriptor(join, writable: true, enumerable: false, configurable: true));
        arrayPrototype.FastSetProperty(
            JsString.Create("toLocaleString"), new PropertyDescriptor(toLocaleString, writable: true, enumerable: false, configurable: true));
    }

    private JsString Join(JsValue self, JsValue separator)
    {
        var array = self as ObjectInstance ?? throw new JavaScriptException(engine.Intrinsics.TypeError, "join is a function of arrays");
        if (_joining.Contains(array))
        {
            return JsString.Empty;
        }

        var length = TypeConverter.ToLength(array.Get(LengthName));
        var between = separator.IsUndefined() ? "," : TypeConverter.ToString(separator);
        _joining.Add(array);
        try
        {
            return JsString.Create(Join(array, length, between));
        }
        finally
        {
            _joining.Remove(array);
        }
    }

    private string Join(ObjectInstance array, ulong length, string between)
    {
        var text = new StringBuilder();
        for (var i = 0UL; i < length; i++)
        {
            var item = array.Get(JsNumber.Create((double)i));
            text.Append(i > 0 ? between : "").Append(item.IsNull() || item.IsUndefined() ? "" : TypeConverter.ToString(item));
            BoundedBuiltIns.CheckText("join", text.Length, limits);
            if (i % 1024 == 0)
            {
                engine.Constraints.Check();
            }
        }

        return text.ToString();
    }
}
