using System.Text;
using Busroot.Transformer.Payloads;
using Jint;
using Jint.Native;

namespace Busroot.Transformer.Scripting;

/// <summary>Helpers that read texts, such as those inside a JSON payload, as the payload formats of the same names; null is their answer to bad input.</summary>
internal static class TextFunctions
{
    public static IEnumerable<HelperFunction> All(ScriptRealm realm)
    {
        var slots = new SlotTable();
        var patterns = new LinearPatterns(realm);
        return
        [
            new("json", arguments => Read(arguments, new JsonPayload(Flag(arguments, "lenient")), slots, realm)),
            new("xml", arguments => Read(arguments, new XmlPayload(), slots, realm)),
            new("lineProtocol", arguments => Read(arguments, new LineProtocolPayload(), slots, realm)),
            new("csv", arguments => Character(arguments, "separator", ',') is { } separator
                ? Read(arguments, new CsvRowsPayload(separator, Flag(arguments, "header"), decimalComma: false), slots, realm)
                : JsValue.Null),
            new("keyValue", arguments => Character(arguments, "equals", '=') is { } equals
                ? Read(arguments, new KeyValuePayload(Character(arguments, "separator", null), equals, decimalComma: false), slots, realm)
                : JsValue.Null),
            new("xfind", arguments => arguments.At(1) is JsString path && XmlPath.Parse(path.ToString()) is { } wanted ? wanted.Find(arguments.At(0), realm) : JsValue.Null),
            new("match", arguments => Match(arguments, patterns, realm)),
            new("matchTopic", arguments => MatchTopic(arguments, realm)),
        ];
    }

    private static JsValue Read(JsValue[] arguments, JsonShapedPayload format, SlotTable slots, ScriptRealm realm)
    {
        if (arguments.At(0) is not JsString text)
        {
            return JsValue.Null;
        }

        realm.Check();
        return format.TryRead(Encoding.UTF8.GetBytes(text.ToString()), slots, realm.Json, out _) ? realm.Json.Value : JsValue.Null;
    }

    private static bool Flag(JsValue[] arguments, string name) => HelperArguments.Option(arguments.At(1), name) is JsBoolean flag && flag.AsBoolean();

    private static byte? Character(JsValue[] arguments, string name, char? fallback) => HelperArguments.Option(arguments.At(1), name) switch
    {
        JsUndefined => (byte?)fallback,
        JsString { Length: 1 } text when text.ToString()[0] is < (char)0x7F and not '"' and var c => (byte)c,
        _ => null,
    };

    // match(text, pattern): the whole match and its groups, null for a group that took no part.
    private static JsValue Match(JsValue[] arguments, LinearPatterns patterns, ScriptRealm realm)
    {
        if (arguments.At(0) is not JsString text || arguments.At(1) is not JsString pattern || patterns.Match(text.ToString(), pattern.ToString()) is not { Success: true } match)
        {
            return JsValue.Null;
        }

        return ScriptObjects.Array(realm.Engine, match.Groups.Values.Select(group => group.Success ? JsString.Create(group.Value) : JsValue.Null));
    }

    // matchTopic(topic, "+/emeter/{channel}/total"): + is any level, {name} one that is kept, # at the end any that follow.
    private static JsValue MatchTopic(JsValue[] arguments, ScriptRealm realm)
    {
        if (arguments.At(0) is not JsString topic || arguments.At(1) is not JsString pattern)
        {
            return JsValue.Null;
        }

        var levels = topic.ToString().Split('/');
        var wanted = pattern.ToString().Split('/');
        var open = wanted[^1] == "#";
        if (open ? levels.Length < wanted.Length - 1 : levels.Length != wanted.Length)
        {
            return JsValue.Null;
        }

        var found = new JsObject(realm.Engine);
        for (var i = 0; i < wanted.Length - (open ? 1 : 0); i++)
        {
            if (wanted[i] is ['{', .., '}'] name)
            {
                found.CreateDataProperty(JsString.Create(name[1..^1]), JsString.Create(levels[i]));
            }
            else if (wanted[i] != "+" && wanted[i] != levels[i])
            {
                return JsValue.Null;
            }
        }

        return found;
    }
}
