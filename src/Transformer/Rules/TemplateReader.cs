using System.Collections.Immutable;
using System.Text.Json;
using Busroot.Transformer.Mapping;

namespace Busroot.Transformer.Rules;

/// <summary>Reads the paths and numbers of a mapping, in which variables may stand, and notes which do.</summary>
internal sealed class TemplateReader(ProblemLog log, ImmutableDictionary<string, VariableValue> variables)
{
    /// <summary>The variables that some path or number refers to.</summary>
    public HashSet<string> UsedVariables { get; } = new(StringComparer.Ordinal);

    /// <summary>A path or another text; null when it is none, which is a problem.</summary>
    public Template? ReadPath(SourceNode node)
    {
        if (node.Kind != JsonValueKind.String)
        {
            log.Add(node.At, $"a path is a text such as \"c1\" or \"$.meter[0].kwh\", not {node.Described}");
            return null;
        }

        var template = new Template(node.Text, node.At);
        if (template.IsUnclosed)
        {
            log.Add(node.At, $"\"{node.Text}\": a variable is written ${{name}}; the closing brace is missing");
        }
        else
        {
            template.Names.ToList().ForEach(name => Use(name, node.At));
        }

        return template;
    }

    /// <summary>A number, or a variable in its place; null when there is none, or a problem.</summary>
    public NumberTemplate? Number(SourceNode? node)
    {
        if (node is { Kind: JsonValueKind.Number } && double.IsFinite(node.Number))
        {
            return new NumberTemplate(node.Number, null, node.At);
        }

        if (node is { Kind: JsonValueKind.String } && new Template(node.Text, node.At).OnlyName is { } name)
        {
            Use(name, node.At);
            return new NumberTemplate(0, name, node.At);
        }

        if (node is not null)
        {
            log.Add(node.At, $"a number, or a variable such as \"${{kwhScale}}\", is needed here, not {node.Described}");
        }

        return null;
    }

    /// <summary>Notes that a variable is used, and reports one that is not declared.</summary>
    public void Use(string name, SourcePosition at)
    {
        UsedVariables.Add(name);
        if (!variables.ContainsKey(name))
        {
            var hint = ObjectReader.Hint(name, variables.Keys, "; add it there with a default, or null");
            log.Add(at, $"variable \"{name}\" is not declared under \"variables\"{hint}");
        }
    }
}
