using System.Text.Json;

namespace Busroot.Transformer.NodeRed.Flows.Nodes;

/// <summary><c>change</c>: sets, changes, deletes and moves properties, one rule after the other.</summary>
internal static class ChangeNode
{
    public static void Write(NodeWriter writer)
    {
        var rules = writer.Node.Items("rules").Select(ChangeRule.Of).DefaultIfEmpty(ChangeRule.OfOldNode(writer.Node));
        foreach (var rule in rules)
        {
            if (Statement(writer, rule) is not { } statement)
            {
                return;
            }

            writer.Line(statement);
        }

        writer.Line($"send(msg, {writer.Everything})");
    }

    private static string? Statement(NodeWriter writer, ChangeRule rule)
    {
        switch (rule.Action)
        {
            case "set":
                return Set(writer, rule);
            case "change":
                return Change(writer, rule);
            case "delete":
                return Target(writer, rule.Property, rule.PropertyType, "undefined");
            case "move":
                return Move(writer, rule);
            default:
                writer.Cannot($"it has a rule of an unknown kind, {JavaScriptText.Of(rule.Action)}");
                return null;
        }
    }

    // A rule that reads what is not there is passed over.
    private static string? Set(NodeWriter writer, ChangeRule rule)
    {
        if (writer.Value(rule.To, rule.ToType, isLenient: false) is not { } value)
        {
            return null;
        }

        var isCopied = rule.IsDeepCopy && rule.ToType is "msg" or "flow" or "global";
        return Target(writer, rule.Property, rule.PropertyType, isCopied ? $"clone({value})" : value) is not { } statement ? null
            : rule.ToType == "msg" && rule.To.AsSpan().IndexOfAny('.', '[') >= 0 ? Attempt(writer, statement)
            : statement;
    }

    private static string? Change(NodeWriter writer, ChangeRule rule)
    {
        writer.Use("replaced");
        if (Read(writer, rule) is not { } current
            || writer.Value(rule.From, rule.FromType, isLenient: false) is not { } from
            || writer.Value(rule.To, rule.ToType, isLenient: false) is not { } to)
        {
            return null;
        }

        return Target(writer, rule.Property, rule.PropertyType, $"replaced({current}, {from}, {to})") is { } statement ? Attempt(writer, statement) : null;
    }

    private static string? Move(NodeWriter writer, ChangeRule rule)
    {
        if (Read(writer, rule) is not { } value
            || Target(writer, rule.Property, rule.PropertyType, "undefined") is not { } delete
            || Target(writer, rule.To, rule.ToType, "moved") is not { } set)
        {
            return null;
        }

        // Out of itself ("payload.a" to "payload") it is set first; otherwise removed first, so that it can become a part of what replaces it.
        var setFirst = rule.ToType != rule.PropertyType || (rule.Property.Contains(rule.To, StringComparison.Ordinal) && rule.Property != rule.To);
        return $"{{ const moved = {value}; {(setFirst ? set : delete)}; {(setFirst ? delete : set)} }}";
    }

    private static string? Read(NodeWriter writer, ChangeRule rule) => writer.Value(rule.Property, rule.PropertyType);

    private static string? Target(NodeWriter writer, string property, string type, string value)
    {
        if (type is "flow" or "global")
        {
            return writer.WriteStore(type, property, value);
        }

        if (type != "msg")
        {
            writer.Cannot($"it sets a property of {type}; only msg, flow and global can be set");
            return null;
        }

        writer.Use("set");
        return writer.MessagePath(property, isSet: value != "undefined") is { } path ? $"set(msg, {JavaScriptText.Of(path)}, {value})" : null;
    }

    private static string Attempt(NodeWriter writer, string statement)
    {
        writer.Use("attempt");
        return $"attempt(() => {statement})";
    }
}

/// <summary>One rule of a <c>change</c>, with the types that older files leave out.</summary>
internal sealed record ChangeRule(string Action, string Property, string PropertyType, string To, string ToType, string From, string FromType, bool IsDeepCopy)
{
    public static ChangeRule Of(JsonElement rule)
    {
        var (to, toType) = (rule.Text("to"), rule.Text("tot"));
        if (toType.Length == 0)
        {
            var isProperty = rule.Text("t") == "set" && to.StartsWith("msg.", StringComparison.Ordinal);
            (to, toType) = isProperty ? (to[4..], "msg") : (to, rule.Text("t") == "move" ? "msg" : "str");
        }

        var fromType = rule.Text("re") == "true" ? "re" : rule.Text("fromt", "str");
        return new ChangeRule(rule.Text("t"), rule.Text("p"), rule.Text("pt", "msg"), to, toType, rule.Text("from"), fromType, rule.Text("dc") == "true");
    }

    /// <summary>The one rule of a node saved before there were lists of them.</summary>
    public static ChangeRule OfOldNode(FlowNode node)
    {
        var action = node.Text("action") is "replace" or "" ? "set" : node.Text("action");
        var to = node.Text("to");
        var isProperty = action == "move" || (action == "set" && to.StartsWith("msg.", StringComparison.Ordinal));
        return new ChangeRule(
            action, node.Text("property"), "msg", isProperty && to.StartsWith("msg.", StringComparison.Ordinal) ? to[4..] : to, isProperty ? "msg" : "str",
            node.Text("from"), node.Text("reg", "true") == "true" ? "re" : "str", IsDeepCopy: false);
    }
}
