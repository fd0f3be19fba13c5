using System.Globalization;
using Busroot.Transformer.Payloads;
using Jint.Native;

namespace Busroot.Transformer.Scripting;

/// <summary>The helper that reads Sparkplug B messages and remembers the names behind their aliases.</summary>
internal static class SparkplugFunctions
{
    private const string Key = "aliases";

    public static IEnumerable<HelperFunction> All(ScriptRealm realm) => [new("sparkplug", arguments => Read(arguments, realm))];

    // sparkplug(topic, bytes): { type, group, node, device, timestamp, seq, metrics }; the topic may stand below others.
    private static JsValue Read(JsValue[] arguments, ScriptRealm realm)
    {
        if (arguments.At(0) is not JsString topic || ByteFunctions.BytesOf(arguments.At(1)) is not { } bytes)
        {
            return JsValue.Null;
        }

        var levels = topic.ToString().Split('/');
        var start = Array.IndexOf(levels, "spBv1.0");
        if (start < 0 || levels.Length - start is not (4 or 5) || SparkplugPayload.Read(bytes) is not { } payload)
        {
            return JsValue.Null;
        }

        var device = levels.Length - start == 5 ? levels[start + 4] : null;
        return ScriptObjects.Object(
            realm.Engine,
            ("type", JsString.Create(levels[start + 2])),
            ("group", JsString.Create(levels[start + 1])),
            ("node", JsString.Create(levels[start + 3])),
            ("device", device is null ? JsValue.Null : JsString.Create(device)),
            ("timestamp", HelperArguments.ToJs(payload.Timestamp)),
            ("seq", HelperArguments.ToJs(payload.Seq)),
            ("metrics", Metrics(payload, levels[start + 2], $"{levels[start + 1]}/{levels[start + 3]}", realm)));
    }

    // Aliases are unique within an edge node (Sparkplug 3.0 §6.4.6); a node's birth starts anew, its devices' births add to it.
    private static JsObject Metrics(SparkplugPayload payload, string type, string node, ScriptRealm realm)
    {
        var isBirth = type is "NBIRTH" or "DBIRTH";
        var memory = new ScriptMemory(realm, "sparkplug", JsString.Create(node));
        var aliases = type != "NBIRTH" && memory.Member(Key) is JsObject known ? known : new JsObject(realm.Engine);
        var metrics = new JsObject(realm.Engine);
        foreach (var metric in payload.Metrics)
        {
            var alias = metric.Alias is { } number ? JsString.Create(number.ToString(CultureInfo.InvariantCulture)) : null;
            var name = metric.Name is { } text ? JsString.Create(text) : alias is null ? JsValue.Undefined : HelperArguments.Plain(aliases, alias);
            if (name is not JsString)
            {
                continue; // data from before the birth we know
            }

            if (isBirth && alias is not null)
            {
                aliases.CreateDataProperty(alias, name);
            }

            metrics.CreateDataProperty(name, ToJs(metric.Value));
        }

        if (isBirth)
        {
            memory.Keep((Key, aliases));
        }

        return metrics;
    }

    private static JsValue ToJs(object? value) => value switch
    {
        double number => HelperArguments.ToJs(number),
        bool flag => flag ? JsBoolean.True : JsBoolean.False,
        string text => JsString.Create(text),
        _ => JsValue.Null,
    };
}
