using Acornima.Ast;
using Busroot.Transformer.Scripting;
using Jint;
using Jint.Native;

namespace Busroot.Transformer.NodeRed.Codecs;

/// <summary>A vendor's codec file, wrapped, parsed and surveyed, ready for every lane. Threads: immutable.</summary>
/// <remarks>Source: LoRa Alliance TS013, and the forms before it of The Things Network v2 and ChirpStack v3.</remarks>
internal sealed class CodecProgram
{
    private const int LongestExcerpt = 160;

    private static readonly string[] EntryPoints = ["decodeUplink", "Decoder", "Decode", "normalizeUplink"];

    private readonly PreparedScript _script;
    private readonly string[] _lines;

    private CodecProgram(string file, string code, PreparedScript script, SloppySurvey survey, bool isShared)
    {
        File = file;
        _lines = code.Split('\n');
        _script = script;
        IsShared = isShared;
        Undeclared = survey.ReachesGlobalObject ? null : [.. script.Globals.Where(survey.Assigned.Contains).Select(name => (JsValue)JsString.Create(name))];
    }

    /// <summary>Path below the rules directory with forward slashes.</summary>
    public string File { get; }

    /// <summary>Whether one instance serves all frames: at its top level are functions only, so it cannot remember. Any other starts anew for each frame.</summary>
    public bool IsShared { get; }

    /// <summary>The undeclared variables it can make; null when that cannot be foreseen.</summary>
    public JsValue[]? Undeclared { get; }

    /// <summary>Compiles a file.</summary>
    /// <param name="file">What it is called in messages.</param>
    /// <param name="code">The vendor's file, unchanged.</param>
    /// <param name="hasMapping">Whether rule.json has a mapping for what it decodes.</param>
    /// <param name="problems">Gains what keeps it from running.</param>
    /// <returns>Null when there is a problem.</returns>
    public static CodecProgram? Compile(string file, string code, bool hasMapping, List<ScriptProblem> problems)
    {
        var survey = SloppySurvey.Of(Wrap(code, []));
        if (survey.SyntaxError is { } error)
        {
            problems.Add(error with { At = SloppySurvey.Within(code, ToFile(error.At)) });
            return null;
        }

        var names = NamesIn(survey.Root!);
        if (!EntryPoints.Take(3).Any(names.Contains))
        {
            problems.Add(new ScriptProblem(new SourcePosition(1, 1), "the file has none of the functions a codec is called by: decodeUplink(input), Decoder(bytes, port), Decode(fPort, bytes, variables)"));
        }
        else if (!hasMapping && !names.Contains("normalizeUplink"))
        {
            problems.Add(new ScriptProblem(new SourcePosition(1, 1), "rule.json needs a \"mapping\" from what the codec decodes to signals, since the codec has no normalizeUplink that gives them"));
        }

        var functions = FunctionsAtTheTop(survey.Root!);
        var script = JintBindings.PrepareScript(Wrap(code, functions ?? []), file);
        problems.AddRange(new UnsupportedUses(script.Globals).Find(survey.Root!).Select(problem => problem with { At = ToFile(problem.At) }));
        return problems.Count > 0 ? null : new CodecProgram(file, code, script, survey, isShared: functions is not null && !functions.Any(survey.Assigned.Contains));
    }

    /// <summary>Makes what runs the file in an engine.</summary>
    public JsValue Build(Engine engine) => _script.Run(engine);

    /// <summary>A place in the wrapped script as a place in the vendor's file.</summary>
    public static SourcePosition ToFile(SourcePosition place) => new(Math.Max(place.Line - 1, 1), place.Column);

    /// <summary>The line at a place in the vendor's file, for a message.</summary>
    public string LineAt(SourcePosition? place)
    {
        var line = place is { } at && at.Line >= 1 && at.Line <= _lines.Length ? _lines[at.Line - 1].Trim() : "";
        return line.Length <= LongestExcerpt ? line : line[..LongestExcerpt] + "...";
    }

    // The file is the inside of a function, so that a second one can declare what the first has; it may export what it likes in either way.
    private static string Wrap(string code, IReadOnlyList<string> functions)
    {
        var found = EntryPoints.Select(name => $"typeof {name}==='function'?{name}:exports.{name}||module.exports.{name}");
        return $"(function(exports,module,context){{return (function(){{\n{code}\n;return [{string.Join(",", found)},[{string.Join(",", functions)}]]}})()}})";
    }

    private static HashSet<string> NamesIn(Node root)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<Node>();
        open.Push(root);
        while (open.TryPop(out var node))
        {
            if (node is IFunction { Id: { } id })
            {
                names.Add(id.Name);
            }

            if (node is VariableDeclarator { Id: Identifier variable })
            {
                names.Add(variable.Name);
            }

            if (node is AssignmentExpression { Left: MemberExpression { Property: Identifier member } })
            {
                names.Add(member.Name);
            }

            if (node is AssignmentExpression { Left: Identifier assigned })
            {
                names.Add(assigned.Name);
            }

            if (node is ObjectProperty { Key: Identifier key })
            {
                names.Add(key.Name);
            }

            foreach (var child in node.ChildNodes)
            {
                if (child is not null)
                {
                    open.Push(child);
                }
            }
        }

        return names;
    }

    // Null when there is anything else at the top.
    private static List<string>? FunctionsAtTheTop(Node root)
    {
        var inner = FindBody(root);
        var names = new List<string>();
        foreach (var statement in inner.ChildNodes)
        {
            switch (statement)
            {
                case FunctionDeclaration { Id: { } id }:
                    names.Add(id.Name);
                    break;
                case EmptyStatement or Directive or ReturnStatement or null:
                    break;
                default:
                    return null;
            }
        }

        return names;
    }

    // Of the second function from outside, which is the one around the vendor's file.
    private static Node FindBody(Node root)
    {
        var depth = 0;
        var node = root;
        while (true)
        {
            if (node is FunctionBody && ++depth == 2)
            {
                return node;
            }

            node = Deeper(node);
        }
    }

    private static Node Deeper(Node node)
    {
        foreach (var child in node.ChildNodes)
        {
            if (child is not null and not Identifier)
            {
                return child;
            }
        }

        throw new System.Diagnostics.UnreachableException();
    }
}
