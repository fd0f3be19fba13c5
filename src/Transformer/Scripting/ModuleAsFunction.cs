using System.Globalization;
using System.Text;
using Acornima.Ast;

namespace Busroot.Transformer.Scripting;

/// <summary>Writes a module as one that exports a function, which makes everything at the module's top level anew and returns its default export.</summary>
/// <remarks>
/// Calling a function costs a fraction of instantiating a module, and leaves as little behind. What was at a line and column is one line
/// further down at the same column: <c>import</c> and <c>export</c> give way to blanks.
/// </remarks>
internal sealed class ModuleAsFunction
{
    /// <summary>How many lines stand before the author's first.</summary>
    public const int LinesBefore = 1;

    private readonly char[] _text;
    private readonly StringBuilder _imports = new();
    private string _default;

    private ModuleAsFunction(string code)
    {
        _text = code.ToCharArray();
        _default = Enumerable.Range(0, int.MaxValue).Select(i => "$r" + i.ToString(CultureInfo.InvariantCulture)).First(name => !code.Contains(name, StringComparison.Ordinal));
    }

    /// <summary>Writes it.</summary>
    /// <param name="module">The tree.</param>
    /// <param name="code">Its source.</param>
    public static string Of(Module module, string code)
    {
        var writer = new ModuleAsFunction(code);
        if (code.StartsWith("#!", StringComparison.Ordinal))
        {
            "//".CopyTo(writer._text);
        }

        foreach (var statement in module.Body)
        {
            writer.Rewrite(statement);
        }

        var awaits = AwaitsAtTheTop(module) ? "async " : "";
        return $"{writer._imports}export default {awaits}() => {{\n{new string(writer._text)}\nreturn {writer._default}\n}}";
    }

    private void Rewrite(Statement statement)
    {
        switch (statement)
        {
            case ImportDeclaration import:
                Blank(import.Start, import.Range.End);
                Import(import);
                break;
            case ExportDefaultDeclaration export:
                RewriteDefault(export);
                break;
            case ExportNamedDeclaration { Declaration: { } declaration } export:
                Blank(export.Start, declaration.Start);
                break;
            case ExportNamedDeclaration or ExportAllDeclaration:
                Blank(statement.Start, statement.Range.End);
                break;
        }
    }

    private void RewriteDefault(ExportDefaultDeclaration export)
    {
        Blank(export.Start, export.Declaration.Start);
        switch (export.Declaration)
        {
            case FunctionDeclaration { Id: { } name }:
                _default = name.Name;
                break;
            case ClassDeclaration { Id: { } name }:
                _default = name.Name;
                break;
            case FunctionDeclaration function:
                // A declaration still, for a call may stand on the line after it.
                var header = $"{(function.Async ? "async " : "")}function{(function.Generator ? "*" : "")} {_default}";
                var open = OpeningOf(function);
                Blank(export.Start, open);
                header.CopyTo(_text.AsSpan(open - header.Length));
                break;
            default:
                $"var {_default}=".CopyTo(_text.AsSpan(export.Start)); // "export default" is longer
                break;
        }
    }

    // Before the parenthesis there is nothing but words and comments.
    private int OpeningOf(FunctionDeclaration function)
    {
        var at = function.Start;
        while (_text[at] != '(')
        {
            at = (_text[at], _text[at + 1]) switch
            {
                ('/', '*') => new string(_text).IndexOf("*/", at + 2, StringComparison.Ordinal) + 2,
                ('/', '/') => _text.AsSpan(at).IndexOfAny("\r\n\u2028\u2029") + at,
                _ => at + 1,
            };
        }

        return at;
    }

    // Keeps the lines; the semicolon ends what stands before, which "export" did.
    private void Blank(int start, int end)
    {
        foreach (ref var character in _text.AsSpan(start, end - start))
        {
            character = character is '\r' or '\n' or '\u2028' or '\u2029' ? character : ' ';
        }

        _text[start] = ';';
    }

    private void Import(ImportDeclaration import)
    {
        foreach (var specifier in import.Specifiers)
        {
            var what = specifier switch
            {
                ImportNamespaceSpecifier all => $"* as {all.Local.Name}",
                ImportSpecifier { Imported: Identifier imported } one => $"{{ {imported.Name} as {one.Local.Name} }}",
                ImportSpecifier { Imported: StringLiteral imported } one => $"{{ {imported.Raw} as {one.Local.Name} }}",
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            _imports.Append(CultureInfo.InvariantCulture, $"import {what} from \"{BusrootModule.Specifier}\"; ");
        }
    }

    private static bool AwaitsAtTheTop(Node root)
    {
        var open = new Stack<Node>();
        open.Push(root);
        while (open.TryPop(out var node))
        {
            if (node is AwaitExpression or ForOfStatement { Await: true } or VariableDeclaration { Kind: VariableDeclarationKind.AwaitUsing })
            {
                return true;
            }

            foreach (var child in node.ChildNodes)
            {
                if (child is not IFunction)
                {
                    open.Push(child);
                }
            }
        }

        return false;
    }
}
