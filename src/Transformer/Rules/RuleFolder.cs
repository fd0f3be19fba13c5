using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Busroot.Transformer.NodeRed.Codecs;
using Busroot.Transformer.NodeRed.Functions;
using Busroot.Transformer.Scripting;

namespace Busroot.Transformer.Rules;

/// <summary>Reads one rule folder.</summary>
/// <param name="root">The rules directory.</param>
/// <param name="id">The folder below it, with forward slashes.</param>
/// <param name="limits">The service's limits for scripts.</param>
internal sealed class RuleFolder(string root, string id, ScriptLimits limits)
{
    private const int LargestFile = 1024 * 1024; // fifty times the largest rule of the library; the files are kept in memory while they are read

    private const string VendorExamples = "examples.vendor.json";

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
        if (source is null || Parse(source, (root, log) => new RuleFileReader(log, limits).Read(root)) is not { } file)
        {
            return null;
        }

        var script = file.Kind == RuleKind.Mapping ? null : ReadScript(file.Kind);
        var program = script is null || file.Kind != RuleKind.Script ? null : Compile(script);
        var start = file.Kind == RuleKind.Function ? ReadOptional("start.js") : null;
        var stop = file.Kind == RuleKind.Function ? ReadOptional("stop.js") : null;
        var function = script is null || file.Function is null ? null : CompileFunction(file, script, start, stop);
        var codec = script is null || file.Codec is null ? null : CompileCodec(file, script);
        var examples = ReadExamples(file);
        return Problems.Count > 0 ? null : new Rule(file, program)
        {
            Id = id,
            Revision = Convert.ToHexStringLower(SHA256.HashData([.. source.Bytes, .. script?.Bytes ?? [], .. start?.Bytes ?? [], .. stop?.Bytes ?? []]))[..12],
            Description = file.Description,
            Devices = [.. file.Patterns.Select(placed => placed.Pattern.Text)],
            Kind = file.Kind,
            OnError = file.OnError,
            Variables = file.Variables,
            Examples = examples,
            ServiceLimits = limits,
            Function = function,
            Codec = codec,
        };
    }

    private SourceText? ReadScript(RuleKind kind)
    {
        if (!File.Exists(PathOf("rule.js")))
        {
            var what = kind switch { RuleKind.Function => "body", RuleKind.Codec => "codec", _ => "script" };
            Problems.Add(new RuleProblem($"{id}/rule.js", 0, 0, $"a rule of kind \"{kind.ToString().ToLowerInvariant()}\" has its {what} in rule.js beside rule.json; there is none"));
            return null;
        }

        return ReadOptional("rule.js");
    }

    private SourceText? ReadOptional(string name)
    {
        if (!File.Exists(PathOf(name)))
        {
            return null;
        }

        var script = ReadSource(name);
        if (script?.Bytes.Length > limits.SourceBytes)
        {
            Problems.Add(new RuleProblem(script.File, 0, 0, $"the script is larger than {limits.SourceBytes} bytes"));
            return null;
        }

        return script;
    }

    private FunctionRule? CompileFunction(RuleFile file, SourceText body, SourceText? start, SourceText? stop)
    {
        var settings = file.Function!;
        var program = CompileBody(body);
        var onStart = start is null ? null : CompileBody(start);
        var onStop = stop is null ? null : CompileBody(stop);
        return program is null ? null : new FunctionRule(program, onStart, onStop, settings.Outputs, settings.Data, settings.Name ?? id, file.Limits);
    }

    private FunctionProgram? CompileBody(SourceText source)
    {
        var problems = new List<ScriptProblem>();
        var program = FunctionProgram.Compile(source.File, Encoding.UTF8.GetString(source.Bytes), problems);
        Problems.AddRange(problems.Select(problem => source.Problem(problem.At, problem.Message)));
        return program;
    }

    private CodecRule? CompileCodec(RuleFile file, SourceText script)
    {
        var problems = new List<ScriptProblem>();
        var program = CodecProgram.Compile(script.File, Encoding.UTF8.GetString(script.Bytes), hasMapping: file.Mapping is not null, problems);
        Problems.AddRange(problems.Select(problem => script.Problem(problem.At, problem.Message)));
        return program is null ? null : new CodecRule(program, file.Codec!, file.Limits) { Examples = ReadVendorExamples() };
    }

    private ImmutableArray<VendorExample> ReadVendorExamples()
    {
        if (!File.Exists(PathOf(VendorExamples)) || ReadSource(VendorExamples) is not { } source)
        {
            return [];
        }

        var root = VendorJson.Parse(Encoding.UTF8.GetString(source.Bytes), out var error);
        var examples = VendorExample.From(root).ToImmutableArray();
        if (error is { } fault)
        {
            Problems.Add(source.Problem(fault.At, fault.Message));
        }
        else if (examples.IsEmpty)
        {
            Problems.Add(source.Problem(new SourcePosition(1, 1), "there is no example of an uplink: a list of { description, input: { bytes, fPort }, output: { data } }"));
        }

        return examples;
    }

    private ScriptProgram? Compile(SourceText script)
    {
        var problems = new List<ScriptProblem>();
        var program = ScriptProgram.Compile(script.File, Encoding.UTF8.GetString(script.Bytes), problems);
        Problems.AddRange(problems.Select(problem => script.Problem(problem.At, problem.Message)));
        return program;
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
