using Busroot.Transformer.Rules;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>What rule.json says about a function.</summary>
internal sealed record FunctionSettings(int Outputs, string? Name, DataType Data);

/// <summary>Reads the <c>function</c> and the <c>payload</c> of rule.json for kind function.</summary>
internal sealed class FunctionReader(ProblemLog log)
{
    private const int MostOutputs = 100;

    // As Node-RED's "mqtt in" calls them, in the order of DataType.
    private static readonly string[] Types = ["auto-detect", "auto", "utf8", "buffer", "base64", "json"];
    private static readonly Dictionary<string, string> Ours = new(StringComparer.Ordinal) { ["text"] = "utf8", ["bytes"] = "buffer" };

    public FunctionSettings Read(ObjectReader file)
    {
        var outputs = 1;
        string? name = null;
        if (file.Find("function") is { } node && ObjectReader.Open(node, "\"function\"", ["outputs", "name"], [], log) is { } settings)
        {
            outputs = settings.Whole("outputs", 0, MostOutputs) ?? 1;
            name = settings.Text("name");
        }

        return new FunctionSettings(outputs, name, ReadData(file));
    }

    private DataType ReadData(ObjectReader file)
    {
        if (file.Find("payload") is null)
        {
            return DataType.AutoDetect;
        }

        var text = file.Text("payload") ?? Types[0];
        var index = Array.IndexOf(Types, Ours.GetValueOrDefault(text, text));
        if (index < 0)
        {
            log.Add(file.Find("payload")!.At,
                $"a function gets its payload as Node-RED's \"mqtt in\" gives it: one of {string.Join(", ", Types)}, not \"{text}\"{ObjectReader.Hint(text, Types)}");
        }

        return (DataType)Math.Max(index, 0);
    }
}
