using Jint;
using Jint.Runtime.Modules;

namespace Busroot.Transformer.Scripting;

/// <summary>A script that has been parsed and analysed, ready to be run by every lane. Threads: immutable.</summary>
internal sealed class ScriptProgram
{
    /// <summary>The export that hands what a module holds to the realm, to be frozen; stands behind the author's last line.</summary>
    public const string HeldExport = "busroot$held";

    private const int LongestExcerpt = 160;

    private readonly Func<Engine, Module> _build;
    private readonly string[] _lines;
    private readonly SourcePosition? _origin;

    private ScriptProgram(string file, string code, ModuleSurvey survey, SourcePosition? origin)
    {
        File = file;
        _lines = code.Split('\n');
        _origin = origin;
        StartsAnew = !survey.CanBeFrozen;
        var held = $"\nexport const {HeldExport} = [{string.Join(", ", survey.Names)}]";
        _build = JintBindings.Prepare(StartsAnew ? survey.AsFunction : code + held, file);
    }

    /// <summary>Path below the rules directory with forward slashes.</summary>
    public string File { get; }

    /// <summary>
    /// False: the module cannot remember anything once frozen, so one instance per lane serves all readings. True: it has variables; its default
    /// export is a function that makes them and the author's function, called for each run, so that what one reading left in them no other sees.
    /// </summary>
    public bool StartsAnew { get; }

    /// <summary>Compiles a module.</summary>
    /// <param name="file">What it is called in messages.</param>
    /// <param name="code">Its source.</param>
    /// <param name="problems">Gains what keeps it from running.</param>
    /// <returns>Null when there is a problem.</returns>
    public static ScriptProgram? Compile(string file, string code, List<ScriptProblem> problems)
    {
        var survey = ModuleSurvey.Of(code, BusrootModule.Names);
        problems.AddRange(survey.Problems);
        return survey.Problems.Count > 0 ? null : new ScriptProgram(file, code, survey, origin: null);
    }

    /// <summary>Compiles the module that an <c>expr</c> becomes.</summary>
    /// <param name="file">The file it stands in.</param>
    /// <param name="origin">Where it stands there.</param>
    /// <param name="text">The expression; must be one.</param>
    /// <param name="parameters">The names it takes from its reading.</param>
    public static ScriptProgram OfExpression(string file, SourcePosition origin, string text, IEnumerable<string> parameters)
    {
        var helpers = BusrootModule.Names.Where(name => Mapping.ScriptExpression.Mentions(text, name));
        var code = $"import {{ {string.Join(", ", helpers)} }} from \"busroot\"; export default ({string.Join(", ", parameters)}) => (\n{text}\n)";
        return new ScriptProgram(file, code, ModuleSurvey.Of(code, BusrootModule.Names), origin);
    }

    /// <summary>Makes an instance, not yet linked.</summary>
    public Module Build(Engine engine) => _build(engine);

    /// <summary>A place in the module that was built as a place in the author's file.</summary>
    public SourcePosition? ToFile(SourcePosition? place) =>
        _origin ?? (StartsAnew && place is { } at ? at with { Line = Math.Max(at.Line - ModuleAsFunction.LinesBefore, 1) } : place);

    /// <summary>The line at a place in the author's script, for a message.</summary>
    public string LineAt(SourcePosition? place)
    {
        var line = place is { } at && at.Line >= 1 && at.Line <= _lines.Length ? _lines[at.Line - 1].Trim() : "";
        return line.Length <= LongestExcerpt ? line : line[..LongestExcerpt] + "...";
    }
}
