using Busroot.Transformer.Scripting;
using Jint;
using Jint.Native;
using Jint.Runtime.Interop;
using JavaScriptException = Jint.Runtime.JavaScriptException;
using Types = Jint.Runtime.Types;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary><c>get</c>, <c>set</c> and <c>keys</c> of <c>context</c>, <c>flow</c> and <c>global</c>.</summary>
/// <remarks>Source: Node-RED 5.0.4, context/index.js. Every store answers at once; callbacks are called before the call returns.</remarks>
internal sealed class ContextFunctions(FunctionHost host)
{
    private const string StorePrefix = "#:(";
    private const string AccountStore = "account";
    private const int MostPaths = 512;

    private readonly Dictionary<string, PropertyPath> _paths = new(StringComparer.Ordinal);

    /// <summary>Makes <c>context</c>, with <c>flow</c> and <c>global</c> in it.</summary>
    public JsObject Build()
    {
        var context = Build("context");
        context.CreateDataProperty("flow", Build("flow"));
        context.CreateDataProperty("global", Build("global"));
        return context;
    }

    private JsObject Build(string name)
    {
        var made = new JsObject(host.Engine);
        var key = JsString.Create(name);
        made.CreateDataProperty("get", new ClrFunction(host.Engine, "get", (_, arguments) => Get(key, arguments), 1));
        made.CreateDataProperty("set", new ClrFunction(host.Engine, "set", (_, arguments) => Set(key, arguments), 2));
        made.CreateDataProperty("keys", new ClrFunction(host.Engine, "keys", (_, arguments) => Keys(key, arguments)));
        return made;
    }

    // get(key), get(key, store), get(key, callback), get(key, store, callback)
    private JsValue Get(JsString scope, JsValue[] arguments)
    {
        var (store, callback) = StoreAndCallback(arguments, 1);
        if (arguments.At(0) is not JsArray keys)
        {
            return Answer(callback, GetOne(scope, arguments.At(0), store));
        }

        var values = new JsValue[keys.Length];
        for (var i = 0u; i < keys.Length; i++)
        {
            values[i] = GetOne(scope, keys.Get(JsNumber.Create((double)i)), store);
        }

        return callback is null ? new JsArray(host.Engine, values) : Answer(callback, values);
    }

    // set(key, value), and the same three more
    private JsValue Set(JsString scope, JsValue[] arguments)
    {
        var (store, callback) = StoreAndCallback(arguments, 2);
        if (arguments.At(0) is JsArray keys)
        {
            var values = arguments.At(1) as JsArray;
            for (var i = 0u; i < keys.Length; i++)
            {
                var value = values is null ? (i == 0 ? arguments.At(1) : JsValue.Null) : i < values.Length ? values.Get(JsNumber.Create((double)i)) : JsValue.Null;
                SetOne(scope, keys.Get(JsNumber.Create((double)i)), value, store);
            }
        }
        else
        {
            SetOne(scope, arguments.At(0), arguments.At(1), store);
        }

        return Answer(callback);
    }

    private JsValue Keys(JsString scope, JsValue[] arguments)
    {
        var (store, callback) = StoreAndCallback(arguments, 0);
        var names = IsAccount(store)
            ? host.AccountKeys().Select(key => (JsValue)JsString.Create(key))
            : host.Scope.Context.Of(scope).GetOwnPropertyKeys(Types.String);
        return Answer(callback, new JsArray(host.Engine, [.. names]));
    }

    private JsValue GetOne(JsString scope, JsValue key, string? store)
    {
        var name = NameOf(key, ref store);
        if (IsAccount(store))
        {
            return host.AccountValue(name);
        }

        var path = PathOf(name);
        return path is null ? JsValue.Undefined : path.Get(host.Scope.Context.Of(scope));
    }

    private void SetOne(JsString scope, JsValue key, JsValue value, string? store)
    {
        var name = NameOf(key, ref store);
        if (IsAccount(store))
        {
            host.SetAccountValue(name, value);
        }
        else
        {
            PathOf(name)?.Set(host.Scope.Context.Of(scope), value, host.Engine);
        }
    }

    private string NameOf(JsValue key, ref string? store)
    {
        if (key is not JsString { Length: > 0 } given)
        {
            throw new JavaScriptException(host.Engine.Intrinsics.Error, "Invalid context key");
        }

        var text = given.ToString();
        var end = text.IndexOf(")::", StringComparison.Ordinal);
        if (!text.StartsWith(StorePrefix, StringComparison.Ordinal) || end < 0)
        {
            return text;
        }

        store = text[StorePrefix.Length..end];
        return text[(end + 3)..];
    }

    // Null: it leads to the flow around this one, and there is none.
    private PropertyPath? PathOf(string name)
    {
        if (name.StartsWith("$parent.", StringComparison.Ordinal))
        {
            return null;
        }

        if (_paths.TryGetValue(name, out var path))
        {
            return path;
        }

        path = PropertyPath.Parse(name, out var error);
        if (path is null)
        {
            throw host.Error($"Invalid property expression: {error}", "INVALID_EXPR");
        }

        if (_paths.Count >= MostPaths)
        {
            _paths.Clear(); // a function that makes keys of what devices send
        }

        return _paths[name] = path;
    }

    private bool IsAccount(string? store)
    {
        if (store is not (null or AccountStore or "default" or "memory" or "memoryOnly" or "file"))
        {
            host.WarnOfStore(store);
        }

        return store == AccountStore;
    }

    private static (string? Store, JsValue? Callback) StoreAndCallback(JsValue[] arguments, int first)
    {
        string? store = null;
        for (var i = first; i < Math.Min(arguments.Length, first + 2); i++)
        {
            if (arguments[i].IsCallable())
            {
                return (store, arguments[i]);
            }

            store = arguments[i] is JsString text ? text.ToString() : store;
        }

        return (store, null);
    }

    private static JsValue Answer(JsValue? callback, params JsValue[] values)
    {
        if (callback is null)
        {
            return values is [var only] ? only : JsValue.Undefined;
        }

        callback.Call(JsValue.Undefined, [JsValue.Undefined, .. values]);
        return JsValue.Undefined;
    }
}
