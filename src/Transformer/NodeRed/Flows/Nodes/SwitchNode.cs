using System.Text.Json;

namespace Busroot.Transformer.NodeRed.Flows.Nodes;

/// <summary><c>switch</c>: sends on by the value of a property; one output a rule.</summary>
internal static class SwitchNode
{
    public static void Write(NodeWriter writer)
    {
        var rules = writer.Node.Items("rules").ToArray();
        if (writer.Value(writer.Node.Text("property", "payload"), writer.Node.Text("propertyType", "msg")) is not { } value)
        {
            return;
        }

        writer.Line($"const value = {value}");
        if (rules.Any(rule => rule.Text("vt") == "prev" || rule.Text("v2t") == "prev"))
        {
            writer.Line($"const kept = {writer.Code.Memory(writer.Graph)}");
            writer.Line("const previous = kept.previous ?? null");
            writer.Line("kept.previous = clone(value)");
        }

        if (writer.Node.Flag("repair"))
        {
            writer.Changed("it does not renumber the parts of a sequence (\"recreate message sequences\")");
        }

        WriteRules(writer, rules, writer.Node.Text("checkall", "true") == "false");
    }

    private static void WriteRules(NodeWriter writer, JsonElement[] rules, bool stopsAtFirst)
    {
        var hasElse = rules.Any(rule => rule.Text("t") == "else");
        if (!stopsAtFirst)
        {
            writer.Line($"const targets = []{(hasElse ? "\n  let otherwise = true" : "")}");
        }

        for (var i = 0; i < rules.Length; i++)
        {
            if (Condition(writer, rules[i]) is not { } condition)
            {
                return;
            }

            writer.Line((stopsAtFirst, condition) switch
            {
                (true, "else") => $"return send(msg, {writer.Targets(i)})",
                (true, _) => $"if ({condition}) return send(msg, {writer.Targets(i)})",
                (false, "else") => $"if (otherwise) {{ targets.push({writer.Targets(i)[1..^1]}); otherwise = false }}\n  else otherwise = true",
                (false, _) when hasElse => $"if ({condition}) {{ targets.push({writer.Targets(i)[1..^1]}); otherwise = false }}",
                _ => $"if ({condition}) targets.push({writer.Targets(i)[1..^1]})",
            });
            if (stopsAtFirst && condition == "else")
            {
                return; // what stands behind it is never asked
            }
        }

        if (!stopsAtFirst)
        {
            writer.Line("send(msg, targets)");
        }
    }

    private static string? Condition(NodeWriter writer, JsonElement rule)
    {
        var operation = rule.Text("t");
        return operation switch
        {
            "true" or "false" => $"value === {operation}",
            "null" => "value === undefined || value === null",
            "nnull" => "value !== undefined && value !== null",
            "empty" => Helped(writer, "isEmpty", "isEmpty(value) === true"),
            "nempty" => Helped(writer, "isEmpty", "isEmpty(value) === false"),
            "else" => "else",
            "istype" => Helped(writer, "isType", $"isType(value, {JavaScriptText.Of(rule.Text("vt") is "json" or "null" ? rule.Text("vt") : rule.Text("v"))})"),
            _ => WithOperands(writer, rule, operation),
        };
    }

    private static string? WithOperands(NodeWriter writer, JsonElement rule, string operation)
    {
        if (Operand(writer, rule, "v", "vt") is not { } first)
        {
            return null;
        }

        switch (operation)
        {
            case "eq":
                return $"value == {first}";
            case "neq":
                return $"value != {first}";
            case "lt":
                return $"value < {first}";
            case "lte":
                return $"value <= {first}";
            case "gt":
                return $"value > {first}";
            case "gte":
                return $"value >= {first}";
            case "cont":
                return $"(value + \"\").indexOf({first}) !== -1";
            case "regex":
                return $"new RegExp({first}, \"{(rule.Text("case") == "true" ? "i" : "")}\").test(value + \"\")";
            case "hask":
                return $"value !== undefined && value !== null && typeof {first} !== \"object\" && Object.hasOwn(Object(value), {first} + \"\")";
            case "head":
                return $"msg.parts.index < Number({first})";
            case "tail":
                return $"msg.parts.count - Number({first}) <= msg.parts.index";
            case "btwn" or "index" when Operand(writer, rule, "v2", "v2t") is { } second:
                return operation == "btwn"
                    ? Helped(writer, "between", $"between(value, {first}, {second})")
                    : $"Number({first}) <= msg.parts.index && msg.parts.index <= Number({second})";
            case "btwn" or "index":
                return null;
            default:
                writer.Cannot(operation == "jsonata_exp" ? "JSONata expressions are not run; write the condition as a function node" : $"it has a rule of an unknown kind, {JavaScriptText.Of(operation)}");
                return null;
        }
    }

    private static string? Operand(NodeWriter writer, JsonElement rule, string field, string typeField)
    {
        var value = rule.Text(field);
        var type = rule.Text(typeField) is { Length: > 0 } given ? given : FlowNode.NumberOf(value) is null ? "str" : "num";
        if (type == "num" && FlowNode.NumberOf(value) is null)
        {
            type = "str"; // Node-RED keeps the text
        }

        return type == "prev" ? "previous" : writer.Value(value, type);
    }

    private static string Helped(NodeWriter writer, string helper, string condition)
    {
        writer.Use(helper);
        return condition;
    }
}
