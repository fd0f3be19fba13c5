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

        var scoped = string.Join("\n\n", CodeLibrary.SourceOf(["scopedContext"]));
        return scoped + "\n" + string.Concat(bodies.Select(hook =>
            $"\n// function \"{JavaScriptText.Comment(hook.Node.Source.Name)}\" ({JavaScriptText.Comment(hook.Node.Source.Id)})\nawait (async function (context) {{\n{hook.Body}\n}})(scopedContext(context, {JavaScriptText.Of(hook.Node.Key)}))\n"));
    }
}
