namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>What function nodes run when they start and stop.</summary>
internal static class FunctionHooks
{
    /// <summary>The file for one hook.</summary>
    /// <param name="functions">Of one rule.</param>
    /// <param name="field">initialize or finalize.</param>
    /// <param name="isAlone">The function is the whole rule: the code stays as it stands. Otherwise each has a scope of its own.</param>
    /// <returns>Null when no function has one.</returns>
    public static string? Of(GraphNode[] functions, string field, bool isAlone)
    {
        var bodies = functions.Select(node => (Node: node, Body: node.Source.Text(field))).Where(hook => !string.IsNullOrWhiteSpace(hook.Body)).ToArray();
        if (bodies.Length == 0)
        {
            return null;
        }

        if (isAlone && bodies is [var single])
        {
            return single.Body + "\n";
        }

        var helpers = string.Join("\n\n", CodeLibrary.SourceOf(["scopedContext", "scopedEnv", "scopedNode"]));
        return helpers + "\n" + string.Concat(bodies.Select(hook => Scoped(hook.Node, hook.Body)));
    }

    private static string Scoped(GraphNode node, string body) => $$"""

        // function "{{JavaScriptText.Comment(node.Source.Name)}}" ({{JavaScriptText.Comment(node.Source.Id)}})
        await ((context, env, node) => async function () {
        {{body}}
        })(scopedContext(context, {{JavaScriptText.Of(node.Key)}}), scopedEnv(env, {{Nodes.FunctionNode.Environment(node)}}), scopedNode(node, {
          id: {{JavaScriptText.Of(node.Source.Id)}}, name: {{JavaScriptText.Of(node.Source.Name)}}, send: () => node.warn("what a function sends when it starts or stops reaches no other node here"),
        }))()

        """;
}
