using Busroot.Transformer.Scripting;
using Jint;
using Jint.Native;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>The body of a Node-RED function, wrapped, parsed and surveyed, ready for every lane. Threads: immutable.</summary>
internal sealed class FunctionProgram
{
    private const int LongestExcerpt = 160;

    // The body starts on a line of its own, so that columns are the author's; a line comment at its end hurts nobody.
    private const string Tail = "\n})";

    private readonly PreparedScript _script;
    private readonly string[] _lines;

    private FunctionProgram(string file, string body, PreparedScript script, SloppySurvey survey)
    {
        File = file;
        _lines = body.Split('\n');
        _script = script;
        KeepsOnNode = survey.KeepsOnNode;
        Undeclared = survey.ReachesGlobalObject ? null : [.. script.Globals.Where(survey.Assigned.Contains).Select(name => (JsValue)JsString.Create(name))];
    }

    /// <summary>Path below the rules directory with forward slashes.</summary>
    public string File { get; }

    /// <summary>The undeclared variables it can make; null when that cannot be foreseen.</summary>
    public JsValue[]? Undeclared { get; }

    /// <summary>Whether each device needs a <c>node</c> of its own.</summary>
    public bool KeepsOnNode { get; }

    /// <summary>Compiles a body.</summary>
    /// <param name="file">What it is called in messages.</param>
    /// <param name="body">The inside of the function.</param>
    /// <param name="problems">Gains what keeps it from running.</param>
    /// <returns>Null when there is a problem.</returns>
    public static FunctionProgram? Compile(string file, string body, List<ScriptProblem> problems)
    {
        // Run without "async" when it never waits: a promise for every message costs more than most bodies.
        var survey = Survey(body);
        if (survey.SyntaxError is { } error)
        {
            problems.Add(error with { At = SloppySurvey.Within(body, ToBody(error.At)) });
            return null;
        }

        var code = Wrap(body, survey.Awaits ? "async " : "", survey.KeepsOnNode);
        var script = JintBindings.PrepareScript(code, file);
        var found = new UnsupportedUses(script.Globals).Find(survey.Root!);
        problems.AddRange(found.Select(problem => problem with { At = ToBody(problem.At) }));
        problems.AddRange(script.Globals.Where(name => survey.Assigned.Contains(name) && FunctionSandbox.Names.Contains(name)).Select(name => new ScriptProblem(
            new SourcePosition(1, 1), $"the body assigns to {name}, which Node-RED provides and all rules share; give your variable another name")));
        return problems.Count > 0 ? null : new FunctionProgram(file, body, script, survey);
    }

    /// <summary>Looks at a body as what it is to Node-RED; places are those of the wrapped script, see <see cref="ToBody"/>.</summary>
    public static SloppySurvey Survey(string body) => SloppySurvey.Of(Wrap(body, "async ", own: false));

    /// <summary>Makes the function in an engine; when <see cref="KeepsOnNode"/>, what makes it for a <c>node</c>.</summary>
    public JsValue Build(Engine engine) => _script.Run(engine);

    /// <summary>A place in the wrapped script as a place in the author's file.</summary>
    public static SourcePosition ToBody(SourcePosition place) => new(Math.Max(place.Line - 1, 1), place.Column);

    /// <summary>The line at a place in the author's file, for a message.</summary>
    public string LineAt(SourcePosition? place)
    {
        var line = place is { } at && at.Line >= 1 && at.Line <= _lines.Length ? _lines[at.Line - 1].Trim() : "";
        return line.Length <= LongestExcerpt ? line : line[..LongestExcerpt] + "...";
    }

    private static string Wrap(string body, string async, bool own) =>
        own ? $"(function(node){{return ({async}function(msg,__send__,__done__){{\n{body}{Tail}}})" : $"({async}function(msg,__send__,__done__){{\n{body}{Tail}";
}
