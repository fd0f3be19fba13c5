using Jint;
using Jint.Native;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>Describes values of a function in messages; runs none of its code.</summary>
internal static class ResultText
{
    private const int Longest = 64;

    public static string Cut(string text) => text.Length <= Longest ? text : text[..Longest] + "...";

    public static string Of(JsValue value) => value switch
    {
        JsString text => $"the text \"{Cut(text.ToString())}\"",
        JsNumber or JsBoolean => value.ToString(),
        JsUndefined => "undefined",
        JsNull => "null",
        JsArray => "an array",
        JsObject => "an object",
        _ when value.IsUint8Array() => "a Buffer",
        _ when value.IsPromise() => "a promise",
        _ when value.IsCallable() => "a function",
        _ => "no plain object",
    };
}
