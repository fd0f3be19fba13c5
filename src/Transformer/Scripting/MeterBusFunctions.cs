using Busroot.Transformer.Payloads;
using Jint;
using Jint.Native;

namespace Busroot.Transformer.Scripting;

/// <summary>The helper that reads the records of a meter-bus telegram; null is its answer to what is none.</summary>
internal static class MeterBusFunctions
{
    public static IEnumerable<HelperFunction> All(ScriptRealm realm) => [new("mbus", arguments => Read(arguments, realm.Engine))];

    private static JsValue Read(JsValue[] arguments, Engine engine)
    {
        if (ByteFunctions.BytesOf(arguments.At(0)) is not { } bytes || MeterBusTelegram.RecordsOf(bytes) is not { } records)
        {
            return JsValue.Null;
        }

        return ScriptObjects.Array(engine, records.Select(record => ScriptObjects.Object(
            engine,
            ("quantity", JsString.Create(record.Quantity)),
            ("unit", JsString.Create(record.Unit)),
            ("value", HelperArguments.ToJs(record.Value)),
            ("function", JsString.Create(record.Function)),
            ("storage", JsNumber.Create(record.Storage)),
            ("tariff", JsNumber.Create(record.Tariff)),
            ("subunit", JsNumber.Create(record.Subunit)),
            ("modifier", JsString.Create(record.Modifier)))));
    }
}
