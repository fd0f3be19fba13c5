using Acornima;
using Acornima.Ast;

namespace Busroot.Transformer.Scripting;

/// <summary>Something wrong in a script, at a place in it.</summary>
internal readonly record struct ScriptProblem(SourcePosition At, string Message);

/// <summary>What a look at a module's source tells: whether it parses, what it imports, and whether it could remember anything.</summary>
internal sealed class ModuleSurvey
{
    // One multiplication of two large ones takes seconds, and nothing can interrupt it.
    private const string NoBigInt = "BigInt is not available to rules; u64 and i64 of \"busroot\" give numbers";
    private const string NoMeta = "import.meta is not available to rules";

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private ModuleSurvey()
    {
    }

    /// <summary>What keeps it from running.</summary>
    public List<ScriptProblem> Problems { get; } = [];

    /// <summary>
    /// Whether all that the module holds at its top level can be frozen, so that one instance serves every reading. Judged strictly: only
    /// imports, functions, and constants made of literals and functions, none of them ever assigned to.
    /// </summary>
    public bool CanBeFrozen { get; private set; } = true;

    /// <summary>The module as one that can start anew at every call; empty when it need not, or has a problem.</summary>
    public string AsFunction { get; private set; } = "";

    /// <summary>The names of what it holds at its top level, imports aside.</summary>
    public IEnumerable<string> Names => _names;

    /// <summary>Looks at a module.</summary>
    /// <param name="code">Its source.</param>
    /// <param name="exported">The names that <c>import … from "busroot"</c> may ask for.</param>
    public static ModuleSurvey Of(string code, IReadOnlyCollection<string> exported)
    {
        var survey = new ModuleSurvey();
        try
        {
            var module = new Parser().ParseModule(code);
            survey.Read(module, exported);
            survey.CanBeFrozen &= !code.Contains(ScriptProgram.HeldExport, StringComparison.Ordinal);
            survey.AsFunction = survey.CanBeFrozen || survey.Problems.Count > 0 ? "" : ModuleAsFunction.Of(module, code);
        }
        catch (ParseErrorException fault)
        {
            survey.Problems.Add(new ScriptProblem(new SourcePosition(fault.LineNumber, fault.Column + 1), $"SyntaxError: {fault.Description}"));
        }

        return survey;
    }

    /// <summary>Checks that a text is one JavaScript expression.</summary>
    /// <returns>What is wrong, with its place in the text; null when nothing is.</returns>
    public static ScriptProblem? OfExpression(string text)
    {
        // Between two kinds of brackets: what closes the one to open it again cannot do so with the other.
        return Try($"(\n{text}\n)", out var script) ?? Try($"[\n{text}\n]", out _) ?? Assigned(script!);
    }

    // Valid, and never meant: an expression changes nothing.
    private static ScriptProblem? Assigned(Script script) =>
        script.Body is [ExpressionStatement { Expression: AssignmentExpression { Operator: Operator.Assignment } }]
            ? new ScriptProblem(new SourcePosition(1, 1), "it assigns, and an expression changes nothing; to compare, write ===")
            : null;

    private static ScriptProblem? Try(string code, out Script? script)
    {
        script = null;
        try
        {
            script = new Parser().ParseScript(code, sourceFile: null, strict: true);
            return null;
        }
        catch (ParseErrorException fault)
        {
            return new ScriptProblem(new SourcePosition(Math.Max(fault.LineNumber - 1, 1), fault.Column + 1), $"SyntaxError: {fault.Description}");
        }
    }

    private void Read(Module module, IReadOnlyCollection<string> exported)
    {
        var hasDefault = false;
        foreach (var statement in module.Body)
        {
            hasDefault |= statement is ExportDefaultDeclaration;
            ReadTopLevel(statement, exported);
        }

        if (!hasDefault)
        {
            Problems.Add(new ScriptProblem(new SourcePosition(1, 1), "the module needs \"export default function (reading, device) { ... }\""));
        }

        CanBeFrozen &= !Remembers(module);
    }

