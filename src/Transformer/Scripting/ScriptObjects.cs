using Jint;
using Jint.Native;

namespace Busroot.Transformer.Scripting;

/// <summary>Makes plain objects and arrays for a script.</summary>
internal static class ScriptObjects
{
    public static JsObject Object(Engine engine, params ReadOnlySpan<(string Name, JsValue Value)> members)
    {
        var made = new JsObject(engine);
        foreach (var (name, value) in members)
        {
            made.CreateDataProperty(JsString.Create(name), value);
        }

        return made;
    }

    public static JsArray Array(Engine engine, IEnumerable<JsValue> values) => new(engine, values.ToArray());

    /// <summary>The elements of an array that are plain values, computed ones as undefined; none for anything else.</summary>
    public static IEnumerable<JsValue> Items(JsValue value)
    {
        if (value is not JsArray array)
        {
            yield break;
        }

        for (var i = 0u; i < array.Length; i++)
        {
            yield return HelperArguments.Plain(array, JsNumber.Create((double)i));
        }
    }
}
