using System.Collections.Concurrent;
using System.Text.Json;
using Busroot.Transformer.Payloads;
using Jint;
using Jint.Native;

namespace Busroot.Transformer.Scripting;

/// <summary>Helpers that look into objects and arrays by paths; null is their answer to bad input.</summary>
internal static class ArrayFunctions
{
    private const int MostPaths = 1024; // a script that builds paths from data must not fill memory

    private static readonly ConcurrentDictionary<string, JsonPath> Paths = new(StringComparer.Ordinal);

    public static IEnumerable<HelperFunction> All(ScriptRealm realm) =>
    [
        new("get", arguments => At(arguments.At(0), arguments.At(1)) is { } found and not JsUndefined ? found : arguments.Length > 2 ? arguments[2] : JsValue.Null),
        new("query", arguments => Query(arguments, realm)),
        new("find", Find),
        new("lastBy", LastBy),
        new("sum", Sum),
        new("max", Max),
        new("allKnown", arguments => arguments.All(value => value is not (JsUndefined or JsNull)) ? JsBoolean.True : JsBoolean.False),
    ];

    // Undefined when nothing is there, null when the path is none or may give several values.
    private static JsValue? At(JsValue value, JsValue path)
    {
        if (path is JsUndefined)
        {
            return value;
        }

        if (PathOf(path) is not { Query: null } singular)
        {
            return null;
        }

        foreach (var step in singular.Segments)
        {
            value = (value, step.Name) switch
            {
                (JsArray array, null) => HelperArguments.Plain(array, JsNumber.Create(step.Index < 0 ? array.Length + (double)step.Index : step.Index)),
                (JsArray, _) => JsValue.Undefined,
                (JsObject owner, { } name) => HelperArguments.Plain(owner, JsString.Create(name)),
                _ => JsValue.Undefined,
            };
        }

        return value;
    }

    private static JsonPath? PathOf(JsValue path)
    {
        if (path is not JsString text)
        {
            return null;
        }

        if (Paths.TryGetValue(text.ToString(), out var known))
        {
            return known;
        }

        if (!JsonPath.TryParse(text.ToString(), out var parsed, out _))
        {
            return null;
        }

        return Paths.Count < MostPaths ? Paths.GetOrAdd(text.ToString(), parsed) : parsed;
    }

    // query(value, path): every value a JSONPath gives.
    private static JsValue Query(JsValue[] arguments, ScriptRealm realm)
    {
        if (PathOf(arguments.At(1)) is not { } path || JsonOfValues.Write(arguments.At(0), realm) is not { } json)
        {
            return JsValue.Null;
        }

        using var document = JsonDocument.Parse(json);
        var found = new List<JsonElement>();
        if (!path.AsQuery().TryEvaluate(document.RootElement, found))
        {
            return JsValue.Null;
        }

        var values = new List<JsValue>();
        foreach (var element in found)
        {
            realm.Check();
            realm.Json.TryRead(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(element), out var value, out _);
            values.Add(value);
        }

        return ScriptObjects.Array(realm.Engine, values);
    }

    private static JsValue Find(JsValue[] arguments) =>
        ScriptObjects.Items(arguments.At(0)).FirstOrDefault(item => At(item, arguments.At(1)) is { } value && Equal(value, arguments.At(2))) ?? JsValue.Null;

    private static bool Equal(JsValue one, JsValue other) => (one, other) switch
    {
        (JsNumber, JsNumber) => one.AsNumber() == other.AsNumber(),
        (JsString, JsString) => one.ToString() == other.ToString(),
        (JsBoolean, JsBoolean) => one.AsBoolean() == other.AsBoolean(),
        (JsNull, JsNull) => true,
        _ => false,
    };

    // The element with the greatest number, or text such as an ISO time; of equal ones the later.
    private static JsValue LastBy(JsValue[] arguments)
    {
        JsValue last = JsValue.Null;
        JsValue? greatest = null;
        foreach (var item in ScriptObjects.Items(arguments.At(0)))
        {
            if (At(item, arguments.At(1)) is { } key && (HelperArguments.Number(key) is not null || key is JsString) && (greatest is null || !Less(key, greatest)))
            {
                (last, greatest) = (item, key);
            }
        }

        return last;
    }

    private static bool Less(JsValue one, JsValue other) => (one, other) switch
    {
        (JsNumber, JsNumber) => one.AsNumber() < other.AsNumber(),
        (JsString, JsString) => string.CompareOrdinal(one.ToString(), other.ToString()) < 0,
        _ => true, // numbers and texts cannot be compared; the first kind stays
    };

    private static JsValue Sum(JsValue[] arguments)
    {
        if (arguments.At(0) is not JsArray)
        {
            return JsValue.Null;
        }

        var sum = 0.0;
        foreach (var item in ScriptObjects.Items(arguments[0]))
        {
            var value = At(item, arguments.At(1));
            if (value is JsUndefined or JsNull)
            {
                continue;
            }

            if (value is null || HelperArguments.Number(value) is not { } number)
            {
                return JsValue.Null;
            }

            sum += number;
        }

        return HelperArguments.ToJs(sum);
    }

    private static JsValue Max(JsValue[] arguments) =>
        HelperArguments.ToJs(ScriptObjects.Items(arguments.At(0)).Select(item => At(item, arguments.At(1)) is { } value ? HelperArguments.Number(value) : null).Max());
}
