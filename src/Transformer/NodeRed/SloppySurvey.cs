using Acornima;
using Acornima.Ast;
using Busroot.Transformer.Scripting;

namespace Busroot.Transformer.NodeRed;

/// <summary>What a look at the tree of a sloppy script tells before anything of it runs.</summary>
/// <remarks>Beside <see cref="ModuleSurvey"/> and <see cref="UnsupportedUses"/> the only class that knows the parser.</remarks>
internal sealed class SloppySurvey
{
    private readonly HashSet<string> _assigned = new(StringComparer.Ordinal);

    private SloppySurvey()
    {
    }

    /// <summary>The tree; null when the text does not parse.</summary>
    public Node? Root { get; private set; }

    /// <summary>Why it does not parse, with its place in the text given.</summary>
    public ScriptProblem? SyntaxError { get; private set; }

    /// <summary>Every name that something is assigned to anywhere, whatever it is bound to there.</summary>
    public IReadOnlySet<string> Assigned => _assigned;

    /// <summary>Whether it waits, not counting functions inside the outermost one.</summary>
    public bool Awaits { get; private set; }

    /// <summary>Whether it mentions <c>this</c> or <c>globalThis</c>, by which it could make variables whose names nobody can foresee.</summary>
    public bool ReachesGlobalObject { get; private set; }

    /// <summary>Whether it keeps members of its own on <c>node</c>.</summary>
    public bool KeepsOnNode { get; private set; }

    /// <summary>Looks at a script.</summary>
    /// <param name="code">All of it, whatever it is wrapped in included.</param>
    public static SloppySurvey Of(string code)
    {
        var survey = new SloppySurvey();
        try
        {
            survey.Root = new Parser().ParseScript(code, sourceFile: null, strict: false);
            survey.ReadAll(survey.Root);
        }
        catch (ParseErrorException fault)
        {
            survey.SyntaxError = new ScriptProblem(new SourcePosition(fault.LineNumber, fault.Column + 1), $"SyntaxError: {fault.Description}");
        }

        return survey;
    }

    /// <summary>A place in a text; its end for what is found behind it, where a bracket was never closed.</summary>
    public static SourcePosition Within(string text, SourcePosition place)
    {
        var lines = text.TrimEnd().Split('\n');
        return place.Line <= lines.Length ? place : new SourcePosition(lines.Length, lines[^1].Length + 1);
    }

    private void ReadAll(Node root)
    {
        var open = new Stack<(Node Node, int Depth)>();
        open.Push((root, 0));
        while (open.TryPop(out var next))
        {
            var (node, level) = next;
            Read(node, level);
            var inside = node is IFunction ? level + 1 : level;
            foreach (var child in node.ChildNodes)
            {
                if (child is not null)
                {
                    open.Push((child, inside));
                }
            }
        }
    }

    private void Read(Node node, int level)
    {
        switch (node)
        {
            case AssignmentExpression assignment:
                Assign(assignment.Left);
                break;
            case UpdateExpression update:
                Assign(update.Argument);
                break;
            case ForInStatement loop:
                Assign(loop.Left);
                break;
            case ForOfStatement loop:
                Assign(loop.Left);
                Awaits |= loop.Await && level <= 1;
                break;
            case AwaitExpression:
                Awaits |= level <= 1;
                break;
            case ThisExpression or Identifier { Name: "globalThis" }:
                ReachesGlobalObject = true;
                break;
        }
    }

    private void Assign(Node target)
    {
        switch (target)
        {
            case Identifier name:
                _assigned.Add(name.Name);
                break;
            case MemberExpression member:
                KeepsOnNode |= member.Object is Identifier { Name: "node" };
                break;
            case VariableDeclaration:
                break;
            default:
                foreach (var child in target.ChildNodes)
                {
                    if (child is not null)
                    {
                        Assign(child);
                    }
                }

                break;
        }
    }
}
