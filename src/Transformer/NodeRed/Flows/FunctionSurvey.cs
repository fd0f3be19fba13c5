using Acornima.Ast;
using Busroot.Transformer.NodeRed.Functions;
using Busroot.Transformer.Scripting;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>What a look at the body of a function node tells, before it ever runs: what the loader would say of it as a rule, and what an import changes.</summary>
internal sealed class FunctionSurvey
{
    /// <summary>The names by which a body starts timers.</summary>
    public static readonly string[] TimerNames = ["setTimeout", "setInterval", "promisify", "util"];

    private FunctionSurvey()
    {
    }

    /// <summary>What cannot work, each as "line n: ...".</summary>
    public List<string> Problems { get; } = [];

    /// <summary>What works differently, each as "line n: ...".</summary>
    public List<string> Differences { get; } = [];

    /// <summary>Variables it sets without declaring them, which Node-RED keeps between messages; none when that cannot be foreseen.</summary>
    public SortedSet<string> Undeclared { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it waits.</summary>
    public bool Awaits { get; private set; }

    /// <summary>Whether it may start timers.</summary>
    public bool HasTimers { get; private set; }

    /// <summary>The first line with a call of <c>node.send</c>; null when there is none.</summary>
    public int? SendsAt { get; private set; }

    /// <summary>Looks at a body. Never throws.</summary>
    public static FunctionSurvey Of(string body)
    {
        var survey = new FunctionSurvey();
        var problems = new List<ScriptProblem>();
        var program = FunctionProgram.Compile("function", body, problems);
        survey.Problems.AddRange(problems.Select(problem => $"line {problem.At.Line}: {problem.Message}"));
        survey.Undeclared.UnionWith(program?.Undeclared?.Select(name => name.ToString()) ?? []);
        var syntax = FunctionProgram.Survey(body);
        survey.Awaits = syntax.Awaits;
        if (syntax.Root is { } root)
        {
            survey.HasTimers = SyntaxTree.Nodes(root).OfType<Identifier>().Any(name => TimerNames.Contains(name.Name));
            survey.SendsAt = SyntaxTree.Nodes(root).OfType<CallExpression>().Where(Sends).Select(call => (int?)LineOf(call)).Min();
            survey.Differences.AddRange(SyntaxTree.Nodes(root).Select(node => (Node: node, Difference: MessageDifference(node))).Where(found => found.Difference is not null)
                .OrderBy(found => found.Node.Location.Start.Line).Select(found => $"line {LineOf(found.Node)}: {found.Difference}").Distinct());
            survey.Differences.AddRange(SyntaxTree.Nodes(root).OfType<CallExpression>().Where(KeepsStateByTopic).Select(call =>
                $"line {LineOf(call)}: it keeps state by topic; context is kept per device here, so devices no longer see each other's (#:(account)::key is shared by one account's devices)"));
        }

        return survey;
    }

    private static int LineOf(Node node) => FunctionProgram.ToBody(new SourcePosition(node.Location.Start.Line, 1)).Line;

    private static bool Sends(CallExpression call) => call.Callee is MemberExpression { Object: Identifier { Name: "node" }, Property: Identifier { Name: "send" } };

    // Of anything that is called a message; of an object that has a payload too.
    private static string? MessageDifference(Node node) => node switch
    {
        AssignmentExpression { Left: MemberExpression { Object: Identifier owner, Computed: false, Property: Identifier property } } when owner.Name.Contains("msg", StringComparison.OrdinalIgnoreCase)
            => MessageProperties.WhenSet(property.Name),
        MemberExpression { Object: Identifier { Name: "msg" }, Computed: false, Property: Identifier property } => MessageProperties.WhenRead(property.Name),
        ObjectExpression made when Names(made).Contains("payload") => Names(made).Select(MessageProperties.WhenSet).FirstOrDefault(difference => difference is not null),
        _ => null,
    };

    private static IEnumerable<string> Names(ObjectExpression made) =>
        made.Properties.AsSpan().ToArray().OfType<ObjectProperty>().Select(member => member.Key).OfType<Identifier>().Select(key => key.Name);

    private static bool KeepsStateByTopic(CallExpression call) =>
        call is { Callee: MemberExpression { Object: Identifier { Name: "flow" or "global" or "context" }, Property: Identifier { Name: "get" or "set" } }, Arguments: [var key, ..] }
        && SyntaxTree.Nodes(key).Any(node => node is MemberExpression { Object: Identifier { Name: "msg" }, Property: Identifier { Name: "topic" } });
}
