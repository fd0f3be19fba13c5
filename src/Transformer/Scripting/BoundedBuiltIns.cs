using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace Busroot.Transformer.Scripting;

/// <summary>Puts a size check before the built-in functions that could make something enormous in a single step.</summary>
/// <remarks>
/// The engine counts memory between statements; these would be done, or have ended the process, before it counts again. Arguments are
/// converted here, once, and the original gets what they were converted to: a conversion may run the script's own code.
/// </remarks>
internal sealed class BoundedBuiltIns(Engine engine, ScriptLimits limits)
{
    private const double NoLimit = 0;

    public void Install()
    {
        var text = PrototypeOf("String");
        Bound(text, "repeat", RepeatedLength);
        Bound(text, "padStart", PaddedLength);
        Bound(text, "padEnd", PaddedLength);
        Bound(text, "concat", ConcatenatedLength);
        Bound(text, "replace", ReplacedLength);
        Bound(text, "replaceAll", ReplacedLength);
        new BoundedJoin(engine, limits).Install(PrototypeOf("Array"));
    }

    /// <summary>Ends the run when something would be larger than a text may be.</summary>
    public static void CheckText(string name, double length, ScriptLimits limits)
    {
        if (length > limits.TextLength)
        {
            throw new ScriptLimitException(RuleFault.MemoryLimit, string.Create(
                CultureInfo.InvariantCulture, $"{name} would make a text of {length} characters; the limit is {limits.TextLength}"));
        }
    }

    private ObjectInstance PrototypeOf(string constructor) =>
        engine.Global.Get(JsString.Create(constructor)).AsObject().Get(JsString.Create("prototype")).AsObject();

    private void Bound(ObjectInstance owner, string name, Func<JsString, JsValue[], double> length)
    {
        var key = JsString.Create(name);
        var original = owner.Get(key);
        var bounded = new ClrFunction(engine, name, (self, arguments) =>
        {
            if (self.IsNull() || self.IsUndefined())
            {
                return original.Call(self, arguments); // which knows how to say so
            }

            var text = self as JsString ?? JsString.Create(TypeConverter.ToString(self));
            JsValue[] converted = [.. arguments];
            CheckText(name, length(text, converted), limits);
            return original.Call(text, converted);
        });
        owner.FastSetProperty(key, new PropertyDescriptor(bounded, writable: true, enumerable: false, configurable: true));
    }

    private static double RepeatedLength(JsString text, JsValue[] arguments) => text.Length * ConvertNumber(arguments);

    private static double PaddedLength(JsString text, JsValue[] arguments) => ConvertNumber(arguments);

    private static double ConcatenatedLength(JsString text, JsValue[] arguments)
    {
        double length = text.Length;
        for (var i = 0; i < arguments.Length; i++)
        {
            var part = arguments[i] as JsString ?? JsString.Create(TypeConverter.ToString(arguments[i]));
            arguments[i] = part;
            length += part.Length;
        }

        return length;
    }

    // The most it could come to: every place replaced. $' and $` stand for all of the text that follows or precedes.
    private static double ReplacedLength(JsString text, JsValue[] arguments)
    {
        if (arguments.Length < 2 || arguments[1].IsCallable())
        {
            return NoLimit;
        }

        var replacement = TypeConverter.ToString(arguments[1]);
        arguments[1] = JsString.Create(replacement);
        var repeatsAll = replacement.Contains("$'", StringComparison.Ordinal) || replacement.Contains("$`", StringComparison.Ordinal);
        return repeatsAll ? (text.Length + 1.0) * text.Length * replacement.Length : replacement.Length > 64 ? (text.Length + 1.0) * replacement.Length : NoLimit;
    }

    private static double ConvertNumber(JsValue[] arguments)
    {
        if (arguments.Length == 0)
        {
            return NoLimit;
        }

        var number = TypeConverter.ToIntegerOrInfinity(arguments[0]);
        arguments[0] = JsNumber.Create(number);
        return number;
    }
}
