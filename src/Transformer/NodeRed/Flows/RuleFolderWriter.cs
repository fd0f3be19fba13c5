using System.Collections.Immutable;
using System.Text;
using Busroot.Transformer.Rules;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>Writes imported rules to disk and tries them there.</summary>
public static class RuleFolderWriter
{
    private static readonly string[] OfEarlierImport = ["rule.js", "start.js", "stop.js", "examples.json"];

    /// <summary>Writes one rule as a folder, with its examples: what the rule gives today is what they expect.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="directory">Where the folder goes; made if it is not there.</param>
    /// <param name="mayOverwrite">Whether a folder of that name may be replaced; files in it that the import does not write stay.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static WrittenRule Write(ImportedRule rule, string directory, bool mayOverwrite)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var folder = Path.Combine(directory, rule.Name);
        if (Directory.Exists(folder) && !mayOverwrite)
        {
            return new WrittenRule(rule, folder, IsKept: true, 0, []);
        }

        Directory.CreateDirectory(folder);
        foreach (var stale in OfEarlierImport.Select(name => Path.Combine(folder, name)))
        {
            File.Delete(stale);
        }

        foreach (var file in rule.Files)
        {
            File.WriteAllText(Path.Combine(folder, file.Name), file.Text);
        }

        var set = RuleSet.Load(directory);
        var problems = set.Problems.Where(problem => problem.File.StartsWith(rule.Name + "/", StringComparison.Ordinal)).ToImmutableArray();
        var loaded = set.Find(rule.Name);
        if (!rule.Examples.IsEmpty)
        {
            File.WriteAllText(Path.Combine(folder, "examples.json"), RuleJson.Json(rule.Examples.Select(example => ExampleOf(example, loaded))));
        }

        return new WrittenRule(rule, folder, IsKept: false, rule.Examples.Length, problems);
    }

    private static Dictionary<string, object> ExampleOf(InjectedMessage message, Rule? rule)
    {
        var text = Utf8TextOf(message.Payload);
        var fields = new Dictionary<string, object> { ["topic"] = message.Topic, ["payload"] = text ?? Convert.ToBase64String(message.Payload.AsSpan()) };
        if (text is null)
        {
            fields["encoding"] = "base64";
        }

        fields["expect"] = rule is null ? Array.Empty<object>() : ObservedOutcome.Of(rule, message);
        return new Dictionary<string, object> { ["description"] = message.Description, ["messages"] = new object[] { fields } };
    }

    private static string? Utf8TextOf(ImmutableArray<byte> payload)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(payload.AsSpan());
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

/// <summary>What came of writing a rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Folder">Where it is.</param>
/// <param name="IsKept">A folder of that name was there already; nothing was written.</param>
/// <param name="Examples">How many examples it has.</param>
/// <param name="Problems">What keeps it from running, as the loader tells it.</param>
public sealed record WrittenRule(ImportedRule Rule, string Folder, bool IsKept, int Examples, ImmutableArray<RuleProblem> Problems);
