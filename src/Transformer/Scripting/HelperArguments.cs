using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Native.Object;

namespace Busroot.Transformer.Scripting;

/// <summary>Reads the arguments of helper functions. Nothing is converted that would run a script's code.</summary>
internal static class HelperArguments
{
    public static JsValue At(this JsValue[] arguments, int index) => index < arguments.Length ? arguments[index] : JsValue.Undefined;

    /// <summary>A finite number; null for anything else.</summary>
    public static double? NumberAt(this JsValue[] arguments, int index) => Number(arguments.At(index));

    /// <summary>A whole number within the range of an array; null for anything else, <paramref name="fallback"/> when there is none.</summary>
    public static int? IndexAt(this JsValue[] arguments, int index, int? fallback)
    {
        var value = arguments.At(index);
        return value is JsUndefined ? fallback : Number(value) is { } number && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number : null;
    }

    /// <summary>A whole number within bounds, for what an author writes and no payload holds; null when there is none.</summary>
    /// <param name="value">The argument, or a member of the options.</param>
    /// <param name="what">What it is called in the message: <c>bits of delta is ...</c>.</param>
    /// <param name="lowest">The least it may be.</param>
    /// <param name="highest">The most it may be.</param>
    /// <exception cref="InvalidResultException">It is something else: the author is told, rather than given a default.</exception>
    public static int? Whole(JsValue value, string what, int lowest, int highest) =>
        value is JsUndefined or JsNull ? null
        : Number(value) is { } number && number == Math.Floor(number) && number >= lowest && number <= highest ? (int)number
        : throw new InvalidResultException(RuleFault.ScriptThrew, string.Create(CultureInfo.InvariantCulture, $"{what}, a whole number from {lowest} to {highest}, not {ResultReader.Described(value)}"));

    public static double? Number(JsValue value) => value is JsNumber && value.AsNumber() is var number && double.IsFinite(number) ? number : null;

    /// <summary>A member of an options object; undefined when there is none, or it is computed.</summary>
    public static JsValue Option(JsValue options, string name) =>
        options is JsObject given ? Plain(given, JsString.Create(name)) : JsValue.Undefined;

    /// <summary>A property that is a plain value; undefined for what is absent or computed.</summary>
    public static JsValue Plain(ObjectInstance owner, JsValue name)
    {
        var property = owner.GetOwnProperty(name);
        return property.IsAccessorDescriptor() ? JsValue.Undefined : property.Value ?? JsValue.Undefined;
    }

    public static JsValue ToJs(double? number) => number is { } value && double.IsFinite(value) ? JsNumber.Create(value) : JsValue.Null;
}
