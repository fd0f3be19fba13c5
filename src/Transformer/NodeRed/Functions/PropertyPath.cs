using System.Globalization;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>A property expression as Node-RED reads it: <c>a.b[0]["c d"]</c>.</summary>
/// <remarks>Source: Node-RED 5.0.4, util.js. A key in brackets is a whole number or a quoted text. Threads: immutable.</remarks>
internal sealed class PropertyPath
{
    private const int MostKeys = 64;

    private readonly JsValue[] _keys;

    private PropertyPath(JsValue[] keys) => _keys = keys;

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="error">What is wrong with it, when it is none.</param>
    /// <returns>Null when it is none.</returns>
    public static PropertyPath? Parse(string text, out string error)
    {
        var keys = new List<JsValue>();
        error = Read(text, keys) ?? (keys.Count > MostKeys ? "too many levels" : "");
        return error.Length == 0 ? new PropertyPath([.. keys]) : null;
    }

    /// <summary>The value there; undefined when something on the way is missing.</summary>
    public JsValue Get(ObjectInstance root)
    {
        JsValue value = root;
        foreach (var key in _keys)
        {
            if (value is not ObjectInstance owner)
            {
                return value is JsString text ? OfText(text, key) : JsValue.Undefined;
            }

            value = owner.Get(key);
        }

        return value;
    }

    /// <summary>Sets the value; undefined takes it away. What is missing on the way is made; a value that has no members ends it without a word.</summary>
    public void Set(ObjectInstance root, JsValue value, Engine engine)
    {
        var owner = root;
        for (var i = 0; i < _keys.Length - 1; i++)
        {
            var next = owner.Get(_keys[i]);
            if (next is JsUndefined or JsNull)
            {
                if (value is JsUndefined)
                {
                    return;
                }

                ObjectInstance made = _keys[i + 1] is JsNumber ? new JsArray(engine) : new JsObject(engine);
                owner.Set(_keys[i], made);
                next = made;
            }

            if (next is not ObjectInstance inner)
            {
                return;
            }

            owner = inner;
        }

        SetLast(owner, _keys[^1], value);
    }

    /// <summary>Whether all but the last step is there.</summary>
    public bool HasParent(ObjectInstance root) => _keys.Length == 1 || new PropertyPath(_keys[..^1]).Get(root) is ObjectInstance;

    /// <summary>Its keys, texts and numbers.</summary>
    public JsArray ToArray(Engine engine) => new(engine, [.. _keys]);

    private static void SetLast(ObjectInstance owner, JsValue key, JsValue value)
    {
        if (value is not JsUndefined)
        {
            owner.Set(key, value);
        }
        else if (owner is JsArray array && key is JsNumber)
        {
            array.Get("splice").Call(array, [key, JsNumber.Create(1)]);
        }
        else
        {
            owner.Delete(key);
        }
    }

    private static JsValue OfText(JsString text, JsValue key)
    {
        if (key is JsNumber && TypeConverter.ToNumber(key) is var index && index >= 0 && index < text.Length)
        {
            return JsString.Create(text.ToString()[(int)index].ToString());
        }

        return key is JsString && key.ToString() == "length" ? JsNumber.Create(text.Length) : JsValue.Undefined;
    }

    private static string? Read(string text, List<JsValue> keys)
    {
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] == '[')
            {
                if (ReadBracket(text, ref at, keys) is { } error)
                {
                    return error;
                }

                continue;
            }

            if (keys.Count > 0)
            {
                if (text[at] != '.')
                {
                    return Unexpected(text, at);
                }

                at++;
            }

            var start = at;
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '$' or '-' or '/' or '@' or '~' or '!'))
            {
                at++;
            }

            if (at == start)
            {
                return at < text.Length ? Unexpected(text, at) : "unterminated expression";
            }

            keys.Add(JsString.Create(text[start..at]));
        }

        return keys.Count == 0 ? "zero-length" : null;
    }

    private static string? ReadBracket(string text, ref int at, List<JsValue> keys)
    {
        var end = at + 1;
        if (end < text.Length && text[end] is '"' or '\'')
        {
            var quote = text[end];
            var name = new StringBuilder();
            for (end++; end < text.Length && text[end] != quote; end++)
            {
                end += text[end] == '\\' && end + 1 < text.Length ? 1 : 0;
                name.Append(text[end]);
            }

            end++;
            if (end >= text.Length || text[end] != ']')
            {
                return $"unmatched {quote} at position {at + 1}";
            }

            keys.Add(JsString.Create(name.ToString()));
            at = end + 1;
            return null;
        }

        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        if (end == at + 1 || end - at > 9 || end >= text.Length || text[end] != ']')
        {
            return Unexpected(text, Math.Min(end, text.Length - 1));
        }

        keys.Add(JsNumber.Create(int.Parse(text.AsSpan(at + 1, end - at - 1), CultureInfo.InvariantCulture)));
        at = end + 1;
        return null;
    }

    private static string Unexpected(string text, int at) => $"unexpected {text[at]} at position {at}";
}
