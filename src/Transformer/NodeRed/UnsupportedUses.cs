using Acornima.Ast;
using Busroot.Transformer.Scripting;

namespace Busroot.Transformer.NodeRed;

/// <summary>Finds in a function body what cannot work here, so that it is named with its line when the rule is loaded and not when a device sends.</summary>
/// <remarks>docs/node-red.md lists the same for people.</remarks>
/// <param name="free">The names the body does not declare: only those are what they seem.</param>
internal sealed class UnsupportedUses(IReadOnlySet<string> free)
{
    private const string NoModules = "modules of Node.js and npm are not available; the busroot helpers, Buffer, util and URL are";

    private static readonly Dictionary<string, string> Calls = new(StringComparer.Ordinal)
    {
        ["require"] = NoModules,
        ["fetch"] = "a rule has no network; send what is needed with the reading, or as a variable of the device",
        ["eval"] = "code cannot be made from text",
        ["Function"] = "code cannot be made from text",
        ["BigInt"] = "BigInt cannot be made here; Buffer's readBig... methods give them, Number(...) makes numbers of them",
    };

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["Intl"] = "there are no locales; format numbers and dates with toFixed and toISOString",
        ["Atomics"] = "there are no threads",
        ["SharedArrayBuffer"] = "there are no threads",
        ["WeakRef"] = "use an ordinary variable or context",
        ["FinalizationRegistry"] = "use an ordinary variable or context",
    };

    // Those of settings.js that people seed with modules; anything else under global is data.
    private static readonly HashSet<string> Modules = new(StringComparer.Ordinal)
    {
        "os", "fs", "path", "http", "https", "net", "dgram", "child_process", "crypto", "process", "require", "axios", "moment", "lodash", "_", "request",
    };

    private static readonly HashSet<string> BuiltIns = new(StringComparer.Ordinal)
    {
        "Object", "Array", "String", "Number", "Boolean", "Date", "Math", "JSON", "RegExp", "Function", "Error", "Map", "Set", "Promise", "Buffer", "Uint8Array",
    };

    /// <summary>Looks through a tree.</summary>
    /// <param name="root">The tree.</param>
    /// <returns>What was found, in order; places are those of the tree.</returns>
    public IReadOnlyList<ScriptProblem> Find(Node root)
    {
        var found = new List<ScriptProblem>();
        foreach (var node in SyntaxTree.Nodes(root))
        {
            if (Reason(node) is { } reason)
            {
                found.Add(new ScriptProblem(new SourcePosition(node.Location.Start.Line, node.Location.Start.Column + 1), reason));
            }
        }

        return [.. found.OrderBy(problem => problem.At.Line).ThenBy(problem => problem.At.Column)];
    }

    private string? Reason(Node node) => node switch
    {
        CallExpression call => OfCall(call.Callee, call),
        NewExpression made => OfName(made.Callee, Calls, made: "new "),
        ImportExpression => $"import(): {NoModules}",
        BigIntLiteral => $"a BigInt literal: {Calls["BigInt"]}",
        MemberExpression member => OfMember(member),
        AssignmentExpression { Left: MemberExpression member } => OfExtension(member),
        Identifier name when Names.TryGetValue(name.Name, out var reason) && free.Contains(name.Name) => $"{name.Name} is not available: {reason}",
        _ => null,
    };

    private string? OfCall(Expression callee, CallExpression call)
    {
        if (callee is MemberExpression { Object: Identifier { Name: "node" } node, Computed: false, Property: Identifier { Name: "on" } }
            && free.Contains(node.Name) && First(call) == "input")
        {
            return "node.on(\"input\"): the function itself is the listener, as in Node-RED";
        }

        return callee is MemberExpression { Object: Identifier { Name: "global" } store, Computed: false, Property: Identifier { Name: "get" } }
            && free.Contains(store.Name) && First(call) is { } module && Modules.Contains(module)
            ? $"global.get(\"{module}\"): {NoModules}"
            : OfName(callee, Calls, made: "");
    }

    private string? OfName(Expression callee, Dictionary<string, string> reasons, string made) =>
        callee is Identifier name && reasons.TryGetValue(name.Name, out var reason) && free.Contains(name.Name) ? $"{made}{name.Name}(): {reason}" : null;

    private string? OfMember(MemberExpression member)
    {
        if (member.Computed || member.Property is not Identifier property)
        {
            return null;
        }

        return member.Object switch
        {
            Identifier { Name: "node" } when property.Name == "linkcall" && free.Contains("node") => "node.linkcall: a rule has no other flows to call; put the code into this body",
            Identifier { Name: "RED" } when property.Name != "util" && free.Contains("RED") => $"RED.{property.Name}: of RED there is only RED.util",
            Identifier { Name: "msg" } when property.Name is "req" or "res" => $"msg.{property.Name}: a reading comes over MQTT; there is no HTTP request to answer",
            MemberExpression { Object: Identifier { Name: "RED" }, Property: Identifier { Name: "util" } } when property.Name is "prepareJSONataExpression" or "evaluateJSONataExpression"
                => $"RED.util.{property.Name}: JSONata is not available; write the expression in JavaScript",
            _ => null,
        };
    }

    // Frozen: what is shared by all rules must not change. In sloppy mode the assignment would do nothing and say nothing.
    private string? OfExtension(MemberExpression target)
    {
        var owner = target.Object is MemberExpression { Object: Identifier inner, Property: Identifier { Name: "prototype" }, Computed: false } ? inner : target.Object as Identifier;
        return owner is not null && BuiltIns.Contains(owner.Name) && free.Contains(owner.Name)
            ? $"built-in objects cannot be extended, since all rules share them: write a function of your own instead of changing {owner.Name}"
            : null;
    }

    private static string? First(CallExpression call)
    {
        foreach (var argument in call.Arguments)
        {
            return (argument as StringLiteral)?.Value;
        }

        return null;
    }
}
