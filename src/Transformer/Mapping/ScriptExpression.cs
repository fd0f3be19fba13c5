using System.Text.RegularExpressions;
using Busroot.Transformer.Scripting;

namespace Busroot.Transformer.Mapping;

/// <summary>An <c>expr</c> as the script engine runs it. Threads: immutable; compiled when it is first needed.</summary>
/// <remarks>Of the names in scope it takes only those that occur in its text, so that none is made in vain.</remarks>
internal sealed class ScriptExpression
{
    private static readonly string[] InScope = ["payload", "text", "bytes", "topic", "level", "at", "retain", "dup", "qos", "backlog", "reading", "device"];

    private readonly Lazy<ScriptProgram> _program;

    public ScriptExpression(ExpressionTemplate template, PayloadValues payloads)
    {
        Names = [.. InScope.Where(name => Mentions(template.Text, name))];
        Payloads = payloads;
        _program = new Lazy<ScriptProgram>(() => ScriptProgram.OfExpression("rule.json", template.At, template.Text, Names));
    }

    /// <summary>The names it takes, in the order of its parameters.</summary>
    public string[] Names { get; }

    /// <summary>Decodes the payload it looks at.</summary>
    public PayloadValues Payloads { get; }

    public ScriptProgram Program => _program.Value;

    /// <summary>Whether a name occurs as a word.</summary>
    public static bool Mentions(string text, string name) => Regex.IsMatch(text, $@"(?<![\w$.]){name}(?![\w$])", RegexOptions.CultureInvariant);

    /// <summary>Checks that a text is an expression.</summary>
    /// <returns>Null when it is.</returns>
    public static ScriptProblem? Check(string text) => ModuleSurvey.OfExpression(text);
}
