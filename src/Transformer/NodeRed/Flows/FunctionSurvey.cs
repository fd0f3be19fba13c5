using System.Collections.Frozen;
using Acornima;
using Acornima.Ast;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>What a look at the body of a function node tells, before it ever runs.</summary>
internal sealed class FunctionSurvey
{
    private const string Head = "(async function (msg, node, context) {\n"; // one line, as Node-RED counts

    private static readonly FrozenDictionary<string, string> Absent = new Dictionary<string, string>
    {
        ["require"] = "loads modules, which rules cannot",
        ["process"] = "is Node.js's own; rules reach nothing of the host",
        ["fetch"] = "reaches the network, which rules cannot",
        ["XMLHttpRequest"] = "reaches the network, which rules cannot",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    private readonly List<Identifier> _assigned = [];
    private readonly List<(Identifier Name, string Reason)> _absent = [];

    private FunctionSurvey()
    {
    }

    /// <summary>What cannot work, each as "line n: ...".</summary>
    public List<string> Problems { get; } = [];

    /// <summary>What works differently, each as "line n: ...".</summary>
    public List<string> Differences { get; } = [];

    /// <summary>Variables it sets without declaring them, which Node-RED keeps between messages.</summary>
    public SortedSet<string> Undeclared { get; } = new(StringComparer.Ordinal);

    /// <summary>Looks at a body. Never throws.</summary>
    public static FunctionSurvey Of(string body)
    {
        var survey = new FunctionSurvey();
        try
        {
            survey.Walk(new Parser().ParseScript(Head + body + "\n})", sourceFile: null, strict: false));
        }
        catch (ParseErrorException fault)
        {
            survey.Problems.Add($"line {Math.Max(fault.LineNumber - 1, 1)}: SyntaxError: {fault.Description}");
            return survey;
        }

        survey.Undeclared.UnionWith(survey._assigned.Where(name => !survey._declared.Contains(name.Name)).Select(name => name.Name).Where(name => name is not ("msg" or "node" or "context")));
        survey.Problems.AddRange(survey._absent.Where(use => !survey._declared.Contains(use.Name.Name)).Select(use => $"{LineOf(use.Name)}: {use.Name.Name} {use.Reason}"));
        return survey;
    }

    private static string LineOf(Node node) => $"line {node.Location.Start.Line - 1}";

    private void Walk(Node root)
    {
        var open = new Stack<Node>();
        open.Push(root);
        while (open.TryPop(out var node))
        {
            Look(node);
            foreach (var child in node.ChildNodes)
            {
                open.Push(child);
            }
        }
    }

    private void Look(Node node)
    {
        switch (node)
        {
            case VariableDeclarator variable:
                Declare(variable.Id);
                break;
            case CatchClause { Param: { } caught }:
                Declare(caught);
                break;
            case ClassDeclaration { Id: { } name }:
                _declared.Add(name.Name);
                break;
            case IFunction function:
                Declare(function);
                break;
            case AssignmentExpression { Left: Identifier name }:
                _assigned.Add(name);
                break;
            case CallExpression call:
                LookAtCall(call);
                break;
            case MemberExpression { Object: Identifier owner, Property: Identifier member, Computed: false } access:
                LookAtMember(owner.Name, member.Name, access);
                break;
        }
    }

    private void Declare(IFunction function)
    {
        if (function.Id is { } name)
        {
            _declared.Add(name.Name);
        }

        foreach (var parameter in function.Params)
        {
            Declare(parameter);
        }
    }

    private void Declare(Node pattern)
    {
        if (pattern is Identifier name)
        {
            _declared.Add(name.Name);
        }

        foreach (var child in pattern.ChildNodes)
        {
            Declare(child);
        }
    }

    private void LookAtCall(CallExpression call)
    {
        if (call.Callee is Identifier name && Absent.TryGetValue(name.Name, out var reason))
        {
            _absent.Add((name, reason));
        }

        if (call is { Callee: MemberExpression { Object: Identifier { Name: "flow" or "global" or "context" }, Property: Identifier { Name: "get" or "set" } }, Arguments: [var key, ..] } && NamesTopic(key))
        {
            Differences.Add($"{LineOf(call)}: it keeps state by topic; context is kept per device here, so devices no longer see each other's (#:(account)::key is shared by one account's devices)");
        }
    }

    private void LookAtMember(string owner, string member, MemberExpression access)
    {
        switch (owner, member)
        {
            case ("process", _):
                _absent.Add(((Identifier)access.Object, Absent["process"]));
                break;
            case ("node", "linkcall"):
                Problems.Add($"{LineOf(access)}: node.linkcall calls another flow, which rules cannot");
                break;
            case ("RED", not "util"):
                Problems.Add($"{LineOf(access)}: RED.{member} is the runtime's own; rules have RED.util only");
                break;
            case ("msg", "req" or "res"):
                Problems.Add($"{LineOf(access)}: msg.{member} belongs to HTTP requests; a rule gets readings");
                break;
        }
    }

    private static bool NamesTopic(Node node)
    {
        if (node is MemberExpression { Object: Identifier { Name: "msg" }, Property: Identifier { Name: "topic" } })
        {
            return true;
        }

        foreach (var child in node.ChildNodes)
        {
            if (NamesTopic(child))
            {
                return true;
            }
        }

        return false;
    }
}
