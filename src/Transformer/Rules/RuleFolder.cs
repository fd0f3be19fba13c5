using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Busroot.Transformer.Rules;

/// <summary>Reads one rule folder.</summary>
/// <param name="root">The rules directory.</param>
/// <param name="id">The folder below it, with forward slashes.</param>
internal sealed class RuleFolder(string root, string id)
{
    private const int LargestFile = 1024 * 1024; // fifty times the largest rule of the library; the files are kept in memory while they are read

    public List<RuleProblem> Problems { get; } = [];

    public List<RuleProblem> Warnings { get; } = [];

    /// <summary>Compiles the rule.</summary>
    /// <returns>Null when there is a problem.</returns>
    public Rule? Load()
    {
        if (id.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.' or '/')))
        {
            Problems.Add(new RuleProblem($"{id}/rule.json", 0, 0, "the folder is the rule's name: letters, digits, _ - and . only"));
        }

        var source = ReadSource("rule.json");
        if (source is null || Parse(source, (root, log) => new RuleFileReader(log).Read(root)) is not { } file)
        {
            return null;
        }

        var examples = ReadExamples(file);
        return Problems.Count > 0 ? null : new Rule(file.Mapping, file.DefaultPlan, file.Ignored, file.Patterns)
        {
            Id = id,
            Revision = Convert.ToHexStringLower(SHA256.HashData(source.Bytes))[..12],
            Description = file.Description,
            Devices = [.. file.Patterns.Select(placed => placed.Pattern.Text)],
            Kind = RuleKind.Mapping,
            OnError = file.OnError,
            Variables = file.Variables,
            Examples = examples,
        };
    }

    private ImmutableArray<RuleExample> ReadExamples(RuleFile file)
    {
        if (!File.Exists(PathOf("examples.json")))
        {
            Warnings.Add(new RuleProblem($"{id}/examples.json", 0, 0, "the rule has no examples; nothing notices when a change breaks it"));
            return [];
        }

        return ReadSource("examples.json") is { } source
            ? [.. Parse(source, (root, log) => (IEnumerable<RuleExample>)new ExamplesReader(file.Variables, log).Read(root)) ?? []]
            : [];
    }

    private T? Parse<T>(SourceText source, Func<SourceNode, ProblemLog, T?> read)
        where T : class
    {
        if (SourceNode.Parse(source, out var problem) is not { } root)
        {
            Problems.Add(problem!);
            return null;
        }

        var log = new ProblemLog(source);
        var result = read(root, log);
        Problems.AddRange(log.Problems.OrderBy(found => found.Line).ThenBy(found => found.Column));
        Warnings.AddRange(log.Warnings.OrderBy(found => found.Line).ThenBy(found => found.Column));
        return result;
    }

    private SourceText? ReadSource(string name)
    {
        var label = $"{id}/{name}";
        try
        {
            if (new FileInfo(PathOf(name)).Length > LargestFile)
            {
                Problems.Add(new RuleProblem(label, 0, 0, $"the file is larger than {LargestFile} bytes"));
                return null;
            }

            var bytes = File.ReadAllBytes(PathOf(name));
            return new SourceText(label, bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Problems.Add(new RuleProblem(label, 0, 0, $"the file cannot be read: {fault.Message}"));
            return null;
        }
    }

    private string PathOf(string name) => Path.Combine(root, id.Replace('/', Path.DirectorySeparatorChar), name);
}