    private void ReadTopLevel(Statement statement, IReadOnlyCollection<string> exported)
    {
        switch (statement)
        {
            case ImportDeclaration import:
                ReadImport(import, exported);
                break;
            case ExportDefaultDeclaration { Declaration: FunctionDeclaration function }:
                Hold(function.Id);
                break;
            case ExportDefaultDeclaration { Declaration: ClassDeclaration or Literal or ObjectExpression or ArrayExpression } export:
                Problems.Add(new ScriptProblem(PlaceOf(export), "the default export of a rule is a function"));
                break;
            case ExportNamedDeclaration { Source: { } source }:
                CheckSource(source);
                CanBeFrozen = false;
                break;
            case ExportAllDeclaration { Source: var source }:
                CheckSource(source);
                CanBeFrozen = false;
                break;
            case ExportDefaultDeclaration { Declaration: ArrowFunctionExpression or FunctionExpression }:
            case EmptyStatement or Directive:
                break;
            case FunctionDeclaration function:
                Hold(function.Id);
                break;
            case VariableDeclaration variables:
                foreach (var variable in variables.Declarations)
                {
                    CanBeFrozen &= variable.Id is Identifier && (variable.Init is null || IsPlain(variable.Init));
                    Hold(variable.Id as Identifier);
                }

                break;
            default:
                CanBeFrozen = false;
                break;
        }
    }

    private void Hold(Identifier? name)
    {
        if (name is not null)
        {
            _names.Add(name.Name);
        }
    }

    private void ReadImport(ImportDeclaration import, IReadOnlyCollection<string> exported)
    {
        if (!CheckSource(import.Source))
        {
            return;
        }

        foreach (var specifier in import.Specifiers)
        {
            if (specifier is ImportDefaultSpecifier)
            {
                Problems.Add(new ScriptProblem(PlaceOf(specifier), "\"busroot\" has no default export; write import { valid } from \"busroot\""));
            }
            else if (specifier is ImportSpecifier { Imported: Identifier imported } && !exported.Contains(imported.Name))
            {
                var hint = Signals.Spelling.Nearest(imported.Name, exported) is { } nearest ? $"; did you mean \"{nearest}\"?" : "";
                Problems.Add(new ScriptProblem(PlaceOf(specifier), $"\"busroot\" has no \"{imported.Name}\"{hint}"));
            }
        }
    }

    private bool CheckSource(StringLiteral source)
    {
        if (source.Value != BusrootModule.Specifier)
        {
            Problems.Add(new ScriptProblem(PlaceOf(source), $"a rule imports from \"busroot\" only, not from \"{source.Value}\""));
        }

        return source.Value == BusrootModule.Specifier;
    }

    private static SourcePosition PlaceOf(Node node) => new(node.Location.Start.Line, node.Location.Start.Column + 1);

    // Nothing is called while these are made, so no function can enclose a variable that changes.
    private static bool IsPlain(Node? value) => value switch
    {
        null => true, // a hole of an array
        RegExpLiteral expression => expression.RegExp.Flags.AsSpan().IndexOfAny('g', 'y') < 0, // those remember where they stopped
        Literal or ArrowFunctionExpression or FunctionExpression => true,
        UnaryExpression { Argument: NumericLiteral } => true,
        BinaryExpression { Left: var left, Right: var right } => IsNumber(left) && IsNumber(right),
        TemplateLiteral template => template.Expressions.Count == 0,
        ArrayExpression array => array.Elements.AsSpan().ToArray().All(IsPlain),
        ObjectExpression made => made.Properties.AsSpan().ToArray().All(member => member is ObjectProperty { Computed: false } property && IsPlain(property.Value)),
        _ => false,
    };

    private static bool IsNumber(Node value) => value switch
    {
        NumericLiteral => true,
        BinaryExpression { Left: var left, Right: var right } => IsNumber(left) && IsNumber(right),
        _ => false,
    };

    // Names are compared without regard to scope: an inner variable of the same name only costs the saving.
    private bool Remembers(Node root)
    {
        var remembers = false;
        var open = new Stack<Node>();
        open.Push(root);
        while (open.TryPop(out var node))
        {
            var target = node switch
            {
                AssignmentExpression assignment => assignment.Left,
                UpdateExpression update => update.Argument,
                ForInStatement loop => loop.Left,
                ForOfStatement loop => loop.Left,
                _ => null,
            };
            if (node is BigIntLiteral or MetaProperty { Meta.Name: "import" })
            {
                Problems.Add(new ScriptProblem(PlaceOf(node), node is BigIntLiteral ? NoBigInt : NoMeta));
            }

            remembers |= node is ImportExpression || (target is not null && Assigns(target));

            foreach (var child in node.ChildNodes)
            {
                open.Push(child);
            }
        }

        return remembers;
    }

    private bool Assigns(Node target)
    {
        if (target is Identifier name)
        {
            return _names.Contains(name.Name);
        }

        if (target is MemberExpression or VariableDeclaration)
        {
            return false;
        }

        foreach (var child in target.ChildNodes)
        {
            if (Assigns(child))
            {
                return true;
            }
        }

        return false;
    }
}
