using System.Text.Json;

namespace Busroot.Transformer.Rules;

/// <summary>Reads the value of a variable.</summary>
internal static class VariableReader
{
    /// <returns>Null when it is none, which the log then says.</returns>
    public static VariableValue? Read(SourceNode node, ProblemLog log)
    {
        switch (node.Kind)
        {
            case JsonValueKind.String:
                return VariableValue.Of(node.Text);
            case JsonValueKind.Number when double.IsFinite(node.Number):
                return VariableValue.Of(node.Number);
            case JsonValueKind.True or JsonValueKind.False:
                return VariableValue.Of(node.Kind == JsonValueKind.True);
            case JsonValueKind.Null:
                return default(VariableValue);
            default:
                log.Add(node.At, $"a variable is a text, a number, true, false, or null for \"not wired\", not {node.Described}");
                return null;
        }
    }
}
