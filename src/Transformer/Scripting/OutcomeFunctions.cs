using Jint.Native;
using Jint.Runtime;

namespace Busroot.Transformer.Scripting;

/// <summary>Helpers by which a script says something about its run beside what it returns.</summary>
internal static class OutcomeFunctions
{
    public static IEnumerable<HelperFunction> All(ScriptRealm realm) =>
    [
        new("warn", arguments =>
        {
            realm.Reading.Warn(TypeConverter.ToString(arguments.At(0)));
            return JsValue.Undefined;
        }),
        new("ignore", arguments =>
        {
            realm.Reading.Ignore(arguments.At(0) is JsUndefined ? "the rule ignores this payload" : TypeConverter.ToString(arguments.At(0)));
            return JsValue.Undefined;
        }),
    ];
}
