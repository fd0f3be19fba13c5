using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace Busroot.Transformer.Scripting;

/// <summary>Takes away from an engine what rules have no business with, and freezes the rest.</summary>
/// <remarks>
/// Everything that any script can reach from the outset becomes immutable: built-in objects, their prototypes and functions, the global
/// object. What is left to a script are the objects it makes itself, and those do not outlive its run.
/// </remarks>
internal static class RealmHardening
{
    // Threads that wait, realms that are not frozen, memory that outlives a run, code out of texts; and two libraries that no rule of the
    // catalogue uses and that would double the size of a realm.
    private static readonly string[] TakenAway =
    [
        "Atomics", "SharedArrayBuffer", "ShadowRealm", "WeakRef", "FinalizationRegistry", "eval", "Intl", "Temporal",
        "BigInt", "BigInt64Array", "BigUint64Array",
    ];

    // RegExp.$1 and the like remember the last match of whoever ran before.
    private static readonly string[] LastMatch =
    [
        "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$_", "$&", "$+", "$`", "$'",
        "input", "lastMatch", "lastParen", "leftContext", "rightContext",
    ];

    // Syntax reaches these although no global names them. The order does not matter.
    private const string Unnamed = """
        [
          Object.getPrototypeOf(function* () {}), Object.getPrototypeOf(async function () {}), Object.getPrototypeOf(async function* () {}),
          (function* () {})(), (async function* () {})(), [].values(), new Map().values(), new Set().values(), ''[Symbol.iterator](),
          ''.matchAll(/a/g), [].values().map(x => x), Iterator.from({ next() {} }), Object.getPrototypeOf(Uint8Array), Promise.resolve(),
          Object.getOwnPropertyDescriptor(function () { 'use strict'; return arguments }(), 'callee').get, (class { static #a }),
        ]
        """;

    /// <summary>Hardens an engine that has run nothing yet.</summary>
    public static void Apply(Engine engine, ScriptLimits limits)
    {
        TakeAway(engine, limits);
        Freeze(engine.Global);
        Freeze(JintBindings.Evaluate(engine, Unnamed));
    }

    /// <summary>As <see cref="Apply"/>, but global variables can be added; those that are there already cannot be changed.</summary>
    public static void ApplyWithOpenGlobal(Engine engine, ScriptLimits limits)
    {
        TakeAway(engine, limits);
        FreezeMembers(engine.Global);
        Freeze(JintBindings.Evaluate(engine, Unnamed));
    }

    /// <summary>Freezes all that an object holds, and its prototype; members can still be added to it.</summary>
    public static void FreezeMembers(ObjectInstance owner)
    {
        var open = new Stack<JsValue?>();
        FreezeMembers(owner, open);
        FreezeAll(open, except: owner); // globalThis is a member of itself
    }

    private static void TakeAway(Engine engine, ScriptLimits limits)
    {
        foreach (var name in TakenAway)
        {
            engine.Global.Delete(JsString.Create(name));
        }

        foreach (var name in LastMatch)
        {
            engine.Intrinsics.RegExp.Delete(JsString.Create(name));
        }

        new BoundedBuiltIns(engine, limits).Install();
        new BoundedStringify(engine, limits).Install();
        new BoundedBuffers(engine, limits).Install();
        LetErrorsBeNamed(engine);
    }

    /// <summary>Freezes an object and all that can be reached from it through properties and prototypes.</summary>
    public static void Freeze(JsValue root)
    {
        var open = new Stack<JsValue?>();
        open.Push(root);
        FreezeAll(open);
    }

    private static void FreezeAll(Stack<JsValue?> open, ObjectInstance? except = null)
    {
        while (open.TryPop(out var value))
        {
            // What is no longer extensible has been here before: nothing else has run that could make it so.
            if (value is ObjectInstance { Extensible: true } found && !ReferenceEquals(found, except))
            {
                found.PreventExtensions();
                FreezeMembers(found, open);
            }
        }
    }

    private static void FreezeMembers(ObjectInstance found, Stack<JsValue?> open)
    {
        if (found.Prototype is { } prototype)
        {
            open.Push(prototype);
        }

        foreach (var key in found.GetOwnPropertyKeys(Types.String | Types.Symbol))
        {
            var property = found.GetOwnProperty(key);
            if (property.IsAccessorDescriptor())
            {
                open.Push(property.Get);
                open.Push(property.Set);
                found.DefineOwnProperty(key, new PropertyDescriptor { Configurable = false });
            }
            else
            {
                open.Push(property.Value);
                found.DefineOwnProperty(key, new PropertyDescriptor { Configurable = false, Writable = false });
            }
        }
    }

    // A frozen Error.prototype.name would make "error.name = ..." fail on every error, which is how everybody names them.
    private static void LetErrorsBeNamed(Engine engine)
    {
        string[] constructors = ["Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError", "AggregateError"];
        foreach (var constructor in constructors)
        {
            var prototype = engine.Global.Get(JsString.Create(constructor)).AsObject().Get(JsString.Create("prototype")).AsObject();
            foreach (var name in (string[])["name", "message"])
            {
                MakeOverridable(engine, prototype, JsString.Create(name));
            }
        }
    }

    private static void MakeOverridable(Engine engine, ObjectInstance owner, JsString name)
    {
        var value = owner.Get(name);
        var get = new ClrFunction(engine, "get " + name, (_, _) => value);
        var set = new ClrFunction(engine, "set " + name, (target, arguments) =>
        {
            if (target is ObjectInstance instance && !ReferenceEquals(instance, owner))
            {
                instance.CreateDataProperty(name, arguments.Length > 0 ? arguments[0] : JsValue.Undefined);
            }

            return JsValue.Undefined;
        });
        owner.DefineOwnProperty(name, new GetSetPropertyDescriptor(get, set, enumerable: false, configurable: false));
    }
}
