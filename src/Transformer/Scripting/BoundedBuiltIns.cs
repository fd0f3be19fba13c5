using System.Globalization;
using System.Text;
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
    private const double MostCharactersCompared = 16 * 1024 * 1024;

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
        new BoundedFlat(engine, limits).Install(PrototypeOf("Array"));
        InstallRaw();
        InstallAssign();
        foreach (var search in (string[])["includes", "indexOf", "lastIndexOf"])
        {
            BoundSearch(PrototypeOf("Array"), JsString.Create(search));
        }
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

    // A look through many long texts for a long one takes seconds, and nothing can interrupt it.
    private void BoundSearch(ObjectInstance owner, JsString name)
    {
        var original = owner.Get(name);
        var bounded = new ClrFunction(engine, name.ToString(), (self, arguments) =>
        {
            if (self is JsArray array && arguments.At(0) is JsString wanted && (double)array.Length * wanted.Length > MostCharactersCompared)
            {
                throw new ScriptLimitException(RuleFault.TimeLimit, $"{name} would compare up to {(double)array.Length * wanted.Length} characters");
            }

            return original.Call(self, [.. arguments]);
        }, 1);
        owner.FastSetProperty(name, new PropertyDescriptor(bounded, writable: true, enumerable: false, configurable: true));
    }

    // One source at a time, with a look at the limits in between.
    private void InstallAssign()
    {
        var name = JsString.Create("assign");
        var owner = engine.Global.Get(JsString.Create("Object")).AsObject();
        var original = owner.Get(name);
        var assign = new ClrFunction(engine, "assign", (self, arguments) =>
        {
            var target = original.Call(self, [arguments.At(0)]);
            for (var i = 1; i < arguments.Length; i++)
            {
                engine.Constraints.Check();
                original.Call(self, [target, arguments[i]]);
            }

            return target;
        }, 2);
        owner.FastSetProperty(name, new PropertyDescriptor(assign, writable: true, enumerable: false, configurable: true));
    }

    // String.raw as a tag; it can be called otherwise, which no rule has a reason for.
    private void InstallRaw()
    {
        var raw = new ClrFunction(engine, "raw", (_, arguments) =>
        {
            if (arguments.At(0) is not ObjectInstance strings || strings.Get(JsString.Create("raw")) is not JsArray parts)
            {
                throw new JavaScriptException(engine.Intrinsics.TypeError, "String.raw is a tag of template literals");
            }

            var text = new StringBuilder();
            for (var i = 0u; i < parts.Length; i++)
            {
                text.Append(TypeConverter.ToString(parts.Get(JsNumber.Create((double)i))));
                text.Append(i + 1 < parts.Length && i + 1 < arguments.Length ? TypeConverter.ToString(arguments[i + 1]) : "");
                CheckText("String.raw", text.Length, limits);
            }

            return JsString.Create(text.ToString());
        }, 1);
        engine.Global.Get(JsString.Create("String")).AsObject()
            .FastSetProperty(JsString.Create("raw"), new PropertyDescriptor(raw, writable: true, enumerable: false, configurable: true));
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
